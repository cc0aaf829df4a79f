"""Approve terms: with the second vendor's approval they are promised, from their day on."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import party_to, terms_abilities
from contracts.choices import EventKind, TermsAction, TermsState
from contracts.dates import say_date
from contracts.models import Agreement, Approval, Contract, Terms, User
from contracts.rules.approval import VENDORS_NEEDED, terms_actions_open
from contracts.rules.refusal import Forbidden, Refusal
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.offer_terms import locked_contract
from contracts.use_cases.say_doer import say_doer


class TermsMoveNotOpen(Refusal):
    """The move does not lead from where the terms are now."""

    code = "move-not-open"


@transaction.atomic
def approve_terms(terms: Terms, *, by: User, at: datetime) -> Terms:
    """Put a vendor's approval under proposed terms.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors approves.
    :raises TermsMoveNotOpen: they are not proposed any more, this vendor has approved already, or
        their day has passed, which would change what was promised or promise it afterwards, or
        the agreement was shortened meanwhile and would end before the contract.
    """
    held = _held(terms, TermsAction.APPROVE, by=by, at=at)
    refuse_beyond_agreement(held.contract, held.ends_on)
    Approval.objects.create(
        terms=held, organisation_id=by.organisation_id, approved_by=by, approved_at=at
    )
    journal.record_of_terms(EventKind.TERMS_APPROVED, held, reason=held.reason, by=by, at=at)
    if held.approvals.count() == VENDORS_NEEDED:
        _promise(held, by=by, at=at)
    return held


@transaction.atomic
def refuse_terms(terms: Terms, *, reason: str, by: User, at: datetime) -> Terms:
    """Refuse proposed terms, with the reason, which the other vendor reads.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors refuses.
    :raises TermsMoveNotOpen: they do not wait for this company's approval any more.
    :raises Invalid: no reason, or too long a one.
    """
    held = _held(terms, TermsAction.REFUSE, by=by, at=at)
    return _end(held, TermsState.REFUSED, EventKind.TERMS_REFUSED, reason=reason, by=by, at=at)


@transaction.atomic
def withdraw_terms(terms: Terms, *, reason: str, by: User, at: datetime) -> Terms:
    """Withdraw terms that one's own company offered and that still wait for an approval.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of the company whose offer it is.
    :raises TermsMoveNotOpen: both vendors have approved them, or they have ended.
    :raises Invalid: no reason, or too long a one.
    """
    held = _held(terms, TermsAction.WITHDRAW, by=by, at=at)
    return _end(held, TermsState.WITHDRAWN, EventKind.TERMS_WITHDRAWN, reason=reason, by=by, at=at)


def _held(terms: Terms, action: TermsAction, *, by: User, at: datetime) -> Terms:
    """Lock the contract and return its terms, ready for a move of this person."""
    contract = locked_contract(terms.contract, by=by)
    held = (
        Terms.objects.visible_to(by)
        .select_related("proposed_by")
        .filter(contract=contract, pk=terms.pk)
        .first()
    )
    if held is None:
        raise Http404
    held.contract = contract
    if action not in terms_abilities(by, held, at=at):
        raise refusal_of(held, action, by=by)
    return held


def refusal_of(held: Terms, action: TermsAction, *, by: User) -> Refusal:
    """Return why a move is not open to this person who sees the terms."""
    state, party = TermsState(held.state), party_to(by, held)
    # Whose step it never is reads that, and not how far the others have come.
    if action not in terms_actions_open(TermsState.PROPOSED, replace(party, has_approved=False)):
        return Forbidden(_("This step belongs to a manager, or to the other company."))
    if party.has_approved and state in {TermsState.PROPOSED, TermsState.APPROVED}:
        sentence = _("Your company has already approved these terms.")
        approved = _approval_for(held, by=by)
        return TermsMoveNotOpen(sentence + say_doer(approved.approved_by, approved.approved_at))
    if state == TermsState.PROPOSED:
        return TermsMoveNotOpen(say_too_late(held))
    sentence = _("“%(action)s” is not possible any more: the terms are “%(state)s”.")
    said = {"action": action.label, "state": state.label}
    return TermsMoveNotOpen(sentence % said + say_doer(held.ended_by, held.ended_at))


def _approval_for(held: Terms, *, by: User) -> Approval:
    """Return the approval for which this person cannot give another."""
    return next(
        each
        for each in held.approvals.select_related("approved_by__organisation")
        if by.organisation_id == each.organisation_id or by.pk == each.approved_by_id
    )


def say_too_late(terms: Terms) -> str:
    """Say of terms whose day has passed, so that nobody can approve them, what can be done."""
    if terms.contract.approved_at is not None:
        return _(
            "The day of these terms has passed: withdraw them, and offer them for a later one."
        )
    return _(
        "The first day of this contract has passed: withdraw or refuse these terms, and "
        "offer them anew with a later first day."
    )


def refuse_beyond_agreement(contract: Contract, ends_on: date | None) -> None:
    """Refuse what would let a contract outlive its agreement, which was shortened since.

    The agreement is locked: nobody shortens it until the transaction ends.

    :raises TermsMoveNotOpen: the agreement ends before the contract would.
    """
    held = Agreement.objects.select_for_update(no_key=True).get(pk=contract.agreement_id)
    last_day = held.ends_on
    if last_day is not None and (ends_on is None or ends_on > last_day):
        raise TermsMoveNotOpen(
            _("The agreement of the two vendors ends on %(day)s.") % {"day": say_date(last_day)}
        )


def _promise(terms: Terms, *, by: User, at: datetime) -> None:
    """Let the terms hold from their day on, and the ones before them until then."""
    contract = terms.contract
    for standing in contract.versions.filter(in_force__upper_inf=True):
        standing.in_force = DateRange(standing.effective_on, terms.effective_on)
        standing.save(update_fields=["in_force"])
    terms.state = TermsState.APPROVED
    terms.in_force = DateRange(terms.effective_on, None)
    terms.save(update_fields=["state", "in_force"])
    contract.ends_on = terms.ends_on
    contract.approved_at = contract.approved_at or at
    contract.save(update_fields=["ends_on", "approved_at"])
    journal.record_of_terms(EventKind.TERMS_AGREED, terms, reason=terms.reason, by=by, at=at)


def _end(
    held: Terms, state: TermsState, kind: EventKind, *, reason: str, by: User, at: datetime
) -> Terms:
    held.state, held.reason = state, reason_read(reason)
    held.ended_at, held.ended_by = at, by
    held.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    journal.record_of_terms(kind, held, reason=held.reason, by=by, at=at)
    return held
