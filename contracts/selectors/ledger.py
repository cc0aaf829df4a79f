"""What the ledger says: balances by contract, what is open on a statement, its entries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from contracts.choices import LedgerAccount, LedgerAct, StatementState
from contracts.models import (
    Contest,
    Contract,
    Correction,
    LedgerEntry,
    LedgerPosting,
    Statement,
    User,
)
from contracts.rules.settling import Due, state_of

_SETTLED_BY_ACTS = (LedgerAccount.CLIENT_CREDIT, LedgerAccount.PUBLISHER_RECEIVABLE)


@dataclass(frozen=True)
class Balance:
    """What stands on the accounts of one contract: what is owed counts above zero."""

    contract: str
    client: str
    publisher: str
    currency: str
    owed_to_client: Decimal
    due_from_publisher: Decimal
    cost: Decimal
    cash: Decimal


def booked_contracts(user: User) -> QuerySet[Contract]:
    """Return the contracts on which this person may see that anything was booked, by number."""
    entries = LedgerEntry.objects.visible_to(user).filter(statement__contract=OuterRef("pk"))
    return Contract.objects.visible_to(user).filter(Exists(entries)).order_by("number")


def open_contracts(user: User) -> QuerySet[Contract]:
    """Return the contracts on which something is owed to the client or due, by number."""
    left = _still_open(user).filter(contract=OuterRef("pk"))
    return Contract.objects.visible_to(user).filter(Exists(left)).order_by("number")


def _still_open(user: User) -> QuerySet[Statement]:
    """Return the statements on which something is left; the sums of a few settle it.

    What a note moved from a line to another is not due (`Due`): the accounts are summed.
    """
    accounts = (
        LedgerPosting.objects.filter(line__statement=OuterRef("pk"), account__in=_SETTLED_BY_ACTS)
        .order_by()
        .values("account")
        .annotate(left=Sum("amount"))
        .exclude(left=0)
    )
    unpaid = Q(state=StatementState.ISSUED, penalty__gt=0)
    not_reimbursed = Q(state=StatementState.PAID, reimbursement__gt=0)
    corrected = Exists(Correction.objects.filter(statement=OuterRef("pk")))
    not_settled = ~Q(state=StatementState.REIMBURSED)
    may_be = Statement.objects.visible_to(user).filter(not_settled)
    return may_be.filter(unpaid | not_reimbursed | Q(corrected)).filter(Exists(accounts))


def balances_of(user: User, contracts: Sequence[Contract]) -> list[Balance]:
    """Return the balances of some contracts, by number, as far as this person may see.

    In one query; an agreement keeps its currency once anything is booked (domain.md).
    """
    by_account = {
        account: Sum("postings__amount", filter=Q(postings__account=account), default=Decimal(0))
        for account in LedgerAccount.values
    }
    found = (
        LedgerEntry.objects.visible_to(user)
        .filter(statement__contract__in=[each.pk for each in contracts])
        .order_by("statement__contract__number")
        .values_list(
            "statement__contract__number",
            "statement__contract__client__short_name",
            "statement__agreement__publisher__short_name",
            "currency",
        )
        .annotate(**by_account)
    )
    return [
        Balance(
            contract=contract,
            client=client,
            publisher=publisher,
            currency=currency,
            owed_to_client=-of[LedgerAccount.CLIENT_CREDIT],
            due_from_publisher=of[LedgerAccount.PUBLISHER_RECEIVABLE],
            cost=of[LedgerAccount.PENALTY_COST],
            cash=of[LedgerAccount.CASH],
        )
        for contract, client, publisher, currency, *amounts in found
        for of in [dict(zip(LedgerAccount.values, amounts, strict=True))]
    ]


def entries_seen_by(user: User) -> QuerySet[LedgerEntry]:
    """Return the entries that this person may see, the newest first, with their postings."""
    return (
        LedgerEntry.objects.visible_to(user)
        .select_related("statement__contract", "correction", "reverses", "by__organisation")
        .prefetch_related("postings__line__configuration")
        .order_by("-id")
    )


@dataclass(frozen=True)
class Settled:
    """A payment to the client or a reimbursement that stands; below zero, one that went back."""

    act: LedgerAct
    at: datetime
    amount: Decimal


def settled_on(statement: Statement) -> list[Settled]:
    """Return the payments and reimbursements of a statement that were not reversed, in order."""
    to_client = Q(postings__account=LedgerAccount.CLIENT_CREDIT)
    from_publisher = Q(postings__account=LedgerAccount.PUBLISHER_RECEIVABLE)
    acts = (LedgerAct.PAYMENT, LedgerAct.REIMBURSEMENT)
    rows = (
        LedgerEntry.objects.filter(statement=statement, act__in=acts, reversal__isnull=True)
        .order_by("pk")
        .values_list("act", "at")
        .annotate(
            to_client=Sum("postings__amount", filter=to_client, default=Decimal(0)),
            from_publisher=Sum("postings__amount", filter=from_publisher, default=Decimal(0)),
        )
    )
    return [Settled(LedgerAct(act), at, paid - back) for act, at, paid, back in rows]


def due_of(statement: Statement) -> Due:
    """Return what is open on a statement."""
    return dues_of([statement])[statement.pk]


def dues_of(statements: Iterable[Statement]) -> dict[int, Due]:
    """Return what is open on each of some statements, in two queries."""
    keys = [each.pk for each in statements]
    sums = (
        LedgerPosting.objects.filter(line__statement__in=keys)
        .order_by()
        .values_list("line__statement", "line", "account")
        .annotate(total=Sum("amount"))
    )
    owed: dict[int, dict[int, Decimal]] = defaultdict(dict)
    due: dict[int, dict[int, Decimal]] = defaultdict(dict)
    for statement, line, account, total in sums:
        if account == LedgerAccount.CLIENT_CREDIT:
            owed[statement][line] = -total
        elif account == LedgerAccount.PUBLISHER_RECEIVABLE:
            due[statement][line] = total
    contested: dict[int, set[int]] = defaultdict(set)
    open_ones = Contest.objects.filter(line__statement__in=keys, decision="")
    for statement, line in open_ones.values_list("line__statement", "line"):
        contested[statement].add(line)
    return {key: Due(owed[key], due[key], frozenset(contested[key])) for key in keys}


def state_now(statement: Statement, due: Due) -> StatementState:
    """Return how far a statement's money has come by what is booked."""
    stands = Q(reversal__isnull=True)
    counted = LedgerEntry.objects.filter(statement=statement).aggregate(
        payments=Count("pk", filter=stands & Q(act=LedgerAct.PAYMENT)),
        reimbursements=Count("pk", filter=stands & Q(act=LedgerAct.REIMBURSEMENT)),
    )
    return state_of(due, **counted)
