"""Retire a system on its page; what everybody reads of it from then on."""

import pytest
from django.test import Client
from django.utils import timezone, translation

from contracts.dates import say_date
from contracts.models import Configuration
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.programs import Program

SAID = "This number was revoked on {day}: its system is no longer under contract."


def path_of(house: House) -> str:
    return f"/c/{house.payroll.pk}/retire/"


def test_a_manager_of_the_manufacturer_retires_with_a_reason(client: Client, house: House) -> None:
    client.force_login(house.helen)
    assert path_of(house) in client.get(f"/c/{house.payroll.pk}/").content.decode()
    assert str(house.payroll.support_number) in client.get(path_of(house)).content.decode()

    answer = client.post(path_of(house), {"reason": "Replaced"}, follow=True)

    assert answer.redirect_chain == [(f"/c/{house.payroll.pk}/", 302)]
    page = answer.content.decode()
    for said in ("Retired: the support number is revoked", "Retired on", "Nothing is in force any"):
        assert said in page
    assert path_of(house) not in page
    client.force_login(house.clara)
    read = client.get(f"/c/{house.payroll.pk}/").content.decode()
    assert "Replaced" in read
    assert "Helen Duval" in read
    assert Configuration.objects.get(pk=house.payroll.pk).retired_at is not None


@pytest.mark.parametrize("reason", [" ", "x" * 5001])
def test_without_a_good_reason_nothing_is_retired(
    client: Client, house: House, reason: str
) -> None:
    client.force_login(house.helen)

    answer = client.post(path_of(house), {"reason": reason})

    assert answer.status_code == 422
    assert Configuration.objects.get(pk=house.payroll.pk).retired_at is None


@pytest.mark.parametrize("name", ["clara", "hank", "max"])
def test_who_may_not_is_told_so_and_shown_no_way(client: Client, house: House, name: str) -> None:
    client.force_login(getattr(house, name))

    assert client.get(path_of(house)).status_code == 403
    assert client.post(path_of(house), {"reason": "x"}).status_code == 403
    assert path_of(house) not in client.get(f"/c/{house.payroll.pk}/").content.decode()
    assert Configuration.objects.get(pk=house.payroll.pk).retired_at is None


def test_to_strangers_it_is_not_there(client: Client, house: House) -> None:
    client.force_login(house.rival_agent)

    assert client.get(path_of(house)).status_code == 404
    assert client.post(path_of(house), {"reason": "x"}).status_code == 404


def test_a_second_time_it_is_retired_already(client: Client, house: House) -> None:
    client.force_login(house.helen)
    client.post(path_of(house), {"reason": "Replaced"})

    again = client.post(path_of(house), {"reason": "Again, since nobody answered"})

    assert again.status_code == 409
    page = again.content.decode()
    assert f"Helen Duval, Compaq, has retired this system already, on {_today()}." in page
    assert "This was not done" not in page
    assert "Again, since nobody answered" in page


def _today() -> str:
    with translation.override("en"):
        return say_date(timezone.localdate())


def _said() -> str:
    with translation.override("en"), timezone.override("Europe/Paris"):
        return SAID.format(day=say_date(timezone.localdate()))


@pytest.fixture
def revoked(house: House) -> str:
    retire_configuration(house.payroll, reason="x", by=house.helen, at=timezone.now())
    return str(house.payroll.support_number)


def test_search_leads_to_what_says_that_it_is_revoked(
    client: Client, house: House, revoked: str
) -> None:
    client.force_login(house.hank)

    page = client.get("/search/", {"q": revoked.lower()}, follow=True)

    assert page.redirect_chain
    assert "Revoked on" in page.content.decode()


def test_the_opening_form_says_so_at_its_field(client: Client, house: House, revoked: str) -> None:
    client.force_login(house.hank)

    page = client.get(
        "/incidents/new/number/", {"support_number": revoked, "configuration": "by_number"}
    )

    assert _said() in page.content.decode()


def test_programs_are_told_so(house: House, revoked: str) -> None:
    hank = Program(house.hank)
    assert hank.reads(f"/support-numbers/{revoked}/")["revoked_at"] is not None

    answer = hank.post(
        "/incidents/",
        {"support_number": revoked, "description": "It hangs", "impact": "question"},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"support_number": [_said()]}


def test_of_a_retired_system_nothing_says_that_it_counts(client: Client, house: House) -> None:
    client.force_login(house.clara)
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())

    page = client.get(f"/c/{house.payroll.pk}/").content.decode()
    number = client.get(f"/n/{house.payroll.support_number}/").content.decode()

    assert "Support number, revoked: it counts no more" in page
    assert "to give on the phone" not in page
    assert "Ended with the system" in page
    assert "Both vendors sign before" not in page
    assert "None any more" in number
