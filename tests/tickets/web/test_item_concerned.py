"""Which item is concerned: in the form of the client and of the phone, and on the incident."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.factories import contracts, tickets
from tests.tickets.items import changed, item_of
from tests.tickets.web.answers import PAGE, answers, is_checked, second_system
from tickets.models import Incident
from tickets.selectors import concerned

REFUSED = "Choose one of the items listed, or “I do not know”."
LIVE = "/incidents/new/same-system/"
NOW = {"HX-Request": "true"}


def options(page: str) -> dict[str, list[str]]:
    """Return what the list offers, by the kind under which it stands."""
    select = re.search(r'<select id="id_item".*?</select>', page, re.DOTALL)
    if select is None:
        return {}
    return dict(_groups(select.group()))


def _groups(select: str) -> Iterator[tuple[str, list[str]]]:
    for label, within in re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', select, re.DOTALL):
        yield label, re.findall(r"<option[^>]*>\s*(.*?)\s*</option>", within, re.DOTALL)


def is_selected(page: str, value: object) -> bool:
    return re.search(rf'<option value="{value}"\s+selected', page) is not None


def test_the_items_of_the_system_are_listed_by_kind(at_the_form: Client, house: House) -> None:
    changed(
        house,
        ("SQL Server 2000", "", "payroll database"),
        ("ProLiant 8500", "SRV-PAY-02", "second node"),
        ("ProLiant 8500", "SRV-PAY-01", "first node"),
    )

    page = at_the_form.get(PAGE).content.decode()

    assert options(page) == {
        "Hardware": ["ProLiant 8500, SRV-PAY-01", "ProLiant 8500, SRV-PAY-02"],
        "Software": ["SQL Server 2000, payroll database"],
    }
    assert page.index("I do not know") < page.index("SRV-PAY-01")
    assert page.index('id="id_description"') < page.index('id="id_item"')


def test_items_called_alike_are_told_apart(at_the_form: Client, house: House) -> None:
    changed(house, *(("ProLiant 8500", "SRV-PAY-01", role) for role in ("node", "spare")))

    page = at_the_form.get(PAGE).content.decode()

    assert options(page)["Hardware"] == [
        "ProLiant 8500, SRV-PAY-01, node",
        "ProLiant 8500, SRV-PAY-01, spare",
    ]


def test_of_very_many_items_the_form_says_how_many_it_leaves_out(
    at_the_form: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concerned, "MOST_OFFERED", 2)
    changed(house, *(("ProLiant 8500", f"SRV-{number}", "") for number in range(5)))

    page = at_the_form.get(PAGE).content.decode()

    assert options(page) == {"Hardware": ["ProLiant 8500, SRV-0", "ProLiant 8500, SRV-1"]}
    assert "3 more: name it in your sentence" in page


def test_the_chosen_item_is_kept_with_the_incident(at_the_form: Client, house: House) -> None:
    item = item_of(house.payroll, "SQL Server 2000")

    at_the_form.post(PAGE, answers(house, item=str(item.pk)))

    assert Incident.objects.get().item == item


def test_without_an_item_it_is_opened_all_the_same(at_the_form: Client, house: House) -> None:
    at_the_form.post(PAGE, answers(house, item=""))

    assert Incident.objects.get().item is None


@pytest.mark.parametrize("whose", ["somebody else's", "nobody's", "no key"])
def test_an_item_that_is_not_listed_is_told_at_its_field_and_nothing_is_lost(
    at_the_form: Client, house: House, whose: str
) -> None:
    theirs = item_of(house.rival_payroll, "ProLiant 8500")
    typed = {"somebody else's": str(theirs.pk), "nobody's": "999999", "no key": "x"}[whose]
    said = answers(house, item=typed)

    answer = at_the_form.post(PAGE, said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert REFUSED in page
    assert 'href="#id_item"' in page
    assert re.search(r'<select id="id_item"[^>]*aria-invalid="true"', page)
    assert said["description"] in page
    assert is_checked(page, house.payroll.pk)
    assert set(options(page)) == {"Hardware", "Software"}
    assert not Incident.objects.exists()


def test_an_item_goes_with_a_known_system_only(at_the_form: Client, house: House) -> None:
    item = item_of(house.payroll, "ProLiant 8500")

    answer = at_the_form.post(PAGE, answers(house, configuration="0", item=str(item.pk)))

    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()


def test_other_items_are_listed_when_another_system_is_chosen(
    at_the_form: Client, house: House
) -> None:
    other = second_system(house)
    changed(house, ("ProLiant 8500", "SRV-PAY-01", ""))
    first = item_of(house.payroll, "ProLiant 8500")
    listed = {"items_of": first.revision_id, "item": first.pk}

    same = _live(at_the_form, configuration=house.payroll.pk, **listed)
    another = _live(at_the_form, configuration=other.pk, **listed)
    unknown = _live(at_the_form, configuration=0, **listed)

    assert 'id="item-field"' not in same  # nobody's choice is swapped under their fingers
    assert options(another) == {"Hardware": ["ProLiant 8500"], "Software": ["SQL Server 2000"]}
    assert re.search(r'id="item-field"\s+hx-swap-oob="true"', another)
    assert 'id="item-field"' in unknown
    assert options(unknown) == {}


def _live(client: Client, **said: Any) -> str:
    return client.get(f"{LIVE}?{urlencode(said)}", headers=NOW).content.decode()


def test_a_typed_number_lists_the_items_of_its_system(at_the_form: Client, house: House) -> None:
    other = second_system(house)

    answer = at_the_form.get(
        "/incidents/new/number/", {"support_number": str(other.support_number), "items_of": ""}
    )

    assert set(options(answer.content.decode())) == {"Hardware", "Software"}


def test_without_a_script_a_button_lists_the_items_and_sends_nothing(
    at_the_form: Client, house: House
) -> None:
    second_system(house)
    said = answers(house, list="items")

    before = at_the_form.get(PAGE).content.decode()
    answer = at_the_form.post(PAGE, said)

    page = answer.content.decode()
    assert re.search(r'<noscript>.*name="list".*</noscript>', before, re.DOTALL)
    assert options(before) == {}
    assert answer.status_code == 200
    assert set(options(page)) == {"Hardware", "Software"}
    assert said["description"] in page
    assert said["key"] in page
    assert is_checked(page, house.payroll.pk)
    assert is_checked(page, "outage")
    assert not Incident.objects.exists()


def test_the_draft_remembers_the_item(at_the_form: Client, house: House) -> None:
    item = item_of(house.payroll, "ProLiant 8500")
    at_the_form.post("/incidents/new/draft/", answers(house, item=str(item.pk)))

    page = at_the_form.get(PAGE).content.decode()

    assert is_selected(page, item.pk)


def test_an_agent_chooses_among_what_was_in_force_at_the_call(
    client: Client, house: House, hank: User
) -> None:
    now = timezone.now()
    at_the_call = item_of(house.payroll, "ProLiant 8500")
    changed(house, ("ProLiant 8500", "SRV-NEW", ""), at=now - timedelta(minutes=30))
    client.force_login(hank)
    hour_ago = timezone.localtime(now - timedelta(hours=1), timezone=house.contract.zone())
    called_at = f"{hour_ago:%Y-%m-%dT%H:%M}"

    today = client.get(PAGE).content.decode()
    then = _live(client, configuration=house.payroll.pk, called_at=called_at, items_of="")
    client.post(
        PAGE,
        answers(house, on_behalf_of="Paul Girard", called_at=called_at, item=str(at_the_call.pk)),
    )

    assert options(today) == {"Hardware": ["ProLiant 8500, SRV-NEW"]}
    assert options(then)["Hardware"] == ["ProLiant 8500"]
    assert Incident.objects.get().item == at_the_call


def test_a_system_without_a_revision_in_force_asks_for_no_item(
    at_the_form: Client, house: House
) -> None:
    new = contracts.configuration("New", house.contract, signed_by=None)

    page = at_the_form.get(PAGE, {"configuration": new.pk}).content.decode()

    assert "Which item is concerned?" not in page


def test_the_form_asks_no_more_for_more_items(at_the_form: Client, house: House) -> None:
    asked = []
    for count in (1, 40):
        changed(house, *(("ProLiant 8500", f"SRV-{number}", "") for number in range(count)))
        with CaptureQueriesContext(connection) as queries:
            page = at_the_form.get(PAGE).content.decode()
        assert len(options(page)["Hardware"]) == count
        asked.append(len(queries))

    assert asked[0] == asked[1]


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_the_incident_shows_its_item_to_all_who_read_it(
    client: Client, house: House, who: str
) -> None:
    changed(house, ("SQL Server 2000", "SQLPAIE", ""))
    plain = tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)
    found = tickets.escalated(
        tickets.incident(
            house.payroll, house.clara, item=item_of(house.payroll, "SQL Server 2000")
        ),
        by=house.hank,
    )
    client.force_login(getattr(house, who))
    for incident in (plain, found):  # who is on duty and what is at risk are asked once a minute
        client.get(f"/i/{incident.reference}/")

    asked = []
    for incident in (plain, found):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/i/{incident.reference}/").content.decode()
        fact = re.search(r"<dt>Item concerned</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", page, re.DOTALL)
        asked.append((fact.group(1) if fact else None, len(queries)))

    assert [fact for fact, _queries in asked] == [None, "SQL Server 2000, SQLPAIE"]
    assert len({queries for _fact, queries in asked}) == 1
