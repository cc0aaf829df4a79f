"""Days with hours of their own, in the form of a contract: taken, refused beside the row, kept."""

import re
from datetime import date

import pytest
from django.test import Client

from contracts.models import Terms, User
from contracts.rules.coverage import DayException, Hours
from contracts.rules.hours import WHOLE_DAY
from contracts.selectors.promises import offer_of
from tests.cast import House
from tests.contracts.web.offering import amended_post, day_rows, posted, value_of
from tests.factories import contracts

NEW = "/contracts/new/"
EVE, MONDAY, SUNDAY = "2027-12-24", "2028-01-03", "2028-01-09"


@pytest.fixture
def helen(client: Client, house: House) -> User:
    client.force_login(house.helen)
    return house.helen


def _offered() -> tuple[DayException, ...]:
    terms = Terms.objects.with_promises().get(contract__number="CM-0500")
    return tuple(offer_of(terms).hours.exceptions)


def test_days_are_taken_as_they_were_written(client: Client, helen: User) -> None:
    rows = day_rows(
        (EVE, "08:00", "12:00", "Christmas Eve"),
        (EVE, "14:00", "16:00", "Christmas Eve"),
        (MONDAY, "", "", "inventory"),
        (SUNDAY, "00:00", "24:00", "go-live"),
    )

    client.post(NEW, posted(**rows))

    assert _offered() == (
        DayException(date(2027, 12, 24), [(480, 720), (840, 960)], "Christmas Eve"),
        DayException(date(2028, 1, 3), (), "inventory"),
        DayException(date(2028, 1, 9), WHOLE_DAY, "go-live"),
    )


@pytest.mark.parametrize(
    ("row", "field", "sentence"),
    [
        (("", "08:00", "12:00", "x"), "day", "Give a day."),
        ((EVE, "08:00", "", "x"), "last", "Say from when to when."),
        ((EVE, "", "08:00", "x"), "first", "Say from when to when."),
        ((EVE, "8 o'clock", "12:00", "x"), "first", "Write a time of day"),
        ((EVE, "18:00", "08:00", "x"), "last", "It ends before it begins"),
        ((EVE, "08:00", "12:00", ""), "reason", "Say why"),
    ],
)
def test_what_is_wrong_is_told_beside_it_and_nothing_is_lost(
    client: Client, helen: User, row: tuple[str, str, str, str], field: str, sentence: str
) -> None:
    answer = client.post(NEW, posted(**day_rows(row)), HTTP_ACCEPT_LANGUAGE="en")

    page = answer.content.decode()
    error = re.search(rf'id="id_days-0-{field}_error">([^<]*)<', page)
    assert (answer.status_code, bool(error)) == (422, True)
    assert error is not None
    assert error[1].startswith(sentence)
    for name, value in zip(("day", "first", "last", "reason"), row, strict=True):
        assert value_of(page, f"days-0-{name}") == value.replace("'", "&#x27;")


def test_a_day_that_contradicts_itself_is_told_beside_its_second_row(
    client: Client, helen: User
) -> None:
    rows = day_rows((EVE, "08:00", "12:00", "Christmas"), (EVE, "", "", "closed"))

    page = client.post(NEW, posted(**rows)).content.decode()

    assert 'id="id_days-1-day_error"' in page
    assert 'id="id_days-0-day_error"' not in page


@pytest.mark.parametrize("button", [{"do": "more-days"}, {"do": "more"}, {"quick": "office"}])
def test_other_buttons_keep_the_rows(client: Client, helen: User, button: dict[str, str]) -> None:
    form = posted(**day_rows((EVE, "18:00", "", "inventory")), **({"do": "read"} | button))

    page = client.post(NEW, form).content.decode()

    assert value_of(page, "days-0-day") == EVE
    assert value_of(page, "days-0-first") == "18:00"
    assert value_of(page, "days-0-reason") == "inventory"
    rows = int(value_of(page, "days-TOTAL_FORMS"))
    assert rows == (5 if button.get("do") == "more-days" else 2)


def test_a_row_is_taken_away(client: Client, helen: User) -> None:
    rows = day_rows((EVE, "", "", "first"), (MONDAY, "", "", "second"))

    page = client.post(NEW, posted(**rows, **{"remove-day": "0"})).content.decode()

    assert value_of(page, "days-0-reason") == "second"


def test_an_amendment_begins_with_the_days_that_stand_and_keeps_them(
    client: Client, house: House, helen: User
) -> None:
    own = [
        DayException(date(2027, 12, 24), [(480, 720), (840, 1440)], "Christmas Eve"),
        DayException(date(2028, 1, 3), (), "inventory"),
    ]
    contracts.amended(house.contract, hours=Hours("Europe/Paris", exceptions=own))
    at = f"/contracts/{house.contract.number}/amend/"
    page = client.get(at).content.decode()

    answer = client.post(at, amended_post(page, answer_days="9"))

    offered = Terms.objects.with_promises().get(contract=house.contract, state="proposed")
    assert answer.status_code == 302
    assert list(offer_of(offered).hours.exceptions) == own


def test_the_client_reads_the_days_and_an_amendment_tells_what_differs(
    client: Client, house: House, helen: User
) -> None:
    own = DayException(date(2028, 1, 3), (), "inventory")
    contracts.amended(house.contract, hours=Hours("Europe/Paris", exceptions=[own]))
    client.force_login(house.clara)

    page = client.get(f"/contracts/{house.contract.number}/v2/").content.decode()

    assert "inventory" in page
    assert "2028" in page
