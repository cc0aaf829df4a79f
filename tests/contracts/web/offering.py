"""What the tests of contracts' pages post, and what they begin with."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from contracts.models import Terms
from contracts.rules.gap_calendar import first_of_month_after
from contracts.rules.offer import BandOffer
from contracts.use_cases.offer_terms import amend_contract, draw_up_contract
from tests.cast import House
from tests.factories import contracts

BANDS = [
    BandOffer(Decimal("99.9"), Decimal(5)),
    BandOffer(Decimal("99.5"), Decimal(10)),
]


def next_month() -> date:
    return first_of_month_after(timezone.localdate())


def posted(*bands: tuple[str, str], **said: str) -> dict[str, Any]:
    """Return the form of a new contract, all of it right; ``bands`` are the rows of penalties."""
    form = {
        "client": "Groupe Vauquelin",
        "number": "CM-0500",
        "starts_on": next_month().isoformat(),
        "ends_on": "",
        "availability_target": "99.9",
        "monthly_fee": "12 000",
        "penalty_cap": "50",
        "annual_cap": "",
        "contest_days": "15",
        "answer_days": "5",
        "maintenance_notice_days": "5",
        "responsibility_days": "10",
        "not_restored_within": "48 h",
        "pauses_while_waiting": "on",
        "outage_respond": "15 min",
        "outage_restore": "4 h",
        "outage_news": "30 min",
        "pattern": "always",
        "time_zone": "Europe/Paris",
        "holidays_of": "FR",
        "do": "propose",
        **rows(*bands),
        **day_rows(),
    }
    return {**form, **said}


def rows(*bands: tuple[str, str]) -> dict[str, str]:
    form = {"bands-TOTAL_FORMS": str(len(bands) + 1), "bands-INITIAL_FORMS": "0"}
    for place, (below, percent) in enumerate([*bands, ("", "")]):
        form |= {f"bands-{place}-below": below, f"bands-{place}-percent": percent}
    return form


def day_rows(*days: tuple[str, str, str, str]) -> dict[str, str]:
    """Return the rows of days with hours of their own: the day, from, to, why."""
    form = {"days-TOTAL_FORMS": str(len(days) + 1), "days-INITIAL_FORMS": "0"}
    for place, row in enumerate([*days, ("", "", "", "")]):
        for name, value in zip(("day", "first", "last", "reason"), row, strict=True):
            form[f"days-{place}-{name}"] = value
    return form


def amendment(house: House, *, note: str = "", **fields: Any) -> Terms:
    """Let Helen offer an amendment from next month on: a higher fee, with penalties."""
    changed = contracts.offer(**({"monthly_fee": Decimal(12500), "bands": BANDS} | fields))
    return amend_contract(
        house.contract,
        changed,
        effective_on=next_month(),
        note=note,
        by=house.helen,
        at=timezone.now() - timedelta(minutes=5),
    )


def drawn_up(house: House, *, starts_on: date | None = None, at: datetime | None = None) -> Terms:
    """Let Helen draw up a contract, from next month on, which nobody has approved."""
    return draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(),
        number="CM-0500",
        starts_on=starts_on or next_month(),
        by=house.helen,
        at=at or timezone.now(),
    )


def value_of(page: str, name: str) -> str:
    """Return what stands in a field of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert found is not None, name
    value = re.search(r'value="([^"]*)"', found[0])
    return value[1] if value else ""


def amended_post(page: str, **said: str) -> dict[str, Any]:
    """Return what a browser posts of the amendment's form, some of it changed."""
    fields: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]*)"', tag)
        is_off = 'type="radio"' in tag or 'type="checkbox"' in tag
        if name and not (is_off and "checked" not in tag):
            value = re.search(r'value="([^"]*)"', tag)
            fields[name[1]] = value[1] if value else "on" if is_off else ""
    return {**fields, "time_zone": "Europe/Paris", "note": "", "do": "propose", **said}
