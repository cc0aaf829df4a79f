"""An agreement's page, and how one vendor proposes targets on it that the other agrees to."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from contracts.choices import UnderpinningState
from contracts.models import Underpinning, User
from tests.cast import House
from tests.factories.underpinnings import OFFICE, agreed, proposed

PAGE = "/agreements/AG-FR-1/"
NEW = f"{PAGE}underpinnings/new/"
PASSWORD = "a-long-enough-password"


@pytest.fixture
def max_(house: House) -> User:
    house.max.set_password(PASSWORD)
    house.max.save()
    return house.max


def _as(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def _typed(**said: str) -> dict[str, str]:
    form = {
        "valid_from": "2027-01-01",
        "note": "As negotiated.",
        "outage_respond": "15 min",
        "outage_restore": "4 h",
        "question_respond": "16 h",
        "pattern": "weekly",
        "time_zone": "Europe/Paris",
        "holidays_of": "FR",
        "day0_0_from": "08:00",
        "day0_0_to": "18:00",
    }
    return form | said


def _text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("who", ["clara", "stranger", "rival_agent", "olga"])
@pytest.mark.parametrize("address", [PAGE, NEW, f"{PAGE}underpinnings/1/agree/"])
def test_to_anybody_but_the_two_vendors_it_is_not_there(
    house: House, who: str, address: str
) -> None:
    proposed(house.agreement, by=house.max)
    client = _as(getattr(house, who))

    assert client.get(address).status_code == 404
    if address != PAGE:  # which is only read
        assert client.post(address, _typed()).status_code == 404


@pytest.mark.parametrize("who", ["hank", "mia"])
def test_a_member_reads_it_and_proposes_nothing(house: House, who: str) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE, note="Nights come later.")
    client = _as(getattr(house, who))

    page = _text(client.get(PAGE))

    assert "Nights come later." in page
    assert "Monday to Friday, 08:00–18:00" in page
    assert "CM-0417" in page
    assert NEW not in page
    assert client.get(NEW).status_code == 403
    assert client.get(f"{PAGE}underpinnings/1/agree/").status_code == 403


def test_before_anything_is_agreed_the_page_says_so(house: House) -> None:
    page = _text(_as(house.helen).get(PAGE))

    assert "The publisher has promised nothing to the manufacturer yet." in page
    assert NEW in page


def test_one_vendor_proposes_and_the_other_agrees_with_a_password(house: House, max_: User) -> None:
    answer = _as(house.helen).post(NEW, _typed())
    made = Underpinning.objects.get()
    assert answer.headers["Location"] == PAGE
    assert (made.state, made.note) == (UnderpinningState.PROPOSED, "As negotiated.")
    assert {each.impact for each in made.targets.all()} == {"outage", "question"}

    address = f"{PAGE}underpinnings/1/agree/"
    wrong = _as(max_).post(address, {"password": "not mine"})
    made.refresh_from_db()
    assert (wrong.status_code, made.state) == (422, UnderpinningState.PROPOSED)
    _as(max_).post(address, {"password": PASSWORD})

    made.refresh_from_db()
    assert (made.state, made.agreed_by) == (UnderpinningState.AGREED, max_)


@pytest.mark.parametrize(
    ("action", "who", "state"), [("refuse", "max", "refused"), ("withdraw", "helen", "withdrawn")]
)
def test_a_proposal_ends_with_a_reason_that_the_other_reads(
    house: House, action: str, who: str, state: str
) -> None:
    proposed(house.agreement, by=house.helen)
    client, address = _as(getattr(house, who)), f"{PAGE}underpinnings/1/{action}/"

    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "Not before spring."})

    assert Underpinning.objects.get().state == state
    assert "Not before spring." in _text(_as(house.hank).get(PAGE))


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"valid_from": "soon"}, "Give a day."),
        ({"valid_from": "2020-01-01"}, "does not run on that day"),
        ({"outage_respond": "4"}, "outage_respond"),
        ({"outage_respond": ""}, "Say also when somebody has started."),
        ({"outage_restore": "5 min"}, "Service is not restored before the call back."),
        ({"outage_respond": "", "outage_restore": ""}, "Promise at least, for an outage"),
        ({"day0_0_to": ""}, "Say from when to when."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_lost(
    house: House, said: dict[str, str], error: str
) -> None:
    answer = _as(house.helen).post(NEW, _typed(**said))

    page = _text(answer)
    assert answer.status_code == 422
    assert error in page
    assert "As negotiated." in page
    assert 'value="16 h"' in page
    assert not Underpinning.objects.exists()


def test_a_quick_choice_fills_in_the_hours_and_keeps_the_rest(house: House) -> None:
    page = _text(_as(house.helen).post(NEW, _typed(quick="daily")))

    assert 'value="07:00"' in page
    assert 'value="16 h"' in page
    assert "As negotiated." in page


def test_the_next_version_begins_with_what_holds(house: House) -> None:
    agreed(house.agreement, by=house.max, hours=OFFICE)

    page = _text(_as(house.helen).get(NEW))

    assert 'value="4 h"' in page
    assert 'value="18:00"' in page


def test_one_proposal_is_answered_before_another_is_made(house: House) -> None:
    proposed(house.agreement, by=house.max)

    assert _as(house.helen).get(NEW).status_code == 409


def test_the_version_that_holds_today_is_named(house: House) -> None:
    agreed(house.agreement, by=house.max)
    agreed(house.agreement, by=house.max, valid_from=date(2027, 6, 1) + timedelta(days=365 * 20))

    page = _text(_as(house.hank).get(PAGE))

    assert page.count("In force") == 1
