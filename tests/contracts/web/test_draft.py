"""The editor: a vendor's draft, a client's change notice, tables of items."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import RevisionState
from contracts.models import Configuration, Revision, User
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.contracts.web.register import draft_address as address
from tests.contracts.web.register import product, proposed, rows, server
from tests.factories import contracts
from tests.factories.contracts import MORNING


@pytest.fixture
def payroll(house: House) -> Configuration:
    return house.payroll


@pytest.fixture
def hanks(client: Client, hank: User) -> Client:
    client.force_login(hank)
    return client


def test_it_begins_with_what_is_in_force_and_writes_nothing(
    hanks: Client, payroll: Configuration
) -> None:
    page = hanks.get(address(payroll)).content.decode()

    assert f'value="{product("ProLiant 8500").pk}" selected' in page
    assert "It begins with the items of R1." in page
    assert payroll.revisions.count() == 1


def test_what_is_to_begin_with_its_contract_is_offered_its_first_instant(
    hanks: Client, house: House
) -> None:
    agreement = house.contract.agreement
    first = timezone.localdate() + timedelta(days=90)
    coming = contracts.contract("CM-0777", house.contract.client, agreement, starts_on=first)
    orders = contracts.configuration("Orders", coming, signed_by=None)
    page = hanks.get(address(orders)).content.decode()
    assert "What is set up, and why?" in page

    offered = re.search(r'name="effective_at"\s+value="([^"]+)"', page)

    assert offered is not None
    assert offered[1] == f"{first}T00:00"
    said = rows(server(), do="propose", effective_at=offered[1])
    assert hanks.post(address(orders), said).headers["Location"] == f"/c/{orders.pk}/r1/"


def test_a_draft_is_saved_for_its_company_alone(
    hanks: Client, payroll: Configuration, mia: User
) -> None:
    answer = hanks.post(address(payroll), rows(server(host="SRV-NEW"), do="save"), follow=True)

    draft = payroll.revisions.get(state=RevisionState.DRAFT)
    assert [item.host for item in draft.items.all()] == ["SRV-NEW"]
    assert "SRV-NEW" in answer.content.decode()
    hanks.force_login(mia)
    assert "SRV-NEW" not in hanks.get(address(payroll)).content.decode()


def test_a_draft_is_proposed(hanks: Client, payroll: Configuration) -> None:
    answer = hanks.post(address(payroll), rows(server(quantity=2), do="propose"))

    made = payroll.revisions.get(number=2)
    assert answer.headers["Location"] == f"/c/{payroll.pk}/r2/"
    assert (made.state, made.note) == (RevisionState.PROPOSED, "More memory")
    assert [item.quantity for item in made.items.all()] == [2]


def test_a_client_declares_a_change_and_says_how_to_go_back(
    client: Client, payroll: Configuration, clara: User
) -> None:
    client.force_login(clara)

    without = client.post(address(payroll), rows(server(), do="propose", way_back=""))
    made = client.post(address(payroll), rows(server(), do="propose", way_back="Swap the disks"))

    assert without.status_code == 422
    assert "Say how to go back if it goes wrong." in without.content.decode()
    assert "More memory" in without.content.decode()
    assert made.headers["Location"] == f"/c/{payroll.pk}/r2/"
    assert payroll.revisions.get(number=2).answer_due_at is not None


def test_a_change_notice_comes_from_an_incident(
    client: Client, payroll: Configuration, clara: User
) -> None:
    client.force_login(clara)

    page = client.get(address(payroll), {"incident": "INC-000042"}).content.decode()
    other = client.get(address(payroll), {"incident": "<b>INC-1"}).content.decode()

    assert "After incident INC-000042." in page
    assert "After incident" not in other


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quantity": "lots"}, "Give a whole number."),
        ({"quantity": "0"}, "At least 1."),
        ({"product": "999999"}, "Choose a product of the list."),
        ({"product": ""}, "Choose the product."),
        ({"host": "h" * 61}, "61"),
    ],
)
def test_what_is_wrong_is_told_at_the_row_and_the_rest_is_kept(
    hanks: Client, payroll: Configuration, wrong: dict[str, Any], said: str
) -> None:
    bad = server(**{"host": "SRV-BAD", "role": "kept role", **wrong})

    answer = hanks.post(address(payroll), rows(server(serial_number="S1"), bad, do="propose"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Row 2: " in page
    assert said in page
    assert 'value="kept role"' in page
    assert payroll.revisions.count() == 1


def test_a_serial_number_in_two_rows_is_told(hanks: Client, payroll: Configuration) -> None:
    twice = [server(serial_number="sn-1"), server(serial_number="SN-1")]

    answer = hanks.post(address(payroll), rows(*twice, do="save"))

    assert answer.status_code == 422
    assert "This serial number stands in two rows." in answer.content.decode()


def test_rows_are_added_and_removed_without_writing(hanks: Client, payroll: Configuration) -> None:
    typed = rows(server(host="FIRST", quantity="many"), server(host="SECOND"), effective_at="soon")

    more = hanks.post(address(payroll), {**typed, "do": "more"}).content.decode()
    fewer = hanks.post(address(payroll), {**typed, "remove": "1"}).content.decode()

    assert 'name="rows-7-product"' in more
    assert 'value="many"' in more
    assert 'value="soon"' in more
    assert "FIRST" in fewer
    assert "SECOND" not in fewer
    assert "More memory" in fewer
    assert payroll.revisions.count() == 1


def test_a_refusal_is_told_on_top_and_nothing_is_lost(
    hanks: Client, house: House, payroll: Configuration
) -> None:
    rival = house.rival_payroll.contract.agreement.products.get(kind="hardware")
    draft = write_draft(payroll, [Item(rival, host="FOREIGN")], Plan("", MORNING), by=house.hank)

    answer = hanks.post(address(payroll), rows({"product": rival.pk}, do="propose"))

    assert answer.status_code == 422
    assert "ProLiant 8500 is not in the agreement’s scope" in answer.content.decode()
    assert draft.items.get().host == "FOREIGN"


def test_one_proposal_at_a_time(hanks: Client, house: House, payroll: Configuration) -> None:
    proposed(payroll, house.helen)

    page = hanks.get(address(payroll)).content.decode()
    answer = hanks.post(address(payroll), rows(server(), do="propose"))

    assert "R2 still waits for its signatures." in page
    assert answer.status_code == 409
    assert "More memory" in answer.content.decode()


def test_a_draft_on_an_old_base_shows_what_was_signed_since(
    hanks: Client, house: House, payroll: Configuration
) -> None:
    hanks.post(address(payroll), rows(server(), do="save"))
    notice = proposed(payroll, house.clara, way_back="Swap it back")
    for manager in (house.helen, house.max):
        sign_off_revision(notice, by=manager, at=MORNING)

    page = hanks.get(address(payroll)).content.decode()
    refused = hanks.post(address(payroll), rows(server(), do="propose"))
    based = hanks.post(address(payroll), rows(server(), do="base"))
    made = hanks.post(address(payroll), rows(server(), do="propose"))

    assert f"/c/{payroll.pk}/r1..r2/" in page
    assert refused.status_code == 409
    assert based.status_code == 200
    assert made.headers["Location"] == f"/c/{payroll.pk}/r3/"


def test_a_draft_is_discarded(hanks: Client, payroll: Configuration) -> None:
    hanks.post(address(payroll), rows(server(), do="save"))

    answer = hanks.post(address(payroll), rows(server(), do="discard"))

    assert answer.headers["Location"] == f"/c/{payroll.pk}/"
    assert not Revision.objects.filter(state=RevisionState.DRAFT).exists()


def test_a_retired_system_has_no_editor(hanks: Client, payroll: Configuration) -> None:
    contracts.left_service(payroll)

    assert hanks.get(address(payroll)).status_code == 403


def test_the_items_of_another_revision_are_copied(
    hanks: Client, house: House, payroll: Configuration
) -> None:
    proposed(payroll, house.helen)

    hanks.post(address(payroll), rows(server(), do="copy", revision="2"))
    none = hanks.post(address(payroll), rows(server(), do="copy", revision=""))

    draft = payroll.revisions.get(state=RevisionState.DRAFT)
    assert [item.quantity for item in draft.items.all()] == [2, 1]
    assert none.status_code == 422


def test_two_hundred_rows_are_accepted(hanks: Client, payroll: Configuration) -> None:
    many = [server(host=f"SRV-{n}", serial_number=f"S{n}", role="r", site="s") for n in range(199)]

    answer = hanks.post(address(payroll), rows(*many, do="save"))

    assert answer.status_code == 302
    assert payroll.revisions.get(state=RevisionState.DRAFT).items.count() == 199


def test_what_is_refused_stands_at_its_row_and_all_at_once(
    hanks: Client, house: House, payroll: Configuration
) -> None:
    rival = house.rival_payroll.contract.agreement.products.get(kind="hardware")
    write_draft(payroll, [Item(rival)], Plan("", MORNING), by=house.hank)
    mail = contracts.configuration("Mail", payroll.contract, signed_by=None)
    taken = [Item(product("ProLiant 8500"), serial_number="8K-77")]
    notice = propose_revision(mail, taken, Plan("", MORNING), by=house.helen, at=MORNING)
    for manager in (house.helen, house.max):
        sign_off_revision(notice, by=manager, at=MORNING)
    items = [server(serial_number="8k77"), {"product": rival.pk}]

    answer = hanks.post(address(payroll), rows(*items, do="propose"))

    page = answer.content.decode()
    assert answer.status_code == 422
    for place in ("rows-0-serial_number", "rows-1-product"):
        assert f'id="id_{place}_error"' in page
        assert f'href="#id_{place}"' in page
    assert "is not in the agreement" in page


def test_a_table_is_judged_and_not_the_rows_whose_place_it_takes(
    hanks: Client, payroll: Configuration
) -> None:
    half = {"product": "", "quantity": "x"}

    answer = hanks.post(address(payroll), rows(half, do="read", table="produit\nNo such thing\n"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "No such thing" in page
    assert "Give a whole number." not in page
    assert 'value="x"' in page


def test_a_notice_of_no_change_is_refused_and_nothing_typed_is_lost(
    client: Client, house: House
) -> None:
    client.force_login(house.clara)
    first = house.payroll.revisions.get(number=1)
    same = [
        {"product": item.product_id, "quantity": item.quantity, "host": item.host}
        for item in first.items.all()
    ]

    answer = client.post(
        address(house.payroll), rows(*same, do="propose", note="Nothing much", way_back="None")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nothing differs from R1: change an item first." in page
    assert "Nothing much" in page
    assert house.payroll.revisions.count() == 1
