"""The contracts that a person may see, one of them in plain words, and each version of it."""

from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contracts.access import may_offer, rescission_step, searchable, terms_abilities
from contracts.choices import Kind, Role, TermsAction, TermsState
from contracts.models import Contract, Terms, User
from contracts.plain_promises import Changed, changes_between, reading_of_terms, said_by
from contracts.selectors.guarantees import requests_about
from contracts.selectors.promises import (
    amendments_to_come,
    contracts_seen_by,
    offer_of,
    open_offer,
    seen_version,
    terms_shown,
    terms_to_read,
)
from contracts.use_cases.approve_terms import say_too_late
from contracts.web.contract_standing import name_of_version, standing_on, version_on
from contracts.web.move_forms import ApproveForm
from contracts.web.pages import beside, page_asked
from contracts.web.person import PersonRequest
from contracts.web.shown_shares import systems_shown
from contracts.wording import say_level

SIZE = 25
_LONGEST_DAY = 10


@login_required
@require_safe
def contracts(request: PersonRequest) -> HttpResponse:
    """List contracts: with whom, what they promise in a line, how they stand."""
    user, at = request.user, timezone.now()
    if user.kind == Kind.PLATFORM:
        raise Http404
    page = page_asked(request, contracts_seen_by(user), ("number",), size=SIZE)
    context = {
        **beside(page, reverse("contracts:contracts")),
        "rows": [_row(each, at=at) for each in page.rows],
        "is_client": user.kind == Kind.CLIENT,
        "may_draw_up": user.organisation.is_vendor and user.role == Role.MANAGER,
    }
    return render(request, "contracts/contracts.html", context)


def _row(contract: Contract, *, at: datetime) -> tuple[Contract, str, Any]:
    day = contract.day_of(at)
    shown = terms_to_read(contract, day)
    return contract, say_level(shown) if shown else "", standing_on(contract, day=day)


@login_required
@require_safe
def contract(request: PersonRequest, contract: str) -> HttpResponse:
    """Show what a contract promises, today or on the day that is asked for, and its history."""
    user, at = request.user, timezone.now()
    found = seen_contract(user, contract)
    today = found.day_of(at)
    asked = request.GET.get("on", "")
    day = _day_in(asked)
    terms = terms_shown(found, day) if day else terms_to_read(found, today)
    offered = open_offer(found)
    context = {
        **_about(found, user),
        "standing": standing_on(found, day=today),
        "terms": terms,
        "name": name_of_version(terms, found, reader=user) if terms else "",
        "reading": reading_of_terms(terms, found.agreement.currency) if terms else None,
        "asked": asked,
        "day": day,
        "is_past": day is not None and day < today,
        "is_future": day is not None and day > today,
        "today": today,
        "now": at,
        "coming": [
            (name_of_version(each, found, reader=user), each, change_from(found, each)[1])
            for each in amendments_to_come(found, today)
        ],
        "wrong_day": _("Give a day.") if asked and day is None else "",
        "offered": version_on(offered, found, day=today) if offered else None,
        **_versions(found, user, day=today),
        **systems_shown(found, user),
        "requests": requests_about(user, found),
    }
    return render(request, "contracts/contract.html", context)


def _versions(contract: Contract, user: User, *, day: date) -> dict[str, Any]:
    """Return the versions that a person may see, by name; a client's first is no amendment."""
    seen: list[Terms] = getattr(contract, "seen", [])
    original = seen[-1] if seen and user.kind == Kind.CLIENT else None
    return {
        "original": original,
        "versions": [
            (name_of_version(each, contract, reader=user), version_on(each, contract, day=day))
            for each in seen
            if each is not original
        ],
    }


def _day_in(asked: str) -> date | None:
    try:
        return date.fromisoformat(asked) if len(asked) == _LONGEST_DAY else None
    except ValueError:
        return None


def _about(contract: Contract, user: User) -> dict[str, Any]:
    """Return what every page of a contract says of it, and who reads."""
    is_free = open_offer(contract) is None
    is_under_way = contract.approved_at is not None and not contract.has_ended(timezone.now())
    return {
        "contract": contract,
        "agreement": contract.agreement,
        "is_client": user.kind == Kind.CLIENT,
        "may_amend": is_free and may_offer(user, contract.agreement),
        "may_register": user.kind == Kind.MANUFACTURER and is_under_way,
    }


def seen_contract(user: User, number: str) -> Contract:
    """Return a contract with all that a person may see of it.

    :raises Http404: there is none, or not for this person.
    """
    found = contracts_seen_by(user).filter(number=searchable(number)).first()
    if found is None:
        raise Http404
    return found


def change_from(contract: Contract, terms: Terms) -> tuple[Terms | None, list[Changed]]:
    """Return the approved version before another one, and what differs from it."""
    seen: list[Terms] = getattr(contract, "seen", [])
    base = next(
        (each for each in seen if each.number < terms.number and each.state == TermsState.APPROVED),
        None,
    )
    if base is None:
        return None, []
    before, after = (said_by(offer_of(each)) for each in (base, terms))
    return base, changes_between(before, after, contract.agreement.currency)


def may_try(user: User, terms: Terms, *, at: datetime) -> bool:
    """Tell whether a person is shown what terms that have not begun would have changed."""
    is_alive = terms.state in {TermsState.PROPOSED, TermsState.APPROVED}
    is_to_come = terms.contract.day_of(at) < terms.effective_on
    return is_alive and is_to_come and may_offer(user, terms.contract.agreement)


def about_version(terms: Terms) -> dict[str, Any]:
    """Return what a page that asks for a move on a version of terms says of it."""
    contract = terms.contract
    base, changes = change_from(contract, terms)
    return {
        "contract": contract,
        "terms": terms,
        "version": version_on(terms, contract, day=contract.day_of(timezone.now())),
        "base": base,
        "changes": changes,
    }


@login_required
@require_safe
def terms(request: PersonRequest, contract: str, version: int) -> HttpResponse:
    """Show a version of a contract's terms; what one may do with it stands beside the approvals."""
    user, at = request.user, timezone.now()
    found = seen_contract(user, contract)
    chosen = seen_version(found, version)
    open_to = terms_abilities(user, chosen, at=at)
    base, changes = change_from(found, chosen)
    can_approve, is_waiting = TermsAction.APPROVE in open_to, chosen.state == TermsState.PROPOSED
    context = {
        **_about(found, user),
        "version": version_on(chosen, found, day=found.day_of(at)),
        "name": name_of_version(chosen, found, reader=user),
        "terms": chosen,
        "reading": reading_of_terms(chosen, found.agreement.currency),
        "base": base,
        "base_name": name_of_version(base, found, reader=user) if base else "",
        "changes": changes,
        "rescission": getattr(chosen, "rescission", None),
        "is_to_come": found.day_of(at) < chosen.effective_on,
        "rescission_step": rescission_step(user, chosen, at=at),
        "too_late": say_too_late(chosen) if is_waiting and chosen.is_too_late(at) else "",
        "approve_form": ApproveForm(None, request=request) if can_approve else None,
        "may_refuse": TermsAction.REFUSE in open_to,
        "may_withdraw": TermsAction.WITHDRAW in open_to,
        "may_try": may_try(user, chosen, at=at),
    }
    return render(request, "contracts/terms.html", context)
