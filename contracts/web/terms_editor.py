"""What the form of a contract works with: what was typed, what it means, what is wrong in it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from contracts.choices import Impact
from contracts.models import Agreement, Terms
from contracts.plain_promises import Changed, Reading, Said, reading_of
from contracts.rules.coverage import Hours
from contracts.rules.offer import Offer, faults_of_part
from contracts.rules.offer_faults import Fault, Found
from contracts.rules.refusal import Refusal
from contracts.use_cases.check_offer import say_fault
from contracts.web.contract_form import (
    BANDS,
    MOST_BANDS,
    PARTS,
    BandRowsForm,
    TermsForm,
    typed_bands,
)
from contracts.web.exceptions_form import (
    DAYS,
    MOST_DAYS,
    DayRowsForm,
    initial_days,
    typed_days,
)
from contracts.web.gap_meter import ShownGap, gap_while_typed
from contracts.web.hours_form import QUICK_CHOICES, HoursForm, initial_of, typed_hours
from contracts.web.outage_terms_form import OUTAGE_FIELDS
from contracts.web.person import PersonRequest

Rows = list[dict[str, Any]]
BLANK: dict[str, Any] = {}
FIRST_BANDS = 3
MORE_BANDS = 2
MORE_DAYS = 3

_PARTS_OF = {
    Fault.NO_OUTAGE_TARGET: "restore",
    Fault.NEVER_DUE: "restore",
    Fault.RESTORES_BEFORE_RESPONSE: "restore",
}
"""In which field of a situation's row a fault stands, where it is not the first."""


AnyForm = TypeVar("AnyForm", bound=TermsForm)


