"""Answer a client's request with a contract, refuse it with a reason; withdraw it."""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import guarantee_abilities, side_of
from contracts.choices import EventKind, GuaranteeAction, GuaranteeState
from contracts.models import Contract, GuaranteeRequest, User
from contracts.rules.guarantee import guarantee_actions_open
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.selectors.guarantees import contracts_to_answer_with
from contracts.use_cases.end_revision import reason_read
from contracts.use_cases.say_doer import say_doer


class GuaranteeMoveNotOpen(Refusal):
    """The request has its answer already, or was withdrawn."""

    code = "move-not-open"


@transaction.atomic
def answer_with_contract(
    request: GuaranteeRequest, contract: Contract, *, by: User, at: datetime
) -> GuaranteeRequest:
    """Answer a request with a contract that both vendors have approved; the client is told.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors answers.
    :raises GuaranteeMoveNotOpen: it has its answer already, or was withdrawn.
    :raises Invalid: no contract of this client under this agreement, one that was drawn up before
        the request or that both vendors have not approved, one that is over.
    """
    held = _held(request, GuaranteeAction.ANSWER, by=by)
    chosen = contracts_to_answer_with(held).filter(pk=contract.pk).first()
    if chosen is None:
        raise no_such_contract()
    if chosen.ends_on is not None and chosen.ends_on < chosen.day_of(at):
        raise _wrong(_("This contract is over: choose one that still runs."))
    held.contract = chosen
    return _end(held, GuaranteeState.ANSWERED, EventKind.GUARANTEE_ANSWERED, by=by, at=at)


@transaction.atomic
def refuse_guarantee(
    request: GuaranteeRequest, *, reason: str, by: User, at: datetime
) -> GuaranteeRequest:
    """Refuse a request, with the reason, which the client reads.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of one of the two vendors refuses.
    :raises GuaranteeMoveNotOpen: it has its answer already, or was withdrawn.
    :raises Invalid: no reason, or too long a one.
    """
    held = _held(request, GuaranteeAction.REFUSE, by=by)
    held.reason = reason_read(reason)
    return _end(held, GuaranteeState.REFUSED, EventKind.GUARANTEE_REFUSED, by=by, at=at)


@transaction.atomic
def withdraw_guarantee(request: GuaranteeRequest, *, by: User, at: datetime) -> GuaranteeRequest:
    """Withdraw a request of one's own company that still waits; the vendors' managers are told.

    :raises Http404: not this person's to see.
    :raises Forbidden: only the client withdraws what it asked for.
    :raises GuaranteeMoveNotOpen: it has its answer already, or was withdrawn.
    """
    held = _held(request, GuaranteeAction.WITHDRAW, by=by)
    return _end(held, GuaranteeState.WITHDRAWN, EventKind.GUARANTEE_WITHDRAWN, by=by, at=at)


def locked_request(request: GuaranteeRequest, *, by: User) -> GuaranteeRequest:
    """Lock a request that this person sees, and return it as it stands now.

    :raises Http404: there is none, or not for this person.
    """
    found = (
        GuaranteeRequest.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("agreement")
        .filter(pk=request.pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def no_such_contract() -> Invalid:
    """Return the refusal of a contract that answers nothing; of whose it is it tells nothing."""
    return _wrong(
        _(
            "Choose a contract that was drawn up for this client under this agreement "
            "since the request, and that both vendors have approved."
        )
    )


def refusal_of_move(request: GuaranteeRequest, action: GuaranteeAction, *, by: User) -> Refusal:
    """Return why a move is not open to somebody who sees the request.

    Whose step it never is reads that, and not how far the others have come.
    """
    if action in guarantee_actions_open(GuaranteeState.ASKED, side_of(by, request)):
        sentence = _("“%(action)s” is not possible any more: the request is “%(state)s”.")
        said = {"action": action.label, "state": GuaranteeState(request.state).label}
        doer = say_doer(request.answered_by, request.answered_at)
        return GuaranteeMoveNotOpen(sentence % said + doer)
    if action == GuaranteeAction.WITHDRAW:
        return Forbidden(_("Only the client withdraws what it asked for."))
    return Forbidden(_("Only a manager of one of the two vendors answers a request."))


def _held(request: GuaranteeRequest, action: GuaranteeAction, *, by: User) -> GuaranteeRequest:
    """Lock a request, ready for a move of this person."""
    held = locked_request(request, by=by)
    if action not in guarantee_abilities(by, held):
        raise refusal_of_move(held, action, by=by)
    return held


def _end(
    held: GuaranteeRequest, state: GuaranteeState, kind: EventKind, *, by: User, at: datetime
) -> GuaranteeRequest:
    held.state, held.answered_at, held.answered_by = state, at, by
    held.save(update_fields=["state", "answered_at", "answered_by", "reason", "contract"])
    journal.record(kind, by=by, at=at, contract=held.contract, request=held.pk, reason=held.reason)
    return held


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, errors={"contract": [sentence]})
