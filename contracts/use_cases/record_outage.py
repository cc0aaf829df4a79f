"""Record an outage by hand or from monitoring, and correct when one was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.access import may_record_outage
from contracts.choices import EventKind, OutageAction, OutageSource, OutageState
from contracts.models import Configuration, Outage, User
from contracts.rules.outage_changes import differences, interval_of
from contracts.rules.outages import Stretch, bare
from contracts.rules.refusal import Forbidden, Invalid
from contracts.use_cases.check_issued import see_that_not_issued
from contracts.use_cases.check_stretches import FIELD, errors_of_stretches, refuse
from contracts.use_cases.draft_revision import locked_configuration
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.follow_incident import back_to_recorded, void
from contracts.use_cases.keep_agreed import agreed_part
from contracts.use_cases.write_outage import (
    held_outage,
    stretches_of,
    tell,
    whole_second,
    write_version,
)

NOTE_LENGTH = 5_000


@dataclass(frozen=True)
class OutageReport:
    """What somebody, or a program, says was down, and from when until when."""

    stretches: Sequence[Stretch]
    note: str = ""
    source: OutageSource = OutageSource.HAND


@transaction.atomic
def record_outage(
    configuration: Configuration, report: OutageReport, *, by: User, at: datetime
) -> Outage:
    """Record an outage that no incident told of; a stretch may be of an unknown state.

    :raises Http404: the system is not this person's to see.
    :raises Forbidden: only its manufacturer records outages.
    :raises Invalid: segments that cannot be, from before the contract, or in an issued month.
    """
    held = locked_configuration(configuration, by=by)
    if not may_record_outage(by, held):
        raise Forbidden(_("Only the manufacturer records outages of a system."))
    said = _whole(report.stretches)
    errors = errors_of_stretches(held, said, at=at)
    if len(report.note) > NOTE_LENGTH:
        sentence = _("This text is too long: %(limit_value)s characters at most.")
        errors["note"] = [sentence % {"limit_value": NOTE_LENGTH}]
    refuse(errors)
    told = bare(said)
    see_that_not_issued(held, [interval_of(told, now=at)])
    made = Outage.objects.create(
        configuration=held,
        source=report.source,
        begins_at=told[0].begins,
        ends_at=told[-1].ends,
        note=report.note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    write_version(made, told)
    made.save()
    tell(EventKind.OUTAGE_RECORDED, made, by=by, at=at, source=made.source)
    return made


@transaction.atomic
def correct_outage(
    outage: Outage, stretches: Sequence[Stretch], *, reason: str, by: User, at: datetime
) -> Outage:
    """Correct from when until when a system was down, or settle what was not known of it.

    What was said of whose it was is to be said anew; all versions stay readable.

    :raises Http404: not this person's to see.
    :raises Forbidden: only the manufacturer corrects, what was agreed only a manager of it.
    :raises OutageMoveNotOpen: it was taken back.
    :raises MonthIssued: it is agreed, and what changes lies in an issued month; or it is not, and
        would reach into another issued month, or changes what was agreed of one before.
    :raises Invalid: no reason, segments that cannot be, or nothing that changes.
    """
    held = held_outage(outage, OutageAction.CORRECT, by=by)
    said = _whole(stretches)
    errors = errors_of_stretches(held.configuration, said, at=at)
    try:
        reason = reason_read(reason)
    except Invalid as refused:
        errors |= {name: [str(each) for each in told] for name, told in refused.errors.items()}
    refuse(errors)
    told, before = bare(said), stretches_of(held.current)
    if told == bare(before):
        same = _("This is already when it was down.")
        raise Invalid(same, errors={FIELD: [same]})
    changed = differences(bare(before), told, now=at)
    is_agreed = held.state == OutageState.AGREED
    touched = [] if is_agreed else [interval_of(before, now=at)]
    see_that_not_issued(held.configuration, agreed_part(held, changed, at=at))
    see_that_not_issued(held.configuration, changed, touched=touched)
    back_to_recorded(held, told)
    tell(EventKind.OUTAGE_CORRECTED, held, by=by, at=at, reason=reason)
    return held


@transaction.atomic
def take_back_outage(outage: Outage, *, reason: str, by: User, at: datetime) -> Outage:
    """Say that an outage that was recorded by hand or by monitoring was none.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the manufacturer takes it back.
    :raises OutageMoveNotOpen: an incident says that there was one, or it is agreed whose it was.
    :raises MonthIssued: it is not agreed any more, and an issued month holds what was agreed of it.
    :raises Invalid: no reason, or too long a one.
    """
    held = held_outage(outage, OutageAction.TAKE_BACK, by=by)
    reason = reason_read(reason)
    whole = interval_of(stretches_of(held.current), now=at)
    see_that_not_issued(held.configuration, agreed_part(held, [whole], at=at))
    return void(held, by=by, at=at, reason=reason)


def _whole(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return segments in whole seconds."""
    return [
        replace(
            each,
            begins=whole_second(each.begins),
            ends=None if each.ends is None else whole_second(each.ends),
        )
        for each in stretches
    ]