class TermsEditor(Generic[AnyForm]):
    """The form of one version of terms, for one person at one instant."""

    template: ClassVar[str]
    day_field: ClassVar[str]
    """The field that says from when."""

    def __init__(
        self, request: PersonRequest, *, at: datetime, offer: Offer | None, country: str
    ) -> None:
        self.request, self.user, self.at = request, request.user, at
        self.said = request.POST if request.method == "POST" else request.unsent
        self.offer, self.country = offer, country
        self.form = self.form_of(self.said, self._initial())
        self.hours = HoursForm(self.said, initial=self._initial_hours())
        self.bands: Any = BandRowsForm(self.said, prefix=BANDS, initial=self._initial_bands())
        days = _with_blanks(initial_days(offer.hours if offer else None), 1, most=MOST_DAYS)
        self.days: Any = DayRowsForm(self.said, prefix=DAYS, initial=days)
        self._kept_gap: ShownGap | None = None

    # --- What a contract and an amendment have of their own --------------------------------------

    def form_of(self, said: Any, initial: Mapping[str, Any]) -> AnyForm:
        raise NotImplementedError

    def begins_with(self) -> dict[str, Any]:
        """Return what stands in the fields that only this form has."""
        raise NotImplementedError

    def agreement(self) -> Agreement | None:
        raise NotImplementedError

    def propose(self, offer: Offer) -> Terms:
        raise NotImplementedError

    def usual_hours(self) -> Hours:
        """Return the hours that stand in a form without an offer."""
        return Hours(self.user.organisation.time_zone)

    def changes(self) -> list[Changed]:
        """Return what is different from what stands, as far as it was typed."""
        return []

    def context(self) -> dict[str, Any]:
        return {}

    # --- What stands in it at first ---------------------------------------------------------------

    def _initial(self) -> dict[str, Any]:
        offer = self.offer
        plain = (
            *("contest_days", "answer_days", "not_restored_within", "pauses_while_waiting"),
            *OUTAGE_FIELDS,
        )
        initial = {name: Offer.__dataclass_fields__[name].default for name in plain}
        if offer is not None:
            initial = {name: getattr(offer, name) for name in Offer.__dataclass_fields__}
            for target in offer.targets:
                initial[f"{target.impact}_respond"] = target.respond_within
                initial[f"{target.impact}_restore"] = target.restore_within
                initial[f"{target.impact}_news"] = target.news_every
        return initial | self.begins_with()

    def _initial_hours(self) -> dict[str, Any]:
        hours = self.offer.hours if self.offer else self.usual_hours()
        return initial_of(hours, country=self.country)

    def _initial_bands(self) -> list[dict[str, Any]]:
        bands = self.offer.bands if self.offer else ()
        deepest_last = sorted(bands, key=lambda each: each.below, reverse=True)
        stored = [{"below": each.below, "percent": each.percent} for each in deepest_last]
        blank = 1 if stored else FIRST_BANDS
        return _with_blanks(stored, blank, most=MOST_BANDS)

    # --- What was typed ---------------------------------------------------------------------------

    def is_valid(self) -> bool:
        """Judge everything, so that all that is wrong is told at once."""
        said = self.typed()
        for found in faults_of_part(said, effective_on=self.form.cleaned_data.get(self.day_field)):
            self._place(found)
        return not self.errors

    def typed(self) -> Said:
        """Return what was typed and can be read, by the names of an offer's fields."""
        for each in (self.form, self.hours, self.bands, self.days):
            each.is_valid()
        cleaned = self.form.cleaned_data
        said = {name: cleaned[name] for name in Offer.__dataclass_fields__ if name in cleaned}
        if not self.hours.errors:
            exceptions = self.days.exceptions() if self.days.is_bound else ()
            said["hours"] = replace(self.hours.hours(), exceptions=exceptions)
        if self.bands.is_bound:
            said["bands"] = self.bands.bands()
        return said

    def typed_offer(self) -> Offer:
        """Return the offer that was typed, once every field was found valid."""
        return Offer(**self.typed())

    def _place(self, found: Found) -> None:
        """Put a fault beside the field and the row that it is about."""
        sentence = say_fault(found)
        if found.field == "coverage" and found.row:
            self.days.blame(found.row, sentence)
        elif found.field == "coverage":
            self.hours.add_error("pattern", sentence)
        elif found.field == "targets":
            impact, part = Impact(found.row), _PARTS_OF.get(found.fault, "respond")
            is_read = not any(f"{impact}_{each}" in self.form.errors for each in PARTS)
            if is_read or found.fault != Fault.NO_OUTAGE_TARGET:  # unread is not missing
                self.form.add_error(f"{impact}_{part}", sentence)
        elif found.field == "penalty_bands":
            self._place_in_row(found.row, sentence)
        else:
            self.form.add_error(found.field, sentence)

    def _place_in_row(self, figure: str, sentence: str) -> None:
        for row, band in self.bands.stated():
            for name, value in vars(band).items():
                if str(value) == figure:
                    row.add_error(name, sentence)
                    return

    def take(self, refusal: Refusal) -> None:
        """Show what a use case refused at the fields it is about, or on top."""
        of_hours = refusal.errors.pop("coverage", ())
        for sentence in of_hours:
            self.hours.add_error("pattern", str(sentence))
        if refusal.errors or not of_hours:
            self.form.take(refusal)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """What is wrong, and where: the id of a field, or nothing; a sentence."""
        if not self.form.is_bound:
            return []
        forms = [self.form, self.hours, *self.days.forms, *self.bands.forms]
        rows = [*self.days.non_form_errors(), *self.bands.non_form_errors()]
        on_top = [*self.form.non_field_errors(), *rows]
        top = [("", str(each)) for each in on_top]
        return top + [
            (field.id_for_label or field.auto_id, str(error))
            for form in forms
            for field in form
            for error in field.errors
        ]

    # --- Pages ------------------------------------------------------------------------------------

    def reading(self) -> Reading:
        """Return what is offered as its client will read it, as far as it can be read."""
        agreement = self.agreement()
        currency = agreement.currency if agreement else ""
        if not self.form.is_bound:
            said: Said = vars(self.offer) if self.offer else {}
            return reading_of(said, currency)
        return reading_of(self.typed(), currency)

    def gap(self) -> ShownGap | None:
        """Return when the publisher's word would not keep what is offered, as far as it is read."""
        if not self.form.is_bound:
            said: Said = vars(self.offer) if self.offer else {}
            return gap_while_typed(self.agreement(), said, self.begins_with().get(self.day_field))
        said = self.typed()
        return gap_while_typed(self.agreement(), said, self.form.cleaned_data.get(self.day_field))

    def page_with_bands(self, count: int) -> HttpResponse:
        """Show what was typed, with some blank rows of penalties more."""
        rows = typed_bands(self.said or {})
        return self._page_again(bands=_with_blanks(rows, count, most=MOST_BANDS))

    def page_without_band(self, place: str) -> HttpResponse:
        """Show what was typed, without one of the rows of penalties."""
        rows = typed_bands(self.said or {})
        return self._page_again(bands=_but(rows, place))

    def page_with_days(self, count: int) -> HttpResponse:
        """Show what was typed, with some blank rows more of days that have their own hours."""
        rows = typed_days(self.said or {})
        return self._page_again(days=_with_blanks(rows, count, most=MOST_DAYS))

    def page_without_day(self, place: str) -> HttpResponse:
        """Show what was typed, without one of the rows of days that have their own hours."""
        return self._page_again(days=_but(typed_days(self.said or {}), place))

    def page_with_hours(self, quick: str) -> HttpResponse:
        """Show what was typed, with the windows of a quick choice."""
        return self._page_again(quick=quick)

    def _page_again(
        self, *, bands: Rows | None = None, days: Rows | None = None, quick: str = ""
    ) -> HttpResponse:
        typed: Any = self.said or {}
        bound, reading, changes = self.form, self.reading(), self.changes()
        self._kept_gap = self.gap()  # before the form forgets what can be read
        self.form = self.form_of(None, {name: typed.get(name, "") for name in bound.fields})
        self.hours = HoursForm(None, initial=typed_hours(typed, but=quick))
        rows = typed_bands(typed) if bands is None else bands
        self.bands = BandRowsForm(prefix=BANDS, initial=rows)
        rows = typed_days(typed) if days is None else days
        self.days = DayRowsForm(prefix=DAYS, initial=rows)
        return self._render(reading, changes, status=200)

    def fragment(self) -> HttpResponse:
        """Show only how the client will read what was typed so far."""
        context = {
            "reading": self.reading(),
            "changes": self.changes(),
            "gap": self.gap(),
            **self.context(),
        }
        return render(self.request, "contracts/_reading.html", context)

    def page(self, *, status: int = 200) -> HttpResponse:
        return self._render(self.reading(), self.changes(), status=status)

    def _render(self, reading: Reading, changes: list[Changed], *, status: int) -> HttpResponse:
        agreement = self.agreement()
        context = {
            "form": self.form,
            "hours": self.hours,
            "bands": self.bands,
            "days": self.days,
            "quick_choices": QUICK_CHOICES,
            "errors": self.errors,
            "reading": reading,
            "changes": changes,
            "gap": self._kept_gap or self.gap(),
            "agreement": agreement,
            "currency": agreement.currency if agreement else "",
            **self.context(),
        }
        return render(self.request, self.template, context, status=status)


def _with_blanks(rows: Rows, count: int, *, most: int) -> Rows:
    return rows + [BLANK] * min(count, most - len(rows))


def _but(rows: Rows, place: str) -> Rows:
    return [row for at, row in enumerate(rows) if str(at) != place]
