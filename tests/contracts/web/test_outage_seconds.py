"""Outages are corrected to the second: what is not touched stays what it was."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from contracts.models import Outage
from tests.cast import House
from tests.factories.outages import an_outage, an_unknown_outage

BEGINS = datetime(2026, 11, 23, 16, 50, 50, tzinfo=UTC)  # 17:50:50 in Paris
CUT = BEGINS + timedelta(minutes=10, seconds=3)
ENDS = BEGINS + timedelta(minutes=20, seconds=7)
DOUBLED = datetime(2026, 10, 25, 1, 30, 9, tzinfo=UTC)  # the second 02:30:09 of that night


def _fields(client: Client, outage: Outage) -> dict[str, str]:
    """Return the instants that the form of a correction shows, by their names."""
    page = client.get(f"/outages/{outage.pk}/").content.decode()
    found = re.findall(r'<input type="datetime-local" name="(\w+)" value="([^"]+)"', page)
    return dict(found)


@pytest.mark.parametrize("begins", [BEGINS, DOUBLED])
def test_a_correction_of_the_end_leaves_the_beginning(
    house: House, client: Client, begins: datetime
) -> None:
    outage = an_outage(house.payroll, [(begins, begins + timedelta(hours=2), None)])
    client.force_login(house.hank)
    shown = _fields(client, outage)

    later = (datetime.fromisoformat(shown["until_0"]) + timedelta(seconds=11)).isoformat()
    said = {"rows": "1", "reason": "The log", **shown, "until_0": later}
    answer = client.post(f"/outages/{outage.pk}/correct/", said)

    assert answer.status_code == 302, answer.content.decode()
    held = Outage.objects.get()
    assert held.begins_at == begins
    assert held.ends_at == begins + timedelta(hours=2, seconds=11)


def test_what_was_unknown_is_settled_and_no_edge_moves(house: House, client: Client) -> None:
    outage = an_unknown_outage(house.payroll, (BEGINS, CUT, None))
    client.force_login(house.hank)

    said = {"rows": "1", "reason": "The log", **_fields(client, outage)}
    client.post(f"/outages/{outage.pk}/correct/", said)

    held = Outage.objects.get()
    assert (held.begins_at, held.ends_at, held.version) == (BEGINS, CUT, 3)


def test_a_cut_is_said_to_the_second(house: House, client: Client) -> None:
    outage = an_outage(house.payroll, [(BEGINS, ENDS, None)])
    client.force_login(house.hank)
    assert 'step="1"' in client.get(f"/outages/{outage.pk}/").content.decode()
    said = {"rows": "2", "version": "1", "evidence": "The log"}
    shares = {"manufacturer_0": "100", "client_1": "100"}

    client.post(
        f"/outages/{outage.pk}/propose/", {**said, **shares, "until_0": "2026-11-23T18:00:53"}
    )

    assert [each.ends_at for each in Outage.objects.get().current] == [CUT, ENDS]
