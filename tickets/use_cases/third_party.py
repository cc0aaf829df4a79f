"""Say that a third party has an incident, with a reason; and that it is back with the vendors.

Only the court changes: not the status, and never a clock, which pauses for the client alone
(domain.md, Time). Whoever passes the incident on or resolves it takes it back with the same act.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import User
from contracts.rules.refusal import Invalid
from tickets import journal
from tickets.access import open_leg
from tickets.choices import Action, Audience, EventKind, Holder
from tickets.models import Incident
from tickets.use_cases.first_contact import EVERYBODY, first_contact, told_by_act
from tickets.use_cases.hold import hold
from tickets.use_cases.keep_time import settle_due
from tickets.use_cases.stated_words import stated

NAME_LENGTH = 80
_BACK = "vendors"


@transaction.atomic
def hand_to_third_party(
    incident: Incident, *, name: str, reason: str, by: User, at: datetime
) -> Incident:
    """Say who has it, who is no party to the agreement, and why; one has it at a time.

    The vendors read who and why; the client, that a third party has it.

    :raises Http404: not this person's to see.
    :raises Forbidden: agents of the two vendors say it.
    :raises MoveNotOpen: one has it already, the client is waited for, or the cause is removed.
    :raises Invalid: no name or no reason, or too long a one.
    """
    held = hold(incident, Action.THIRD_PARTY, by=by, at=at)
    held.third_party = _named(name)
    held.third_party_reason = stated(
        reason, "reason", missing=_("Say what the third party has to do.")
    )
    held.third_party_since = at
    first_contact(held, by=by, at=at, by_act=EVERYBODY)
    settle_due(held, open_leg(held))
    journal.save_and_record(
        held,
        EventKind.TO_THIRD_PARTY,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        name=held.third_party,
        reason=held.third_party_reason,
    )
    _tell_client(held, Holder.THIRD_PARTY, by=by, at=at)
    return held


@transaction.atomic
def take_back(incident: Incident, *, by: User, at: datetime) -> Incident:
    """Say that the third party has done its part, or is waited for no longer.

    :raises Http404: not this person's to see.
    :raises Forbidden: agents of the two vendors say it.
    :raises MoveNotOpen: no third party has it.
    """
    held = hold(incident, Action.BACK, by=by, at=at)
    first_contact(held, by=by, at=at, by_act=EVERYBODY)
    back_with_us(held, by=by, at=at)
    settle_due(held, open_leg(held))
    held.save()
    return held


def back_with_us(
    held: Incident, *, by: User, at: datetime, by_act: Collection[Audience] = ()
) -> None:
    """Take a held incident back from whoever has it outside; nothing where nobody has.

    ``by_act`` are those who are told of the act that takes it back, and so not of this: one act is
    one piece of news. The caller saves the incident in the same transaction.
    """
    if held.third_party_since is None:
        return
    name, held.third_party, held.third_party_reason = held.third_party, "", ""
    held.third_party_since = None
    journal.record(
        held,
        EventKind.FROM_THIRD_PARTY,
        by=by,
        at=at,
        audience=Audience.VENDORS,
        name=name,
        **told_by_act(by_act),
    )
    _tell_client(held, _BACK, by=by, at=at, by_act=by_act)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        _refuse(_("Name the third party."))
    if len(name) > NAME_LENGTH:
        _refuse(_("A name has at most 80 characters."))
    return name


def _tell_client(
    held: Incident, holder: str, *, by: User, at: datetime, by_act: Collection[Audience] = ()
) -> None:
    journal.record(
        held,
        EventKind.HANDED_OVER,
        by=by,
        at=at,
        audience=Audience.CLIENT,
        holder=str(holder),
        **told_by_act(by_act),
    )


def _refuse(sentence: str) -> None:
    raise Invalid(sentence, errors={"name": [sentence]})
