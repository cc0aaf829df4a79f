"""Propose a window of maintenance, accept it, refuse it, withdraw it.

A window leaves committed time only if it was announced in time and all have accepted it before it
begins; one that is accepted later is kept and shown. Source: domain.md, Availability.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import maintenance_abilities, parties_to
from contracts.choices import EventKind, MaintenanceAction, MaintenanceState
from contracts.dates import say_date
from contracts.models import Configuration, Maintenance, MaintenanceAcceptance, User
from contracts.rules.maintenance import is_announced_in_time
from contracts.rules.offer import LAST_DAY
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.use_cases.draft_revision import locked_configuration
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.hold_place import contract_at
from contracts.use_cases.write_outage import whole_second

NOTE_LENGTH = 5_000
_NOTICE_DAYS = 5  # where no terms say it


class MaintenanceMoveNotOpen(Refusal):
    """The move does not lead from where the window is now; ``extra`` names the legal ones."""

    code = "move-not-open"


@dataclass(frozen=True)
class Window:
    """When work is to be done, and what."""

    begins: datetime
    ends: datetime
    note: str


@transaction.atomic
def propose_maintenance(
    configuration: Configuration, window: Window, *, by: User, at: datetime
) -> Maintenance:
    """Propose a window, and accept it thereby for one's own company.

    :raises Http404: the system is not this person's to see.
    :raises Forbidden: only the two vendors and the client propose.
    :raises Invalid: no word of what is done, an end before the beginning, a window from before
        the contract or beyond all calendars.
    """
    held = locked_configuration(configuration, by=by)
    if by.organisation_id not in parties_to(held):
        raise Forbidden(_("Only the two vendors and the client propose maintenance."))
    begins, ends = whole_second(window.begins), whole_second(window.ends)
    _see_that_window_can_be(held, begins, ends, window.note)
    terms = contract_at(held, begins).terms_at(begins)
    notice_days = terms.maintenance_notice_days if terms else _NOTICE_DAYS
    made = Maintenance.objects.create(
        configuration=held,
        begins_at=begins,
        ends_at=ends,
        note=window.note.strip(),
        notice_days=notice_days,
        is_announced_in_time=is_announced_in_time(begins, proposed_at=at, notice_days=notice_days),
        proposed_at=at,
        proposed_by=by,
        author=by.organisation,
    )
    _word_of(made, by=by, at=at)
    _tell(EventKind.MAINTENANCE_PROPOSED, made, by=by, at=at)
    return made


@transaction.atomic
def accept_maintenance(window: Maintenance, *, by: User, at: datetime) -> Maintenance:
    """Accept a window for one's own company; with the third acceptance it is agreed.

    :raises Http404: not this person's to see.
    :raises MaintenanceMoveNotOpen: it does not wait for this company.
    """
    held = _held(window, MaintenanceAction.ACCEPT, by=by, at=at)
    _word_of(held, by=by, at=at)
    accepted = set(held.acceptances.values_list("organisation_id", flat=True))
    if not parties_to(held.configuration) <= accepted:
        _tell(EventKind.MAINTENANCE_ACCEPTED, held, by=by, at=at)
        return held
    held.state, held.accepted_at = MaintenanceState.ACCEPTED, at
    held.save()
    _tell(EventKind.MAINTENANCE_AGREED, held, by=by, at=at, counts=held.counts)
    return held


@transaction.atomic
def refuse_maintenance(window: Maintenance, *, reason: str, by: User, at: datetime) -> Maintenance:
    """Refuse a window, with the reason, which the others read.

    :raises Http404: not this person's to see.
    :raises MaintenanceMoveNotOpen: it does not wait for an answer any more.
    :raises Invalid: no reason, or too long a one.
    """
    held = _held(window, MaintenanceAction.REFUSE, by=by, at=at)
    return _ended(held, MaintenanceState.REFUSED, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_maintenance(
    window: Maintenance, *, reason: str, by: User, at: datetime
) -> Maintenance:
    """Withdraw one's own window, with the reason; what all have accepted until it begins.

    :raises Http404: not this person's to see.
    :raises MaintenanceMoveNotOpen: it is not this company's to withdraw, or not any more.
    :raises Invalid: no reason, or too long a one.
    """
    held = _held(window, MaintenanceAction.WITHDRAW, by=by, at=at)
    return _ended(held, MaintenanceState.WITHDRAWN, reason=reason, by=by, at=at)


def locked_maintenance(window: Maintenance, *, by: User) -> Maintenance:
    """Lock a window that a person may see, and return it as it stands now.

    :raises Http404: there is none, or not for this person.
    """
    Maintenance.objects.select_for_update(no_key=True).filter(pk=window.pk).first()
    found = Maintenance.objects.visible_to(by).whole().filter(pk=window.pk).first()
    if found is None:
        raise Http404
    return found


def _held(window: Maintenance, action: MaintenanceAction, *, by: User, at: datetime) -> Maintenance:
    held = locked_maintenance(window, by=by)
    open_now = maintenance_abilities(by, held, at=at)
    if action in open_now:
        return held
    sentence = _("“%(action)s” is not possible now: the maintenance is “%(state)s”.") % {
        "action": action.label,
        "state": MaintenanceState(held.state).label.lower(),
    }
    raise MaintenanceMoveNotOpen(sentence, extra={"moves": sorted(str(each) for each in open_now)})


def _see_that_window_can_be(
    configuration: Configuration, begins: datetime, ends: datetime, note: str
) -> None:
    errors: dict[str, list[str]] = {}
    contract = contract_at(configuration, begins)
    if contract.day_of(begins) < contract.starts_on:
        sentence = _("The contract begins on %(day)s: nothing was promised before.")
        errors["start"] = [sentence % {"day": say_date(contract.starts_on)}]
    if ends <= begins:
        errors["end"] = [_("The end must be later than the beginning.")]
    elif ends.date() >= LAST_DAY:
        errors["end"] = [_("The calendar is not reckoned so far.")]
    if not note.strip():
        errors["note"] = [_("Say what is done: the others decide by it.")]
    elif len(note) > NOTE_LENGTH:
        sentence = _("This text is too long: %(limit_value)s characters at most.")
        errors["note"] = [sentence % {"limit_value": NOTE_LENGTH}]
    if errors:
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)


def _word_of(window: Maintenance, *, by: User, at: datetime) -> None:
    MaintenanceAcceptance.objects.create(
        maintenance=window, organisation=by.organisation, accepted_by=by, accepted_at=at
    )


def _ended(
    held: Maintenance, state: MaintenanceState, *, reason: str, by: User, at: datetime
) -> Maintenance:
    held.reason = reason_read(reason)
    held.state, held.accepted_at = state, None
    held.ended_at, held.ended_by = at, by
    held.save()
    _tell(EventKind.MAINTENANCE_ENDED, held, by=by, at=at, state=state, reason=held.reason)
    return held


def _tell(kind: EventKind, window: Maintenance, *, by: User, at: datetime, **detail: Any) -> None:
    journal.record(
        kind,
        by=by,
        at=at,
        configuration=window.configuration,
        maintenance=window.pk,
        begins_at=window.begins_at.isoformat(),
        ends_at=window.ends_at.isoformat(),
        **detail,
    )
