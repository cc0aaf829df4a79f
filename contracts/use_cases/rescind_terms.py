"""Undo agreed terms before they begin: one vendor asks, the other confirms, as both approved."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import journal
from contracts.access import may_offer, rescission_bar, rescission_step
from contracts.choices import EventKind, RescissionStep, TermsState
from contracts.models import ContractEvent, Rescission, Terms, User
from contracts.rules.refusal import Forbidden, Refusal
from contracts.use_cases.approve_terms import TermsMoveNotOpen, refuse_beyond_agreement
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.offer_terms import locked_contract
from contracts.use_cases.say_doer import say_doer

TAKEN_BACK = gettext_lazy("The request was taken back meanwhile. Nothing was done.")
_ASKED_ALREADY = gettext_lazy("Your company has asked already: the other vendor confirms.")
_NOT_THIS_STEP: Mapping[RescissionStep | None, Promise] = {
    RescissionStep.CONFIRM: gettext_lazy(
        "The other vendor has asked for it meanwhile: read it first."
    ),
    RescissionStep.ASK: gettext_lazy("The other vendor has not asked for it."),
    RescissionStep.TAKE_BACK: _ASKED_ALREADY,
    None: gettext_lazy(
        "You asked for it yourself, while with the other company: a colleague confirms."
    ),
}
"""What somebody is told who takes another step, by the one that is theirs."""
_ASKED_ANEW: Mapping[RescissionStep, Promise] = {
    RescissionStep.CONFIRM: _NOT_THIS_STEP[RescissionStep.CONFIRM],
    RescissionStep.TAKE_BACK: gettext_lazy("Your company has asked anew meanwhile: read it first."),
}
"""What somebody is told who has read another request than the one that stands."""


class RescindedAlready(TermsMoveNotOpen):
    """Both vendors have undone the terms: whoever confirms again has what they wanted."""


@transaction.atomic
def ask_to_rescind(terms: Terms, *, reason: str, by: User, at: datetime) -> Terms:
    """Ask that agreed terms never begin; they do unless the other vendor confirms before.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors undoes terms.
    :raises TermsMoveNotOpen: they are not agreed, have begun, are the contract's first, others
        stand upon them, or one of the two vendors has asked already.
    :raises Invalid: no reason, or too long a one.
    """
    held = _held(terms, RescissionStep.ASK, by=by, at=at)
    Rescission.objects.create(
        terms=held,
        organisation_id=by.organisation_id,
        reason=reason_read(reason),
        asked_by=by,
        asked_at=at,
    )
    journal.record_of_terms(
        EventKind.TERMS_RESCISSION_ASKED, held, reason=held.rescission.reason, by=by, at=at
    )
    return held


@transaction.atomic
def rescind_terms(terms: Terms, *, read: int | None = None, by: User, at: datetime) -> Terms:
    """Confirm what the other vendor asked: agreed terms never begin, what stood before stands on.

    ``read`` is the id of the request that was read, where that is known: no other is confirmed.
    The client, who was told of them, is told so, with the reason of whoever asked.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors undoes terms.
    :raises TermsMoveNotOpen: the other vendor has not asked, or asked anew since; they have begun
        or ended, others stand upon them, or the contract would outlive the agreement.
    """
    held = _held(terms, RescissionStep.CONFIRM, by=by, at=at)
    _refuse_unread(held, RescissionStep.CONFIRM, read=read)
    before = held.contract.versions.approved().exclude(pk=held.pk).latest("effective_on")
    refuse_beyond_agreement(held.contract, before.ends_on)
    asked = held.rescission
    asked.confirmed_by, asked.confirmed_at = by, at
    asked.save(update_fields=["confirmed_by", "confirmed_at"])
    held.state, held.in_force, held.reason = TermsState.RESCINDED, None, asked.reason
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["state", "in_force", "reason", "ended_at", "ended_by"])
    before.in_force = DateRange(before.effective_on, None)
    before.save(update_fields=["in_force"])
    held.contract.ends_on = before.ends_on
    held.contract.save(update_fields=["ends_on"])
    journal.record_of_terms(
        EventKind.TERMS_RESCINDED, held, reason=held.rescission.reason, by=by, at=at
    )
    return held


@transaction.atomic
def take_back_rescission(terms: Terms, *, read: int | None = None, by: User, at: datetime) -> Terms:
    """Take back what one's own company asked: the terms begin on their day, the vendors are told.

    ``read`` is the id of the request that was read, where that is known: no other is taken back.
    The journal keeps that it was asked, and why.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors undoes terms.
    :raises TermsMoveNotOpen: nobody asks for it, or the other vendor does; a colleague asked anew
        since; it was confirmed; the terms have begun, or others stand upon them.
    """
    held = _held(terms, RescissionStep.TAKE_BACK, by=by, at=at)
    _refuse_unread(held, RescissionStep.TAKE_BACK, read=read)
    asked = held.rescission
    asked.delete()
    journal.record_of_terms(
        EventKind.TERMS_RESCISSION_TAKEN_BACK, held, reason=asked.reason, by=by, at=at
    )
    return held


def refusal_of(
    terms: Terms, wanted: RescissionStep | None = None, *, by: User, at: datetime
) -> Refusal:
    """Return why somebody who sees terms cannot undo them, or not in the step that they took."""
    if not may_offer(by, terms.contract.agreement):
        return Forbidden(_("Only a manager of one of the two vendors undoes agreed terms."))
    if terms.state == TermsState.RESCINDED:
        sentence = _("These terms are rescinded: the second vendor has confirmed it.")
        return RescindedAlready(sentence + say_doer(terms.ended_by, terms.ended_at))
    bar = rescission_bar(terms, at=at)
    if bar is not None:
        return TermsMoveNotOpen(str(bar.label))
    return TermsMoveNotOpen(_not_theirs(terms, wanted, rescission_step(by, terms, at=at)))


def _not_theirs(terms: Terms, wanted: RescissionStep | None, step: RescissionStep | None) -> str:
    """Say why somebody's step, which may be another or none, is not the one that they took."""
    if wanted == RescissionStep.TAKE_BACK and step == RescissionStep.ASK:
        return _("Nobody asks for it any more.")
    if wanted == RescissionStep.TAKE_BACK:
        return _("Only the vendor that asked for it takes it back.")
    if step == RescissionStep.ASK and _was_taken_back(terms):
        return str(TAKEN_BACK)
    return str(_NOT_THIS_STEP[step])


def _was_taken_back(terms: Terms) -> bool:
    lines = ContractEvent.objects.filter(contract=terms.contract_id, detail__terms=terms.number)
    return lines.filter(kind=EventKind.TERMS_RESCISSION_TAKEN_BACK).exists()


def _held(terms: Terms, step: RescissionStep, *, by: User, at: datetime) -> Terms:
    """Lock the contract and return its terms as they stand now, ready for a step."""
    contract = locked_contract(terms.contract, by=by)
    held = (
        Terms.objects.visible_to(by)
        .select_related("rescission")
        .filter(contract=contract, pk=terms.pk)
        .first()
    )
    if held is None:
        raise Http404
    held.contract = contract
    if rescission_step(by, held, at=at) != step:
        raise refusal_of(held, step, by=by, at=at)
    return held


def _refuse_unread(held: Terms, step: RescissionStep, *, read: int | None) -> None:
    if read not in {None, held.rescission.pk}:
        raise TermsMoveNotOpen(str(_ASKED_ANEW[step]))
