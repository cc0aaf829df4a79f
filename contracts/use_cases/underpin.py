"""Underpin what is promised to clients: one vendor proposes targets, the other agrees."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import may_offer, underpinning_abilities
from contracts.choices import EventKind, UnderpinningAction, UnderpinningState
from contracts.dates import say_date
from contracts.models import (
    Agreement,
    Underpinning,
    UnderpinningTarget,
    User,
)
from contracts.rules.offer import Offer, TargetOffer
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.rules.underpinning import UnderpinningOffer
from contracts.use_cases.check_days import too_far_day
from contracts.use_cases.check_offer import faults_in_words
from contracts.use_cases.end_revision import REASON_LENGTH, reason_read
from contracts.use_cases.say_doer import say_doer
from contracts.use_cases.write_coverage import write_coverage


class UnderpinningOpen(Refusal):
    """Other targets still wait for the other vendor."""

    code = "underpinning-open"


class UnderpinningMoveNotOpen(Refusal):
    """The move does not lead from where the targets are now."""

    code = "move-not-open"


@transaction.atomic
def propose_underpinning(
    agreement: Agreement, offer: UnderpinningOffer, *, by: User, at: datetime
) -> Underpinning:
    """Propose what the publisher promises to the manufacturer, from a day on.

    The first version may begin on any day of the agreement; a later one begins tomorrow at the
    earliest, in the manufacturer's zone, so that what was promised until then stays.

    :raises Http404: the agreement is not this person's to see.
    :raises Forbidden: only a manager of one of its two vendors proposes targets.
    :raises UnderpinningOpen: others still wait for the other vendor.
    :raises Invalid: a day that is not possible, hours or targets that cannot be promised;
        ``errors`` says where.
    """
    held = locked_agreement(agreement, by=by)
    if not may_offer(by, held):
        raise Forbidden(_("Only a manager of one of the two vendors proposes these targets."))
    if held.underpinnings.filter(state=UnderpinningState.PROPOSED).exists():
        raise UnderpinningOpen(_("Other targets still wait for an answer: withdraw them first."))
    if errors := faults_of_underpinning(offer, held, at=at):
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)
    return _write(held, offer, by=by, at=at)


@transaction.atomic
def agree_underpinning(underpinning: Underpinning, *, by: User, at: datetime) -> Underpinning:
    """Agree with what the other vendor proposed: it holds from its day on.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the other vendor agrees.
    :raises UnderpinningMoveNotOpen: they are not proposed any more; or their day has passed, and
        another version has held on it.
    """
    held = _held(underpinning, UnderpinningAction.AGREE, by=by)
    standing = held.agreement.underpinnings.agreed().filter(in_force__upper_inf=True).first()
    if standing is not None:
        if held.valid_from <= _today(held.agreement, at):
            raise UnderpinningMoveNotOpen(
                _("The day of these targets has passed: withdraw them, and propose a later one.")
            )
        standing.in_force = DateRange(standing.valid_from, held.valid_from)
        standing.save(update_fields=["in_force"])
    held.state = UnderpinningState.AGREED
    held.in_force = DateRange(held.valid_from, None)
    held.agreed_at, held.agreed_by = at, by
    held.save(update_fields=["state", "in_force", "agreed_at", "agreed_by"])
    _record(EventKind.UNDERPINNING_AGREED, held, by=by, at=at)
    return held


def refuse_underpinning(
    underpinning: Underpinning, *, reason: str, by: User, at: datetime
) -> Underpinning:
    """Refuse what the other vendor proposed, with the reason, which it reads.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the other vendor refuses.
    :raises UnderpinningMoveNotOpen: they are not proposed any more.
    :raises Invalid: no reason, or too long a one.
    """
    return _end(underpinning, UnderpinningAction.REFUSE, reason=reason, by=by, at=at)


def withdraw_underpinning(
    underpinning: Underpinning, *, reason: str, by: User, at: datetime
) -> Underpinning:
    """Withdraw what one's own company proposed, with the reason.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the vendor that proposed withdraws.
    :raises UnderpinningMoveNotOpen: they are not proposed any more.
    :raises Invalid: no reason, or too long a one.
    """
    return _end(underpinning, UnderpinningAction.WITHDRAW, reason=reason, by=by, at=at)


def faults_of_underpinning(
    offer: UnderpinningOffer, agreement: Agreement, *, at: datetime
) -> dict[str, list[str]]:
    """Say of what is proposed, field by field, why it cannot be; nothing where all of it can."""
    harmless = Decimal(100)
    terms = Offer(
        availability_target=harmless,
        monthly_fee=Decimal(0),
        penalty_cap=harmless,
        hours=offer.hours,
        targets=[
            TargetOffer(
                each.impact,
                each.respond_within,
                each.restore_within,
                round_the_clock=each.round_the_clock,
            )
            for each in offer.targets
        ],
    )
    errors = faults_in_words(terms, effective_on=offer.valid_from)
    if sentence := _wrong_day(offer, agreement, at=at):
        errors["valid_from"] = [sentence]
    errors |= too_far_day("valid_from", offer.valid_from)
    if len(offer.note) > REASON_LENGTH:
        said = {"limit_value": REASON_LENGTH}
        errors["note"] = [_("This text is too long: %(limit_value)s characters at most.") % said]
    return errors


def _wrong_day(offer: UnderpinningOffer, agreement: Agreement, *, at: datetime) -> str:
    day, until = offer.valid_from, agreement.ends_on
    if day < agreement.starts_on or (until is not None and day > until):
        return _("The agreement of the two vendors does not run on that day.")
    last = agreement.underpinnings.agreed().order_by("valid_from").last()
    if last is None:
        return ""
    if day <= last.valid_from:
        said = {"day": say_date(last.valid_from)}
        return _("The last targets agreed are of %(day)s: choose a later day.") % said
    if day <= _today(agreement, at):
        return _("Other targets begin tomorrow at the earliest: what was promised stays.")
    return ""


def _today(agreement: Agreement, at: datetime) -> date:
    return at.astimezone(ZoneInfo(agreement.manufacturer.time_zone)).date()


def locked_agreement(agreement: Agreement, *, by: User) -> Agreement:
    """Lock an agreement that this person sees, and return it as it stands now.

    :raises Http404: there is none, or not for this person.
    """
    Agreement.objects.select_for_update(no_key=True).filter(pk=agreement.pk).first()
    found = (
        Agreement.objects.visible_to(by)
        .select_related("manufacturer", "publisher")
        .filter(pk=agreement.pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _held(underpinning: Underpinning, action: UnderpinningAction, *, by: User) -> Underpinning:
    """Lock the agreement and return its targets as they stand now, ready for a move."""
    agreement = locked_agreement(underpinning.agreement, by=by)
    held = agreement.underpinnings.select_related(
        "agreed_by__organisation", "ended_by__organisation"
    ).get(pk=underpinning.pk)
    held.agreement = agreement
    if action not in underpinning_abilities(by, held):
        raise refusal_of(held, action, by=by)
    return held


def refusal_of(held: Underpinning, action: UnderpinningAction, *, by: User) -> Refusal:
    """Return why a move is not open to this person who sees the targets."""
    state = UnderpinningState(held.state)
    if state == UnderpinningState.PROPOSED or not may_offer(by, held.agreement):
        return Forbidden(_("This step belongs to a manager, or to the other company."))
    sentence = _("“%(action)s” is not possible any more: the targets are “%(state)s”.")
    said = {"action": action.label, "state": state.label}
    doer = say_doer(held.agreed_by or held.ended_by, held.agreed_at or held.ended_at)
    return UnderpinningMoveNotOpen(sentence % said + doer)


def _write(
    agreement: Agreement, offer: UnderpinningOffer, *, by: User, at: datetime
) -> Underpinning:
    """Write targets, first as a draft, since the database seals what has been proposed."""
    number = agreement.underpinnings.count() + 1
    made = Underpinning.objects.create(
        agreement=agreement,
        number=number,
        valid_from=offer.valid_from,
        coverage=write_coverage(f"{agreement.reference} v{number}", offer.hours),
        note=offer.note.strip(),
        proposed_at=at,
        proposed_by=by,
        author_id=by.organisation_id,
    )
    UnderpinningTarget.objects.bulk_create(
        UnderpinningTarget(underpinning=made, **vars(each)) for each in offer.targets
    )
    made.state = UnderpinningState.PROPOSED
    made.save(update_fields=["state"])
    _record(EventKind.UNDERPINNING_PROPOSED, made, by=by, at=at)
    return made


@transaction.atomic
def _end(
    underpinning: Underpinning,
    action: UnderpinningAction,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> Underpinning:
    held = _held(underpinning, action, by=by)
    is_refusal = action == UnderpinningAction.REFUSE
    held.state = UnderpinningState.REFUSED if is_refusal else UnderpinningState.WITHDRAWN
    held.reason = reason_read(reason)
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    _record(EventKind.UNDERPINNING_ENDED, held, by=by, at=at)
    return held


def _record(kind: EventKind, of: Underpinning, *, by: User, at: datetime) -> None:
    journal.record(
        kind,
        by=by,
        at=at,
        agreement=of.agreement.reference,
        underpinning=of.number,
        state=of.state,
        valid_from=of.valid_from.isoformat(),
        reason=of.reason,
    )
