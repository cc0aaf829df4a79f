"""The forms of an outage: no second is lost, all that is wrong is told, twice is noticed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from contracts.choices import Party
from contracts.models import Outage, User
from contracts.rules.responsibility import all_of
from contracts.use_cases.propose_responsibility import propose_responsibility, whole_outage
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.outages import AN_HOUR, BEFORE, an_outage, an_unknown_outage

SECONDS = timedelta(seconds=50)
BEGINS, ENDS = BEFORE + SECONDS, BEFORE + AN_HOUR + SECONDS


@pytest.fixture
def outage(house: House) -> Outage:
    return an_outage(house.payroll, [(BEGINS, ENDS, None)])


def _as(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def _shown(client: Client, outage: Outage, field: str) -> str:
    """Return what a field of the page holds, as a browser sends it back."""
    page = client.get(f"/outages/{outage.pk}/").content.decode()
    control = next(each for each in page.split("<input ") if f'name="{field}"' in each)
    assert 'step="1"' in control.split(">")[0]
    return control.split('value="')[1].split('"')[0]


def _correct(client: Client, outage: Outage, **said: str) -> Any:
    usual = {"rows": "1", "reason": "The log"}
    return client.post(f"/outages/{outage.pk}/correct/", usual | said)


def test_a_correction_of_one_end_keeps_the_seconds_of_the_other(
    house: House, outage: Outage, client: Client
) -> None:
    begins = _shown(_as(client, house.hank), outage, "begins")
    ends = _shown(client, outage, "until_0")
    assert (begins[-3:], ends[-3:]) == (":50", ":50")

    _correct(client, outage, begins=begins, until_0=ends[:-3] + ":07")

    held = Outage.objects.get()
    assert (held.begins_at, held.ends_at) == (BEGINS, ENDS.replace(second=7))


def test_an_unchanged_edge_stays_in_its_own_half_of_a_doubled_hour(
    house: House, client: Client
) -> None:
    second = datetime(2026, 10, 25, 1, 30, 10, tzinfo=UTC)  # 02:30:10 in Paris, for the second time
    outage = an_outage(house.payroll, [(second, second + AN_HOUR, None)])
    begins = _shown(_as(client, house.hank), outage, "begins")
    assert begins == "2026-10-25T02:30:10"

    _correct(client, outage, begins=begins, until_0="2026-10-25T04:00:00")

    assert Outage.objects.get().begins_at == second


def test_a_cut_is_made_to_the_second(house: House, outage: Outage, client: Client) -> None:
    said = {"rows": "2", "version": "1", "manufacturer_0": "100", "manufacturer_1": "50"}
    cut = {"until_0": "2026-11-23T06:00:09", "client_1": "50"}

    _as(client, house.hank).post(f"/outages/{outage.pk}/propose/", said | cut)

    assert Outage.objects.get().current[0].ends_at == BEFORE.replace(hour=5, minute=0, second=9)


def test_each_percentage_that_cannot_be_is_told_in_its_own_words(
    house: House, outage: Outage, client: Client
) -> None:
    said = {"rows": "2", "version": "1", "until_0": "", "publisher_0": "-5", "client_0": "200"}
    more = {"manufacturer_0": "abc", "manufacturer_1": "60"}

    with translation.override("en"):
        house.hank.language = "en"
        house.hank.save()
        answer = _as(client, house.hank).post(f"/outages/{outage.pk}/propose/", said | more)

    page = answer.content.decode()
    for field in ("manufacturer_0", "publisher_0", "client_0", "until_0", "manufacturer_1"):
        assert f'id="say_{field}_error"' in page
    assert "Write a percentage, such as 40 or 33.33." in page
    assert page.count("From 0 to 100, with two decimals at most.") >= 2
    assert "12000" not in page


def test_a_missing_reason_hides_no_wrong_end(house: House, outage: Outage, client: Client) -> None:
    early = {"begins": "2026-11-23T05:00:00", "until_0": "2026-11-23T04:00:00"}

    answer = _correct(_as(client, house.hank), outage, **early, reason="")

    page = answer.content.decode()
    assert answer.status_code == 422
    for field in ("reason", "until_0"):
        assert f'id="interval_{field}_error"' in page


def test_a_missing_system_hides_no_end_in_the_future(house: House, client: Client) -> None:
    said = {"begins": "2026-11-23T05:00:00", "until_0": "2099-11-23T05:00:00", "rows": "1"}

    page = _as(client, house.hank).post("/outages/new/", said).content.decode()

    for field in ("configuration", "until_0"):
        assert f'id="interval_{field}_error"' in page


def test_a_counter_without_a_word_hides_no_wrong_percentage(
    house: House, outage: Outage, client: Client
) -> None:
    theirs = whole_outage(outage, all_of(Party.PUBLISHER))
    propose_responsibility(outage, theirs, by=house.hank, at=MORNING)
    said = {"rows": "1", "version": "2", "manufacturer_0": "30"}

    page = _as(client, house.mia).post(f"/outages/{outage.pk}/counter/", said).content.decode()

    for field in ("evidence", "manufacturer_0"):
        assert f'id="say_{field}_error"' in page


def test_the_page_says_its_number_and_what_was_recorded_of_the_same_time(
    house: House, outage: Outage, client: Client
) -> None:
    said = {"configuration": str(house.payroll.pk), "begins": "2026-11-23T05:42:32", "rows": "1"}
    alone = _as(client, house.hank).get(f"/outages/{outage.pk}/").content.decode()
    made = client.post("/outages/new/", said | {"until_0": "2026-11-23T06:42:32"}, follow=True)

    page = made.content.decode()
    assert Outage.objects.count() == 2  # never refused
    assert f"#{outage.pk}" in alone
    assert 'id="twice"' not in alone
    assert 'id="twice"' in page
    assert f'<a href="/outages/{outage.pk}/">#{outage.pk}</a>' in page
    assert (
        'id="twice"' not in _as(client, house.clara).get(made.request["PATH_INFO"]).content.decode()
    )


def test_what_is_wrong_is_told_in_the_order_of_the_page(house: House, client: Client) -> None:
    client.force_login(house.hank)

    with translation.override("en"):
        page = client.post("/outages/new/", {"rows": "1"}).content.decode()

    summary = page[page.index("error-summary") :]
    assert summary.index("Choose the system.") < summary.index("Say since when it was down.")


def test_an_outage_in_part_unknown_says_what_comes_first(house: House, client: Client) -> None:
    made = an_unknown_outage(house.payroll, (BEFORE, BEFORE + AN_HOUR, None))
    said = "Of a part it is not known whether the system was down"

    with translation.override("en"):
        page = _as(client, house.hank).get(f"/outages/{made.pk}/").content.decode()
        client_page = _as(client, house.clara).get(f"/outages/{made.pk}/").content.decode()

    assert said in page
    assert said not in client_page
