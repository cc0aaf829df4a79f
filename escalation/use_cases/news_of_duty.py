"""What a mail says of a duty roster, or of underpinning targets: what happened and what to do."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.access import underpinning_abilities
from contracts.choices import EventKind, SwapAction, SwapState, UnderpinningAction
from contracts.models import ContractEvent, DutySwap, Roster, Underpinning, User
from contracts.selectors.duty import LONGEST_SHIFT, board_of
from contracts.use_cases.swap_duty import swap_actions
from escalation.models import Notification
from escalation.use_cases.mail_news import News, addressed_to, public
from escalation.wording import (
    address_of_roster,
    address_of_underpinning,
    as_sentence,
    say_news_of_roster,
    say_news_of_underpinning,
    say_roster,
)


def news_of_roster(
    notification: Notification, event: ContractEvent, roster: Roster, *, at: datetime
) -> News:
    """Return what a mail that leaves at an instant says of a duty roster."""
    reader = notification.recipient
    line = say_news_of_roster(event, roster, reader=reader)
    is_asked = _is_asked(event, reader, at=at)
    return News(
        subject=_subject(event, roster),
        reference=say_roster(roster),
        title=_("Duty roster"),
        line=as_sentence(line),
        todo=_todo(event, roster, reader, at=at),
        is_answered_there=is_asked,
        address=public(address_of_roster(roster)),
        **addressed_to(reader, roster.agreement.manufacturer),
    )


def news_of_underpinning(
    notification: Notification, event: ContractEvent, underpinning: Underpinning
) -> News:
    """Return what a mail says of what the publisher promises to the manufacturer."""
    reader = notification.recipient
    is_asked = UnderpinningAction.AGREE in underpinning_abilities(reader, underpinning)
    agreement = underpinning.agreement
    reference = _("Agreement %(reference)s") % {"reference": agreement.reference}
    todo = _("You have nothing to do.")
    if is_asked:
        todo = _("Your company’s answer is awaited: agree to these targets, or refuse them.")
    return News(
        subject=_("%(reference)s: %(event)s")
        % {"reference": reference, "event": EventKind(event.kind).label},
        reference=reference,
        title=_("Underpinning targets, version %(number)s") % {"number": underpinning.number},
        line=as_sentence(say_news_of_underpinning(event, underpinning)),
        message=underpinning.note,
        todo=todo,
        is_answered_there=is_asked,
        address=public(address_of_underpinning(underpinning)),
        **addressed_to(reader, agreement.manufacturer),
    )


def _subject(event: ContractEvent, roster: Roster) -> str:
    said = {"reference": say_roster(roster), "event": EventKind(event.kind).label}
    return _("%(reference)s: %(event)s") % said


def _is_asked(event: ContractEvent, reader: User, *, at: datetime) -> bool:
    """Tell whether a swap still waits for this reader's answer."""
    if event.kind != EventKind.DUTY_SWAP_ASKED:
        return False
    asked = DutySwap.objects.filter(state=SwapState.ASKED, ends_at__gt=at)
    swap = asked.filter(pk=event.detail["swap"]).first()
    return swap is not None and SwapAction.ACCEPT in swap_actions(reader, swap)


def _todo(event: ContractEvent, roster: Roster, reader: User, *, at: datetime) -> str:
    if _is_asked(event, reader, at=at):
        return _("Accept or decline it: until you accept, the duty is not yours.")
    if event.kind == EventKind.DUTY_GAP_AHEAD and _is_still_open(event, roster, at=at):
        return _(
            "Put somebody on duty: until then whatever is asked of this level goes to all managers."
        )
    return _("You have nothing to do.")


def _is_still_open(event: ContractEvent, roster: Roster, *, at: datetime) -> bool:
    """Tell whether some of a gap is still ahead when its mail leaves."""
    begins_at = max(datetime.fromisoformat(event.detail["begins_at"]), at)
    said = event.detail["ends_at"]
    ends_at = datetime.fromisoformat(said) if said else begins_at + LONGEST_SHIFT
    if begins_at >= ends_at:
        return False
    board = board_of(roster, begins_at=begins_at - LONGEST_SHIFT, ends_at=ends_at)
    return bool(board.gaps(begins_at, ends_at))
