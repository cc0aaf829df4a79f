"""The ledger over REST, for managers of the two vendors: to anybody else it is not there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api import statement_shapes
from contracts.api.frame import Listing, Operation
from contracts.api.statement_documents import entry_document
from contracts.models import Contract, LedgerEntry, User
from contracts.rest import Data, Said, wrong
from contracts.selectors.ledger import (
    Balance,
    balances_of,
    booked_contracts,
    entries_seen_by,
    open_contracts,
)
from contracts.selectors.statements import reads_drafts
from contracts.use_cases.book import reverse_entry

_SHOWN: Mapping[str, Callable[[User], QuerySet[Contract]]] = {
    "all": booked_contracts,
    "open": open_contracts,
}


class ContractBalance(serializers.Serializer[Any]):
    """What stands on the accounts of one contract."""

    contract = serializers.CharField()
    client = serializers.CharField()
    publisher = serializers.CharField()
    currency = serializers.CharField()
    owed_to_client = serializers.CharField()
    due_from_publisher = serializers.CharField()
    cost = serializers.CharField(help_text="Of penalties, after reimbursement.")
    cash = serializers.CharField(help_text="Below zero: more was paid than came back.")


class LedgerBalances(Listing):
    """What stands on the accounts, by contract; each sums over its accounts to zero."""

    document = ContractBalance
    is_hidden_from_some = True
    keys = ("number",)
    filters = frozenset({"contract", "show"})
    parameters: ClassVar[dict[str, Any]] = {"contract": str, "show": tuple(_SHOWN)}

    def get(self, request: Request) -> Response:
        """Read what is owed to clients and due from publishers, by the contracts' numbers.

        ``show=open``: of contracts on which something is owed or due, and of no others.
        """
        if not reads_drafts(self.user):
            raise Http404
        self.refuse_unknown()
        show = _SHOWN.get(request.query_params.get("show") or "all")
        if show is None:
            raise wrong("show", _("Say one of these: %(words)s.") % {"words": ", ".join(_SHOWN)})
        rows = show(self.user)
        if contract := request.query_params.get("contract"):
            rows = rows.filter(number=contract.replace("\0", ""))
        return self.page_at_once(rows, self._balances)

    def _balances(self, contracts: Sequence[Contract]) -> list[Data]:
        return [_balance(each) for each in balances_of(self.user, contracts)]


class LedgerEntries(Listing):
    """The entries of the ledger, the newest first."""

    document = statement_shapes.Entry
    is_hidden_from_some = True
    keys = ("-id",)

    def get(self, request: Request) -> Response:
        """List them, each with its postings by line of a statement."""
        if not reads_drafts(self.user):
            raise Http404
        return self.page(entries_seen_by(self.user), entry_document)


class ReverseEntry(Operation):
    """A payment or a reimbursement that was recorded by mistake."""

    body = statement_shapes.Reversal
    document = statement_shapes.Entry
    creates = True
    summary = "Reverse"

    def post(self, request: Request, pk: int) -> Response:
        """Reverse it, with the reason; the answer is the entry that does."""
        entry = self._entry(pk)
        said = self.read(statement_shapes.Reversal)

        def act() -> Said:
            undone = reverse_entry(entry, **said, by=self.user, at=timezone.now())
            return Said(entry_document(self._entry(undone.pk)), 201)

        return self.once(act)

    def _entry(self, pk: int) -> LedgerEntry:
        found = (
            entries_seen_by(self.user).filter(pk=pk).first() if reads_drafts(self.user) else None
        )
        if found is None:
            raise Http404
        return found


def _balance(of: Balance) -> dict[str, str]:
    return {
        name: value if isinstance(value, str) else f"{value:.2f}"
        for name, value in vars(of).items()
    }
