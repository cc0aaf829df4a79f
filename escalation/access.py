"""Who may see what of the news: one's own notifications; and what managers may rehearse."""

from collections.abc import Collection

from django.http import Http404
from django.utils.translation import gettext as _

from contracts.access import may_keep_rosters
from contracts.models import Agreement, User
from contracts.rules.refusal import Forbidden
from contracts.selectors.rosters import rosters_of_the_other_vendor
from escalation.models import Notification


def notification_for(user: User, pk: int) -> Notification:
    """Return a notification of this person.

    :raises Http404: there is none, or it is somebody else's.
    """
    found = Notification.objects.readable_by(user).filter(pk=pk).select_related("incident").first()
    if found is None:
        raise Http404
    return found


def see_that_may_rehearse(user: User) -> None:
    """Let managers of the two vendors rehearse what would happen; nobody else.

    :raises Http404: a client or an operator, for whom there is nothing of the kind.
    :raises Forbidden: a member of a vendor, with the reason.
    """
    if not user.organisation.is_vendor:
        raise Http404
    if not may_keep_rosters(user):
        raise Forbidden(_("Only a manager of one of the two vendors rehearses an incident."))


def duties_readable_by(user: User, agreement: Agreement) -> frozenset[int]:
    """Return the levels of which this person reads who is on duty at the other vendor."""
    theirs = rosters_of_the_other_vendor(user).filter(agreement=agreement)
    return frozenset(theirs.values_list("level", flat=True))


def may_name(user: User, person: User, levels: Collection[int], readable: frozenset[int]) -> bool:
    """Tell whether somebody who would be told is named to a manager: their own people are.

    Of the other vendor those on duty for a level of which the manager reads who that is.
    """
    return person.organisation_id == user.organisation_id or bool(readable.intersection(levels))
