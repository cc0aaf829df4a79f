"""Two people of one company edit one draft: who is slower is told, and loses nothing."""

import pytest
from django.test import Client

from contracts.models import Configuration, Revision, User
from contracts.use_cases.draft_revision import Item, Plan, mark_of, write_draft
from tests.cast import House
from tests.contracts.web.register import draft_address as address
from tests.contracts.web.register import product, rows, server
from tests.factories.contracts import MORNING


@pytest.fixture
def payroll(house: House) -> Configuration:
    return house.payroll


@pytest.fixture
def hanks(client: Client, hank: User) -> Client:
    client.force_login(hank)
    return client


@pytest.mark.parametrize("button", ["save", "propose", "read", "copy", "discard"])
def test_who_was_slower_is_told_by_whom_and_loses_nothing(
    hanks: Client, house: House, payroll: Configuration, button: str
) -> None:
    draft = write_draft(payroll, [], Plan("Mine", MORNING), by=house.hank)
    seen = mark_of(draft)
    write_draft(
        payroll, [Item(product("SQL Server 2000"))], Plan("Theirs", MORNING), by=house.helen
    )
    typed = rows(server(host="TYPED"), do=button, seen=seen, revision="1")
    typed["table"] = "product\nProLiant 8500\n"

    refused = hanks.post(address(payroll), typed)
    page = refused.content.decode()

    assert refused.status_code == 409
    assert f"{house.helen.name} changed this draft meanwhile." in page
    assert "Look at the draft as it is now" in page
    assert 'value="TYPED"' in page
    assert "More memory" in page
    assert Revision.objects.get(pk=draft.pk).note == "Theirs"
    assert f'name="seen" value="{draft.pk}.2"' in page


def test_whoever_was_told_goes_ahead_with_the_next_press(
    hanks: Client, house: House, payroll: Configuration
) -> None:
    draft = write_draft(payroll, [], Plan("Mine", MORNING), by=house.hank)
    write_draft(payroll, [], Plan("Theirs", MORNING), by=house.helen)

    answer = hanks.post(address(payroll), rows(server(), do="save", seen=f"{draft.pk}.2"))

    assert answer.status_code == 302
    assert Revision.objects.get(pk=draft.pk).note == "More memory"


def test_what_is_wrong_in_the_form_does_not_make_a_colleagues_work_seen(
    hanks: Client, house: House, payroll: Configuration
) -> None:
    seen = mark_of(write_draft(payroll, [], Plan("Mine", MORNING), by=house.hank))
    write_draft(payroll, [], Plan("Theirs", MORNING), by=house.helen)

    wrong = hanks.post(address(payroll), rows(server(quantity=0), do="save", seen=seen))
    more = hanks.post(address(payroll), rows(server(), do="more", seen=seen))

    for page in (wrong, more):
        assert f'name="seen" value="{seen}"' in page.content.decode()
