"""Read whose court an incident was in, and sums over the incidents closed in a month."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.access import contract_for
from contracts.models import Contract
from contracts.rest import Said, wrong
from tickets.access import hides_holder
from tickets.api import custody_shapes as shapes
from tickets.api.bodies import Filters
from tickets.api.documents import Data, instant
from tickets.api.frame import Listing, Operation
from tickets.choices import Holder
from tickets.court_words import NOT_A_MONTH, exact_seconds, month_typed
from tickets.rules.custody import VENDORS, sums_of
from tickets.selectors.court_report import Sums, lines_asked, read_line
from tickets.selectors.custody import changes_of, custody_of, holder_of
from tickets.selectors.relay import as_one


class CustodyFilters(Filters):
    """A month, a contract, or both."""

    month = serializers.CharField(required=False, max_length=7, help_text="As in 2026-11.")
    contract = serializers.CharField(required=False, max_length=20, help_text="Its number.")


class CustodyOfIncident(Operation):
    """Whose court an incident was in."""

    document = shapes.CustodyOfIncident

    def get(self, request: Request, reference: str) -> Response:
        """Read who had it, from its opening to its closing, or to now while it lives."""
        incident, at = self.incident(reference), timezone.now()
        hides = hides_holder(incident, self.user)
        stretches = custody_of(incident, changes_of([incident])[incident.pk], at=at)
        if hides:
            stretches = as_one(stretches)
        sums = sums_of(stretches)
        begins_at = incident.clock_starts_at
        return Said(
            {
                "begins_at": instant(begins_at),
                "ends_at": instant(begins_at + sum(sums.values(), timedelta())),
                "closed": incident.closed_at is not None,
                "holder": None if incident.closed_at else _named(holder_of(incident), hides=hides),
                "seconds": _seconds(sums, hides=hides),
                "stretches": [
                    {
                        "from": instant(each.begins_at),
                        "to": instant(each.ends_at),
                        "holder": _named(each.holder, hides=hides),
                        "seconds": str(exact_seconds(each.length)),
                    }
                    for each in stretches
                ],
            }
        ).response()


class CustodyByMonth(Listing):
    """Whose court closed incidents were in, by month and contract."""

    filters = CustodyFilters
    document = shapes.CustodyOfMonth
    keys = ("month", "contract__number")

    def get(self, request: Request) -> Response:
        """Read sums over the incidents closed in a month, of a contract, or both; oldest first."""
        asked = self.asked()
        month = month_typed(asked.get("month", ""))
        if month is None and (asked.get("month") or not asked.get("contract")):
            raise wrong("month", str(NOT_A_MONTH))
        contract = self._contract(asked["contract"]) if asked.get("contract") else None
        rows = lines_asked(self.user, month=month, contract=contract)
        return self.page(rows, lambda found: (_line(read_line(row, self.user)) for row in found))

    def _contract(self, number: str) -> Contract:
        try:
            return contract_for(self.user, number)
        except Http404:  # a filter that names nothing is wrong, whatever is hidden from the caller
            raise wrong("contract", _("You see no contract of this number.")) from None


def _line(sums: Sums) -> Data:
    return {
        "month": f"{sums.month:%Y-%m}",
        "contract": sums.contract,
        "client": sums.client,
        "incidents": sums.incidents,
        "seconds": _seconds(sums.lengths, hides=sums.is_merged),
    }


def _named(holder: Holder, *, hides: bool) -> str:
    return shapes.SUPPLIERS if hides and holder in VENDORS else holder.value


def _seconds(lengths: Mapping[Holder, timedelta], *, hides: bool) -> Data:
    """Write the length of each party; both vendors as one where they are not told apart."""
    sums: dict[str, timedelta] = {}
    for holder, length in lengths.items():
        name = _named(holder, hides=hides)
        sums[name] = sums.get(name, timedelta()) + length
    return {name: str(exact_seconds(length)) for name, length in sums.items()}
