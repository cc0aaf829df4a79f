"""Lock a roster before it changes, and judge what people type about a period of duty."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.access import may_keep_rosters
from contracts.models import Roster, User
from contracts.rules.refusal import Forbidden, Invalid

LONGEST = timedelta(days=31)
"""The longest period that is given away at once."""


def held_roster(roster: Roster, *, by: User) -> Roster:
    """Lock a roster that somebody reads, and return it as it stands now.

    :raises Http404: not this person's to see.
    """
    held = (
        Roster.objects.visible_to(by)
        .select_related("agreement", "organisation")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=roster.pk)
        .first()
    )
    if held is None:
        raise Http404
    return held


def roster_to_keep(roster: Roster, *, by: User) -> Roster:
    """Lock a roster for its manager.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the vendor keeps its rosters.
    """
    held = held_roster(roster, by=by)
    refuse_unless_manager(by)
    return held


def refuse_unless_manager(by: User) -> None:
    """Let only managers of vendors pass.

    :raises Forbidden: only a manager of the vendor keeps its rosters.
    """
    if not may_keep_rosters(by):
        raise Forbidden(_("Only a manager keeps the duty rosters of their company."))


def people_of(roster: Roster, keys: Iterable[int]) -> Mapping[int, User]:
    """Return those of some people who may be on duty: active people of the roster's company."""
    people = User.objects.filter(organisation=roster.organisation_id, is_active=True)
    return people.in_bulk(list(keys))


def errors_of_period(
    begins_at: datetime, ends_at: datetime, *, at: datetime
) -> dict[str, list[str]]:
    """Return what is wrong with a period that somebody takes."""
    if ends_at <= begins_at:
        return {"ends_at": [_("It ends after it begins.")]}
    if ends_at <= at:
        return {"ends_at": [_("This is over: nobody can take it any more.")]}
    if ends_at - begins_at > LONGEST:
        return {"ends_at": [_("At most 31 days at once.")]}
    return {}


def refuse(errors: Mapping[str, list[str]]) -> None:
    """Refuse what was typed where something is wrong with it.

    :raises Invalid: ``errors`` says where.
    """
    if errors:
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)
