"""The priority passport: a card to print and to read out, and the page that tells who holds one."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contracts.choices import PassportState
from contracts.models import Configuration, Contract, SupportNumber, User
from contracts.rules.passports import Passport, signed
from contracts.selectors import NumberMistyped, configuration_by_number, contract_with_terms
from contracts.selectors.passports import passport_of, signing_key, state_of_passport
from contracts.selectors.systems import first_to_come
from contracts.web.limits import asks_too_often
from contracts.wording import say_level

MOST_A_MINUTE = 30
_TONES = {
    PassportState.VALID: ("ok", "check"),
    PassportState.EXPIRED: ("warn", "clock"),
    PassportState.REVOKED: ("crit", "x"),
    PassportState.NOT_GENUINE: ("crit", "alert"),
}


@dataclass(frozen=True)
class Card:
    """What is printed: the passport, its number in groups, and its code to scan."""

    passport: Passport
    groups: tuple[str, ...]
    token: str
    code: SafeString


@login_required
@require_safe
def card(request: HttpRequest, number: str) -> HttpResponse:
    """Show the card of a system's number, to be printed or read out on the phone."""
    user, at = cast(User, request.user), timezone.now()
    try:
        found = configuration_by_number(user, number)
    except NumberMistyped as slip:
        context = {"typed": number[:60], "sentence": slip.sentence}
        return render(request, "contracts/number_mistyped.html", context, status=slip.status)
    system = found.configuration
    contract = contract_with_terms(system.contract_id)
    passport = passport_of(system, level=_level(system, contract, at=at), at=at)
    context = {
        "coming": first_to_come(system, at=at),
        "found": found,
        "system": system,
        "vendor": contract.agreement.manufacturer,
        "card": _card(found.number, passport) if passport else None,
    }
    return render(request, "contracts/card.html", context)


@never_cache
@require_safe
def passport_page(request: HttpRequest, passport: str) -> HttpResponse:
    """Tell anybody who holds a passport whether it counts today, and nothing else."""
    state, status = None, 429
    if not asks_too_often(request, what="passport", most=MOST_A_MINUTE):
        state, status = state_of_passport(passport, at=timezone.now()), 200
    tone, icon = _TONES[state] if state else ("warn", "clock")
    context = {"state": state, "tone": tone, "icon": icon}
    answer = render(request, "contracts/passport.html", context, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _level(system: Configuration, contract: Contract, *, at: datetime) -> str:
    """Say the level in the client's own language: the passport is the client's to show."""
    with translation.override(system.client.language):
        terms = contract.terms_at(at)
        return say_level(terms) if terms else ""


def _card(number: SupportNumber, passport: Passport) -> Card:
    token = signed(passport, key=signing_key())
    digits = number.digits
    groups = (number.country, digits[:4], digits[4:8], digits[8:])
    return Card(passport, groups, token, _code(token))


def _code(token: str) -> SafeString:
    """Draw the code that leads to the public page, black on white whatever the page's colours."""
    address = settings.PUBLIC_URL + reverse("contracts:passport", args=[token])
    drawn = segno.make(address, error="l", micro=False).svg_inline(
        omitsize=True, light="#fff", border=3, svgclass="passport-code", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308 - segno draws squares; nobody's words are in it
