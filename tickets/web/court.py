"""Whose court incidents were in: by contract in a month, by month of a contract; as a table too."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contracts.access import contract_for, searchable
from contracts.cells import safe_cell
from contracts.choices import Kind
from contracts.models import Contract, User
from tickets.choices import Holder
from tickets.court_words import NOT_A_MONTH, exact_seconds, heads_for, month_typed
from tickets.selectors import court_report
from tickets.selectors.court_report import Part, Sums
from tickets.web.person import PersonRequest

MOST_IN_A_TABLE = 5_000
TOO_MANY_LINES = gettext_lazy("That is too much for one table: ask for a month.")
_PLAIN = "text/plain; charset=utf-8"


class AskedForm(forms.Form):
    """Which month; empty for the newest in which an incident was closed."""

    month = forms.CharField(
        label=gettext_lazy("Month"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-11"}),
    )

    def clean_month(self) -> date | None:
        typed = self.cleaned_data["month"].strip()
        month = month_typed(typed)
        if typed and month is None:
            raise forms.ValidationError(NOT_A_MONTH)
        return month


@dataclass(frozen=True)
class Line:
    """A row of the table: what it is of, and where it leads."""

    sums: Sums
    cells: Sequence[tuple[str, Promise | str, timedelta | None]]
    bar: Sequence[Mapping[str, Any]]
    address: str = ""


@login_required
@require_safe
def court(request: PersonRequest) -> HttpResponse:
    """Show a month by contract or, with ``contract``, a contract by month."""
    if request.GET.get("contract"):
        contract = contract_for(request.user, request.GET["contract"])
        return _of_contract(request, contract)
    form = AskedForm(request.GET)
    is_valid = form.is_valid()
    month = (form.cleaned_data.get("month") if is_valid else None) or _newest(request.user)
    after = searchable(request.GET.get("after", "")[:20])
    part = court_report.by_contract(request.user, month, after=after)
    if not part.lines:  # a link beyond the last contract leads to the first
        part = court_report.by_contract(request.user, month)
    total = court_report.of_month(request.user, month)
    if not request.GET.get("month"):
        form = AskedForm(initial={"month": f"{month:%Y-%m}"})
    context = {
        "form": form,
        "month": month,
        "previous_month": f"{month - timedelta(days=1):%Y-%m}",
        "next_month": f"{month + timedelta(days=31):%Y-%m}",
        "next_page": _address(month=f"{month:%Y-%m}", after=part.next) if part.next else "",
        "table": f"{reverse('tickets:court-table')}?{urlencode({'month': f'{month:%Y-%m}'})}",
        **_report(request.user, part, total, lambda each: {"contract": each.contract}),
    }
    return render(request, "tickets/court.html", context, status=200 if is_valid else 422)


def _of_contract(request: PersonRequest, contract: Contract) -> HttpResponse:
    before = month_typed(request.GET.get("before", ""))
    part = court_report.by_month(request.user, contract, before=before)
    if not part.lines:
        part = court_report.by_month(request.user, contract)
    total = court_report.of_contract(request.user, contract)
    asked = {"contract": contract.number}
    context = {
        "contract": contract,
        "next_page": _address(**asked, before=part.next) if part.next else "",
        "table": f"{reverse('tickets:court-table')}?{urlencode(asked)}",
        **_report(request.user, part, total, lambda each: {"month": f"{each.month:%Y-%m}"}),
    }
    return render(request, "tickets/court.html", context)


@login_required
@require_safe
def court_table(request: PersonRequest) -> HttpResponse:
    """Give the same as a table for a spreadsheet: seconds, exact, all lines at once."""
    form = AskedForm(request.GET)
    if not form.is_valid():
        return HttpResponse(str(NOT_A_MONTH), status=422, content_type=_PLAIN)
    number = request.GET.get("contract", "")
    contract = contract_for(request.user, number) if number else None
    month = form.cleaned_data["month"]
    if month is None and contract is None:
        month = _newest(request.user)
    rows = court_report.lines_asked(request.user, month=month, contract=contract)
    found = list(rows[: MOST_IN_A_TABLE + 1])
    if len(found) > MOST_IN_A_TABLE:
        return HttpResponse(str(TOO_MANY_LINES), status=422, content_type=_PLAIN)
    lines = [court_report.read_line(row, request.user) for row in found]
    name = contract.number if contract else f"{month:%Y-%m}"
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="court-{name}.csv"'
    answer["Cache-Control"] = "private, no-store"
    answer.write("\ufeff")  # or spreadsheets take it for Windows' Latin alphabet
    _write(answer, lines, request.user)
    return answer


def _write(answer: HttpResponse, lines: Sequence[Sums], reader: User) -> None:
    is_french = get_language() == "fr"
    heads = heads_for(reader, is_merged=_are_merged(lines))
    delimiter, point = (";", ",") if is_french else (",", ".")
    writer = csv.writer(answer, delimiter=delimiter)
    sides = [_("%(party)s, s") % {"party": head} for head in heads.values()]
    writer.writerow(
        [
            _("Month"),
            _("Contract"),
            _("Client"),
            _("Incidents"),
            *sides,
            _("From opening to closing, s"),
        ]
    )
    for each in lines:
        lengths = [None if each.hides(holder) else each.lengths[holder] for holder in heads]
        seconds = [_figure(length, point) for length in (*lengths, each.life)]
        named = [safe_cell(each.contract), safe_cell(each.client)]
        writer.writerow([f"{each.month:%Y-%m}", *named, each.incidents, *seconds])


def _figure(length: timedelta | None, point: str) -> str:
    return "" if length is None else str(exact_seconds(length)).replace(".", point)


def _newest(reader: User) -> date:
    return court_report.newest_month(reader) or timezone.localdate().replace(day=1)


def _address(**asked: str) -> str:
    return f"{reverse('tickets:court')}?{urlencode(asked)}"


def _are_merged(lines: Iterable[Sums]) -> bool:
    flags = [each.is_merged for each in lines]
    return bool(flags) and all(flags)


def _report(reader: User, part: Part, total: Sums, leads_to: Any) -> dict[str, Any]:
    """Return the table: the total first, each line with its bar and its cells."""
    heads = heads_for(reader, is_merged=total.is_merged)
    return {
        "heads": heads.items(),
        "total": _line(total, heads),
        "whole": [each for each in _bar(total, heads) if each["length"]],
        "lines": [_line(each, heads, _address(**leads_to(each))) for each in part.lines],
        "is_client": reader.kind == Kind.CLIENT,
    }


def _line(sums: Sums, heads: Mapping[Holder, Promise | str], address: str = "") -> Line:
    cells = [
        (holder.value, head, None if sums.hides(holder) else sums.lengths[holder])
        for holder, head in heads.items()
    ]
    return Line(sums, cells, _bar(sums, heads), address)


def _bar(sums: Sums, heads: Mapping[Holder, Promise | str]) -> list[Mapping[str, Any]]:
    return [
        {"kind": holder.value, "name": str(head), "length": sums.lengths[holder]}
        for holder, head in heads.items()
    ]
