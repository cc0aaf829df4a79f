"""Ways to break whose court an incident is in, by the name of the constraint that refuses each."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.choices import Holder
from tickets.models import Custody, Incident

MINUTE = timedelta(minutes=1)
MONTH = MORNING.date().replace(day=1)


def _kept(**fields: Any) -> Callable[[House, Incident], object]:
    """Keep a minute of the client's, but for some fields."""
    lengths = {f"of_{holder}": timedelta() for holder in Holder} | {"of_client": MINUTE}
    row = lengths | {"begins_at": MORNING, "ends_at": MORNING + MINUTE, "month": MONTH} | fields
    return lambda house, incident: Custody.objects.create(
        incident=incident,
        client_id=incident.client_id,
        manufacturer_id=incident.manufacturer_id,
        publisher_id=incident.publisher_id,
        contract_id=incident.contract_id,
        **row,
    )


def _with_a_third_party(**fields: Any) -> Callable[[House, Incident], object]:
    return lambda house, incident: Incident.objects.filter(pk=incident.pk).update(
        third_party="Colt", **fields
    )


BROKEN_COURTS: Mapping[str, Callable[[House, Incident], object]] = {
    "custody_sums_to_the_life": _kept(of_client=2 * MINUTE),
    "custody_is_never_negative": _kept(of_client=2 * MINUTE, of_joint=-MINUTE),
    "custody_month_is_its_first_day": _kept(month=MONTH.replace(day=2)),
    "third_party_says_who_why_and_since_when": _with_a_third_party(),
    "third_party_has_only_what_is_unfinished": _with_a_third_party(
        third_party_reason="x",
        third_party_since=MORNING,
        status="resolved",
        resolved_at=MORNING,
    ),
}
