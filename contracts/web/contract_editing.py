"""The pages on which a vendor's manager draws up a contract, or amends one.

Every button sends the whole form, so that what was typed is there again whatever comes of it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contracts.access import contract_for, guarantee_for, may_offer
from contracts.choices import TermsState, UsualHours
from contracts.models import Agreement, Contract, GuaranteeRequest, Terms
from contracts.plain_promises import Changed, changes_between, said_by
from contracts.rules.gap_calendar import first_of_month_after
from contracts.rules.hours import Hours
from contracts.rules.offer import LAST_DAY, Offer
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.rules.usual_hours import hours_called
from contracts.selectors.promises import agreements_of, offer_of
from contracts.use_cases.check_days import passed_day, wrong_days_of_amendment
from contracts.use_cases.offer_terms import (
    OfferOpen,
    amend_contract,
    draw_up_contract,
)
from contracts.web.contract_form import AmendForm, NewContractForm
from contracts.web.person import PersonRequest, takes_unsent
from contracts.web.terms_editor import MORE_BANDS, MORE_DAYS, TermsEditor
from contracts.wording import say_percentage, say_wished_hours

_KEY_LENGTH = 18


class NewContract(TermsEditor[NewContractForm]):
    """A contract that is drawn up."""

    template = "contracts/contract_new.html"
    day_field = "starts_on"

    def __init__(
        self, request: PersonRequest, *, at: datetime, country: str, asked: GuaranteeRequest | None
    ) -> None:
        self.asked = asked
        super().__init__(request, at=at, offer=None, country=country)

    def form_of(self, said: Any, initial: Any) -> NewContractForm:
        return NewContractForm(said, initial=initial, user=self.user)

    def begins_with(self) -> dict[str, Any]:
        today, asked = timezone.localdate(self.at), self.asked
        begins: dict[str, Any] = {"starts_on": first_of_month_after(today)}
        if asked is not None:
            begins |= {
                "agreement": asked.agreement_id,
                "client": asked.client.name,
                "availability_target": asked.availability,
                "starts_on": max(asked.wanted_from or begins["starts_on"], today),
            }
        return begins

    def context(self) -> dict[str, Any]:
        asked = self.asked
        return {
            "asked": asked,
            "asked_rate": say_percentage(asked.availability) if asked else "",
            "asked_hours": say_wished_hours(asked) if asked else [],
        }

    def usual_hours(self) -> Hours:
        asked = self.asked
        if asked is None:
            return super().usual_hours()
        name = UsualHours(asked.usual_hours or UsualHours.ALWAYS)
        return hours_called(name, zone=asked.client.time_zone)

    def agreement(self) -> Agreement | None:
        return self.form.chosen

    def is_valid(self) -> bool:
        super().is_valid()
        day, zone = (
            self.form.cleaned_data.get("starts_on"),
            self.hours.cleaned_data.get("time_zone"),
        )
        if day and zone and "starts_on" not in self.form.errors:
            for name, passed in passed_day("starts_on", day, zone=zone, at=self.at).items():
                self.form.add_error(name, passed)
        return not self.errors

    def propose(self, offer: Offer) -> Terms:
        said = self.form.cleaned_data
        agreement = said.get("agreement") or self.form.agreements[0]
        return draw_up_contract(
            agreement,
            said["client"],
            offer,
            number=said["number"],
            starts_on=said["starts_on"],
            by=self.user,
            at=self.at,
        )


class Amendment(TermsEditor[AmendForm]):
    """Other terms for a contract, from a day on."""

    template = "contracts/contract_amend.html"
    day_field = "effective_on"

    def __init__(self, request: PersonRequest, contract: Contract, *, at: datetime) -> None:
        self.contract = contract
        self.last = _last_of(contract)
        self.tried: Offer | None = None
        country = contract.agreement.country
        super().__init__(request, at=at, offer=offer_of(self.last), country=country)

    def form_of(self, said: Any, initial: Any) -> AmendForm:
        return AmendForm(said, initial=initial)

    def begins_with(self) -> dict[str, Any]:
        today, last = self.contract.day_of(self.at), self.last
        is_promised = last.state == TermsState.APPROVED
        after = max(today, last.effective_on) if is_promised else today
        return {"effective_on": first_of_month_after(min(after, LAST_DAY)), "note": ""}

    def agreement(self) -> Agreement:
        return self.contract.agreement

    def is_valid(self) -> bool:
        super().is_valid()
        day = self.form.cleaned_data.get("effective_on")
        if day:
            # what cannot be read is taken to be as it stands: the rest is told at once
            read = replace(offer_of(self.last), **self.typed())
            is_promised = self.last.state == TermsState.APPROVED
            last = self.last if is_promised else None
            found = wrong_days_of_amendment(self.contract, last, read, day, at=self.at)
            unsaid = {name: said for name, said in found.items() if name not in self.form.errors}
            if unsaid:
                self.take(Invalid("", errors=unsaid))
        return not self.errors

    def propose(self, offer: Offer) -> Terms:
        said = self.form.cleaned_data
        return amend_contract(
            self.contract,
            offer,
            effective_on=said["effective_on"],
            note=said["note"],
            by=self.user,
            at=self.at,
        )

    def changes(self) -> list[Changed]:
        if not self.form.is_bound:
            return []
        before = said_by(offer_of(self.last))
        return changes_between(before, self.typed(), self.contract.agreement.currency)

    def context(self) -> dict[str, Any]:
        return {
            "contract": self.contract,
            "last": self.last,
            "is_amendment": True,
            "tried": self.tried,
            "effective_on": self.tried and self.form.cleaned_data["effective_on"],
        }

    def page_with_trial(self) -> HttpResponse:
        """Show, beside what was typed, what it would have made of the contract’s incidents."""
        self.tried = self.typed_offer()
        return self.page()


def _last_of(contract: Contract) -> Terms:
    """Return what was approved last; where nothing was, what was offered last."""
    versions = contract.versions.with_promises().exclude(state=TermsState.DRAFT)
    approved = versions.approved().order_by("effective_on").last()
    return approved or versions.order_by("number").reverse()[0]


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_contract(request: PersonRequest) -> HttpResponse:
    """Show the form of a new contract, or do with it what the pressed button says."""
    agreements = [each for each in agreements_of(request.user) if may_offer(request.user, each)]
    if not agreements:
        raise Forbidden(_("Only a manager of one of the two vendors draws up contracts."))
    asked = _asked_in(request)
    country = (asked.agreement if asked else agreements[0]).country
    editor = NewContract(request, at=timezone.now(), country=country, asked=asked)
    return _answer(editor, _("Drawn up: both vendors can approve it."))


def _asked_in(request: PersonRequest) -> GuaranteeRequest | None:
    """Return the client's request that the contract answers, where the address names one.

    :raises Http404: there is none, or not for this person.
    """
    key = request.GET.get("request", "")
    if not (key.isascii() and key.isdecimal() and len(key) <= _KEY_LENGTH):
        return None
    return guarantee_for(request.user, int(key))


@takes_unsent
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: PersonRequest, contract: str) -> HttpResponse:
    """Show what stands, to be changed, or do with it what the pressed button says."""
    found = contract_for(request.user, contract)
    if not may_offer(request.user, found.agreement):
        raise Forbidden(_("Only a manager of one of the two vendors amends a contract."))
    if found.versions.filter(state=TermsState.PROPOSED).exists():
        raise OfferOpen(_("Other terms still wait for their approvals: withdraw them first."))
    editor = Amendment(request, found, at=timezone.now())
    return _answer(editor, _("Proposed: both vendors can approve it."))


def _answer(editor: TermsEditor[Any], done: str) -> HttpResponse:
    """Do what the pressed button says; any other shows what was typed and what is wrong in it."""
    posted = editor.request.POST
    if editor.request.method != "POST":
        return editor.page()
    if "HX-Request" in editor.request.headers:
        return editor.fragment()
    shown = _with_other_rows(editor)
    return _pressed(editor, posted.get("do", ""), done) if shown is None else shown


def _with_other_rows(editor: TermsEditor[Any]) -> HttpResponse | None:
    """Show what was typed with rows more or less, where the pressed button asks for that."""
    posted, button = editor.request.POST, editor.request.POST.get("do", "")
    shown: HttpResponse | None = None
    if "remove" in posted:
        shown = editor.page_without_band(posted["remove"])
    elif "remove-day" in posted:
        shown = editor.page_without_day(posted["remove-day"])
    elif "quick" in posted:
        shown = editor.page_with_hours(posted["quick"])
    elif button == "more":
        shown = editor.page_with_bands(MORE_BANDS)
    elif button == "more-days":
        shown = editor.page_with_days(MORE_DAYS)
    return shown


def _pressed(editor: TermsEditor[Any], button: str, done: str) -> HttpResponse:
    if not editor.is_valid():
        return editor.page(status=422)
    if button == "try" and isinstance(editor, Amendment):
        return editor.page_with_trial()
    if button != "propose":
        return editor.page()
    try:
        made = editor.propose(editor.typed_offer())
    except Refusal as refusal:
        editor.take(refusal)
        return editor.page(status=refusal.status)
    messages.success(editor.request, done)
    return redirect("contracts:terms", made.contract.number, made.number)
