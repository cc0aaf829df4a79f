"""Ask for a guarantee: a client says what must stay up, when, to what percent, and whom it asks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import journal
from contracts.access import may_ask
from contracts.choices import EventKind
from contracts.dates import say_date
from contracts.models import Agreement, GuaranteeRequest, User
from contracts.rules.guarantee import (
    HOURS_LENGTH,
    NOTE_LENGTH,
    PLATFORM_LENGTH,
    Fault,
    Wish,
    faults_of_part,
)
from contracts.rules.offer import LAST_DAY
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors.guarantees import agreements_to_ask

_LENGTHS = {"platform": PLATFORM_LENGTH, "hours": HOURS_LENGTH, "note": NOTE_LENGTH}
_MISSING: Mapping[str, Promise] = {
    "platform": gettext_lazy("Say what must stay up."),
    "hours": gettext_lazy("Say when it must be up."),
}
_UNKNOWN_HOURS = gettext_lazy("Choose one of these hours, or say others in words.")
_SENTENCES: Mapping[Fault, Promise] = {
    Fault.TOO_LONG: gettext_lazy("This text is too long: %(limit_value)s characters at most."),
    Fault.IMPOSSIBLE: gettext_lazy("A percentage above 0, at most 100."),
    Fault.TOO_FINE: gettext_lazy("Four decimals at most."),
    Fault.PASSED: gettext_lazy("That day has passed."),
    Fault.TOO_FAR: gettext_lazy("%(day)s is the last day that can be given."),
}


@transaction.atomic
def ask_for_guarantee(
    agreement: Agreement, wish: Wish, *, by: User, at: datetime
) -> GuaranteeRequest:
    """Write a client's request; the managers of both vendors of the agreement are told.

    ``agreement`` is one that the client can ask, of which it reads the vendors' names only.

    :raises Forbidden: only a client asks for a guarantee.
    :raises Invalid: vendors who cannot be asked, words that are missing or too long, a percentage
        that is none, a day that has passed on the client's calendar; ``errors`` says where.
    """
    if not may_ask(by):
        raise Forbidden(_("Only a client asks for a guarantee."))
    wish = wish.stripped()
    errors = {name: [said] for name, said in wrong_in(vars(wish), by=by, at=at).items()}
    if not agreements_to_ask(by, at=at).filter(pk=agreement.pk).exists():
        errors["agreement"] = [_("Choose whom to ask.")]
    if errors:
        raise Invalid(_("Some answers are missing or cannot be right."), errors=errors)
    request = GuaranteeRequest.objects.create(
        client=by.organisation, agreement=agreement, asked_by=by, asked_at=at, **vars(wish)
    )
    journal.record(EventKind.GUARANTEE_REQUESTED, by=by, at=at, request=request.pk)
    return request


def wrong_in(said: Mapping[str, Any], *, by: User, at: datetime) -> dict[str, str]:
    """Say what is wrong with what is known of a stripped wish, field by field."""
    today = at.astimezone(ZoneInfo(by.organisation.time_zone)).date()
    return {name: _said(name, fault) for name, fault in faults_of_part(said, today=today).items()}


def _said(name: str, fault: Fault) -> str:
    if fault == Fault.MISSING:
        return str(_MISSING[name])
    if name == "usual_hours":
        return str(_UNKNOWN_HOURS)
    said = {"limit_value": _LENGTHS.get(name, 0), "day": say_date(LAST_DAY)}
    return str(_SENTENCES[fault]) % said
