"""What other terms would have changed: on its page, beside the approval, in the form, over REST."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import Impact
from contracts.models import Terms
from contracts.rules.offer import TargetOffer
from contracts.use_cases.offer_terms import draw_up_contract
from tests.cast import House
from tests.contracts.web.offering import amended_post, amendment, next_month
from tests.factories import contracts
from tests.programs import Program
from tickets.models import Incident

AMEND, PAGE = "/contracts/CM-0417/amend/", "/contracts/CM-0417/versions/2/effect/"
STRICTER = [TargetOffer(Impact.OUTAGE, timedelta(minutes=5), timedelta(hours=2))]


def _as(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    return client


def _text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("helen", 200), ("max", 200), ("hank", 403), ("mia", 403)),
        *(("clara", 404), ("stranger", 404), ("rival_agent", 404), ("olga", 404)),
    ],
)
def test_managers_of_the_two_vendors_alone_try_terms(house: House, who: str, status: int) -> None:
    amendment(house, targets=STRICTER)
    person = getattr(house, who)

    assert _as(person).get(PAGE).status_code == status
    assert Program(person).get(PAGE).status_code == status
    tried = Program(person).post("/contracts/CM-0417/effect/", {})
    assert tried.status_code == (422 if status == 200 else status)


def test_who_approves_reads_beside_it_what_would_have_changed(
    house: House, incident: Incident
) -> None:
    amendment(house, targets=STRICTER)
    manager = _as(house.helen)

    for address in ("/contracts/CM-0417/v2/", "/contracts/CM-0417/v2/approve/"):
        assert f'hx-get="{PAGE}"' in _text(manager.get(address))
    assert PAGE not in _text(_as(house.hank).get("/contracts/CM-0417/v2/"))

    fragment = _text(manager.get(PAGE, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert incident.reference in fragment
    assert "3 deadlines would move, 0 breaches would appear" in fragment  # late under both
    assert "each incident keeps the terms of the day on which it began" in fragment


def test_first_terms_have_nothing_that_they_would_have_changed(house: House) -> None:
    draw_up_contract(
        house.agreement,
        house.vauquelin,
        contracts.offer(),
        number="CM-0500",
        starts_on=next_month(),
        by=house.helen,
        at=timezone.now(),
    )
    manager = _as(house.helen)

    for address in ("/contracts/CM-0500/v1/", "/contracts/CM-0500/v1/approve/"):
        page = _text(manager.get(address))
        assert "Approve" in page
        assert "What it would have changed" not in page


def test_where_nothing_moves_it_is_said(house: House, incident: Incident) -> None:
    amendment(house)  # money alone

    assert "Nothing would move: 1 incident was tried" in _text(_as(house.helen).get(PAGE))
    assert "Nothing to try it on" in _text(_as(house.max).get(PAGE))  # never escalated to it


def test_an_amendment_is_tried_before_anybody_offers_it(house: House, incident: Incident) -> None:
    manager = _as(house.helen)
    said = amended_post(_text(manager.get(AMEND)), do="try", outage_respond="5 min")

    answer = manager.post(AMEND, said)

    assert answer.status_code == 200
    assert "1 deadline would move, 0 breaches would appear" in _text(answer)
    assert 'value="5 min"' in _text(answer)
    assert house.contract.versions.count() == 1


def test_what_is_wrong_in_it_is_told_and_not_tried(house: House) -> None:
    manager = _as(house.helen)
    said = amended_post(_text(manager.get(AMEND)), do="try", outage_respond="soon")

    answer = manager.post(AMEND, said)

    assert answer.status_code == 422
    assert 'id="effect"' not in _text(answer)


def _body(**said: Any) -> dict[str, Any]:
    return {
        "effective_on": next_month().isoformat(),
        "availability_target": "99.9",
        "monthly_fee": "12000",
        "penalty_cap": "50",
        "coverage": {"time_zone": "Europe/Paris", "always_on": True},
        "targets": [{"impact": "outage", "respond_within": "PT5M", "restore_within": "PT2H"}],
        **said,
    }


def test_a_program_tries_terms_that_are_not_written_down(house: House, incident: Incident) -> None:
    program = Program(house.helen)

    effect = program.does("/contracts/CM-0417/effect/", _body())

    assert (effect["version"], effect["tried"], effect["moved"]) == (None, 1, 3)
    clocks = {each["clock"]: each for each in effect["incidents"][0]["clocks"]}
    assert clocks["restore"]["then"]["deadline"] == "2026-11-23T10:42:00+00:00"
    assert clocks["news"]["then"] == {"deadline": None, "state": None}
    assert clocks["news"]["breach"] == "goes"
    assert Terms.objects.filter(contract=house.contract).count() == 1

    wrong = program.post("/contracts/CM-0417/effect/", _body(effective_on=str(date(2026, 1, 2))))
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["effective_on"])
