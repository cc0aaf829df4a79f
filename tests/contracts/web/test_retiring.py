"""Retire a system on its page; what everybody reads of it from then on."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from contracts.dates import say_date
from contracts.models import Configuration
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts
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


LIST = "/configurations/"


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_the_register_lists_what_is_in_service_what_is_retired_or_all(
    client: Client, house: House, who: str
) -> None:
    contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    client.force_login(getattr(house, who))
    assert "No system is retired." in client.get(LIST, {"show": "retired"}).content.decode()
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    names = {}

    for show in ("", "retired", "all", "x"):
        page = client.get(LIST, {"show": show}).content.decode()
        names[show] = {name for name in ("Payroll", "Mail") if f">{name}</a>" in page}
        assert ("Retired on " in page) == (show in {"retired", "all"})
        assert page.count('class="toggle"') == 3
        on = "" if show == "x" else show
        current = f'href="{LIST}{"?show=" if on else ""}{on}" aria-current="true"'
        assert current in page

    both = {"Payroll", "Mail"}
    assert names == {"": {"Mail"}, "retired": {"Payroll"}, "all": both, "x": {"Mail"}}


@pytest.mark.parametrize("who", ["stranger", "rival_agent"])
@pytest.mark.parametrize("show", ["retired", "all"])
def test_nobody_else_reads_of_a_retired_system(
    client: Client, house: House, who: str, show: str
) -> None:
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    client.force_login(getattr(house, who))

    page = client.get(LIST, {"show": show}).content.decode()

    assert "Payroll" not in page
    assert str(house.payroll.support_number) not in page


def test_a_publisher_reads_no_retired_system_that_was_never_proposed_to_it(
    client: Client, house: House
) -> None:
    never = contracts.configuration("Never proposed", house.contract, signed_by=None)
    retire_configuration(never, reason="A slip", by=house.helen, at=timezone.now())
    client.force_login(house.mia)

    assert "Never proposed" not in client.get(LIST, {"show": "retired"}).content.decode()


def test_nothing_is_reported_or_declared_on_a_retired_system(client: Client, house: House) -> None:
    retire_configuration(house.payroll, reason="Replaced", by=house.helen, at=timezone.now())
    client.force_login(house.clara)

    page = client.get(LIST, {"show": "retired"}).content.decode()

    assert f"?configuration={house.payroll.pk}" not in page
    assert f"/c/{house.payroll.pk}/draft/" not in page


@pytest.mark.parametrize("who", ["clara", "hank"])
@pytest.mark.parametrize("show", ["retired", "all"])
def test_the_list_of_the_retired_costs_the_same_for_any_number(
    client: Client, house: House, who: str, show: str
) -> None:
    signed_by = (house.helen, house.max)
    client.force_login(getattr(house, who))
    spent = []

    for count in (1, 5):
        for place in range(count):
            made = contracts.configuration(
                f"Site {count}.{place}", house.contract, signed_by=signed_by
            )
            retire_configuration(made, reason="Replaced", by=house.helen, at=timezone.now())
        client.get(LIST, {"show": show})
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"show": show})
        spent.append(len(queries))

    assert spent[0] == spent[1] <= 16


def test_the_pages_of_the_retired_stay_among_them(client: Client, house: House) -> None:
    for place in range(26):
        made = contracts.configuration(f"Site {place:02}", house.contract, signed_by=None)
        contracts.left_service(made)
    client.force_login(house.hank)

    page = client.get(LIST, {"show": "retired"}).content.decode()

    assert 'href="?show=retired&amp;page=2"' in page
    assert ">Site 25</a>" in client.get(LIST, {"show": "retired", "page": "2"}).content.decode()
