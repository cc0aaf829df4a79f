"""Ask a colleague to take a period of one's duty; they accept or decline."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, SwapAction, SwapState
from contracts.models import DutySwap, Roster, RosterOverride, User
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.selectors.duty import board_of
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.hold_roster import errors_of_period, held_roster, people_of, refuse
from contracts.use_cases.override_duty import Period, put_on_duty

_BECOMES: Mapping[SwapAction, tuple[SwapState, EventKind]] = {
    SwapAction.ACCEPT: (SwapState.ACCEPTED, EventKind.DUTY_SWAP_ACCEPTED),
    SwapAction.DECLINE: (SwapState.DECLINED, EventKind.DUTY_SWAP_DECLINED),
    SwapAction.WITHDRAW: (SwapState.WITHDRAWN, EventKind.DUTY_SWAP_WITHDRAWN),
}


@transaction.atomic
def ask_swap(roster: Roster, period: Period, *, by: User, at: datetime) -> DutySwap:
    """Ask the period's person to be on duty instead of oneself; nothing changes until they accept.

    :raises Http404: not this person's to see.
    :raises Invalid: not one's own duty, nobody to ask, no reason, or no period to come.
    """
    held = held_roster(roster, by=by)
    errors = errors_of_period(period.begins_at, period.ends_at, at=at)
    if period.person == by.pk:
        errors["person"] = [_("Choose a colleague.")]
    elif period.person not in people_of(held, [period.person]):
        errors["person"] = [_("On duty are people of your own company who may sign in.")]
    if not errors and not _is_theirs(held, by, max(period.begins_at, at), period.ends_at):
        errors["begins_at"] = [_("You are not on duty in all of this period.")]
    refuse(errors)
    swap = DutySwap.objects.create(
        roster=held,
        asked_by=by,
        colleague_id=period.person,
        begins_at=max(period.begins_at, at),
        ends_at=period.ends_at,
        reason=reason_read(period.reason),
        asked_at=at,
    )
    _record(EventKind.DUTY_SWAP_ASKED, swap, by=by, at=at)
    return swap


@transaction.atomic
def answer_swap(swap: DutySwap, action: SwapAction, *, by: User, at: datetime) -> DutySwap:
    """Accept or decline what one is asked, or withdraw what one has asked.

    :raises Http404: not this person's to see.
    :raises Forbidden: only who was asked answers, only who asked withdraws.
    :raises Refusal: it was answered already, is over, or is not the asker's duty any more.
    """
    roster = held_roster(swap.roster, by=by)
    held = DutySwap.objects.select_related("asked_by").get(pk=swap.pk)
    if action not in swap_actions(by, held):
        raise Forbidden(_("Only who was asked answers, and only who asked withdraws."))
    if held.state != SwapState.ASKED:
        raise Refusal(_("This was answered meanwhile: read the roster again."))
    if action == SwapAction.ACCEPT:
        held.override = _taken(roster, held, by=by, at=at)
    held.state, kind = _BECOMES[action]
    held.answered_at = at
    held.save(update_fields=["state", "answered_at", "override"])
    _record(kind, held, by=by, at=at)
    return held


def swap_actions(by: User, swap: DutySwap) -> frozenset[SwapAction]:
    """Return what this person may do about a swap while it waits for its answer."""
    if by.pk == swap.colleague_id:
        return frozenset({SwapAction.ACCEPT, SwapAction.DECLINE})
    return frozenset({SwapAction.WITHDRAW}) if by.pk == swap.asked_by_id else frozenset()


def _taken(roster: Roster, swap: DutySwap, *, by: User, at: datetime) -> RosterOverride:
    """Write who takes the period.

    :raises Refusal: it is over, or not the asker's duty any more.
    """
    begins_at = max(swap.begins_at, at)
    if begins_at >= swap.ends_at or not _is_theirs(roster, swap.asked_by, begins_at, swap.ends_at):
        raise Refusal(_("This duty is over, or not theirs to give any more."))
    period = Period(swap.colleague_id, begins_at, swap.ends_at, swap.reason)
    try:
        return put_on_duty(roster, period, by=by, at=at)
    except Invalid as refusal:  # pragma: no cover - whoever accepts is active and of the company
        raise Refusal(refusal.sentence) from refusal


def _is_theirs(roster: Roster, person: User, begins_at: datetime, ends_at: datetime) -> bool:
    board = board_of(roster, begins_at=begins_at, ends_at=ends_at)
    return all(each.person == person for each in board.shifts(begins_at, ends_at))


def _record(kind: EventKind, swap: DutySwap, *, by: User, at: datetime) -> None:
    journal.record(
        kind,
        by=by,
        at=at,
        roster=swap.roster_id,
        swap=swap.pk,
        colleague=swap.colleague_id,
        begins_at=swap.begins_at.isoformat(),
        ends_at=swap.ends_at.isoformat(),
    )
