"""What a support number stands for: one card, to be read on the phone or printed."""

from collections.abc import Sequence
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from contracts.choices import Kind
from contracts.models import User
from contracts.selectors import NumberMistyped, configuration_by_number, revision_shown
from contracts.selectors.systems import first_to_come

_DIGITS = (
    gettext_lazy("zero"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
)


def read_aloud(groups: Sequence[str]) -> str:
    """Say groups of digits in words, digit by digit: in pairs, some languages are ambiguous."""
    return ", ".join(" ".join(str(_DIGITS[int(digit)]) for digit in group) for group in groups)


@login_required
@require_safe
def support_number(request: HttpRequest, number: str) -> HttpResponse:
    """Show the card of a number; a mistyped one is told as such, without a guess at another."""
    user, at = cast(User, request.user), timezone.now()
    try:
        found = configuration_by_number(user, number)
    except NumberMistyped as slip:
        context = {"typed": number[:60], "sentence": slip.sentence}
        return render(request, "contracts/number_mistyped.html", context, status=slip.status)
    context = {
        "found": found,
        "system": found.configuration,
        "aloud": read_aloud(found.number.groups),
        "revision": revision_shown(found.configuration, at=at),
        "has_counted": found.number.issued_at <= at,
        "coming": first_to_come(found.configuration, at=at),
        "is_client": user.kind == Kind.CLIENT,
        "may_open": user.kind in {Kind.CLIENT, Kind.MANUFACTURER} and not found.is_revoked,
    }
    return render(request, "contracts/number.html", context)
