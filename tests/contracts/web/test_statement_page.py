"""A statement's page by its readers: proofs, money that waits, and what the client is shown."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Outage, Statement
from contracts.use_cases.contest_line import contest_line
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from tests.cast import House
from tests.factories import months
from tests.factories.months import DECEMBER_2, KEY, Example, agreed, local

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"
AS_CLIENT = f"{PAGE}as-client/"
ALL = (100, 0, 0, 0)
WAITS = "Contested, not payable before the answer"


@pytest.fixture
def month(house: House) -> Example:
    """The publisher was told of the first outage, of the second nothing."""
    made = months.example(house)
    Outage.objects.filter(pk=made.one.pk).update(shared_at=DECEMBER_2)
    return made


def _read(client: Client, who: object, path: str = PAGE) -> str:
    client.force_login(who)  # type: ignore[arg-type]
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    return re.search(r"<main.*</main>", page, re.DOTALL)[0]  # type: ignore[index]


# --- Proofs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["helen", "hank", "clara"])
def test_each_stretch_leads_to_its_outage_and_its_incident(
    client: Client, month: Example, issued: Statement, who: str
) -> None:
    page = _read(client, getattr(month.house, who))

    for outage in (month.one, month.other):
        assert f'href="/outages/{outage.pk}/"' in page
        assert f'href="{reverse("tickets:incident", args=[outage.reference])}"' in page


def test_the_publisher_is_led_to_what_it_was_told_of_alone(
    client: Client, month: Example, issued: Statement
) -> None:
    page = _read(client, month.house.max)

    assert f'href="/outages/{month.one.pk}/"' in page
    assert f'href="{reverse("tickets:incident", args=["INC-100203"])}"' in page
    assert f"/outages/{month.other.pk}/" not in page
    assert "INC-100260" not in page


def test_an_outage_without_an_incident_is_its_own_proof(client: Client, month: Example) -> None:
    made = agreed(month.archive, local(26, 9), 10, ALL)

    page = _read(client, month.house.helen)

    assert f'<a href="/outages/{made.pk}/">#{made.pk}</a>' in page


@pytest.mark.parametrize("who", ["helen", "max"])
def test_a_page_takes_as_many_queries_for_many_outages_as_for_two(
    client: Client, month: Example, who: str
) -> None:
    client.force_login(getattr(month.house, who))
    client.get(PAGE)
    with CaptureQueriesContext(connection) as for_two:
        client.get(PAGE)
    for day in range(1, 8):
        agreed(month.archive, local(day, 10), 5, ALL, reference=f"INC-10030{day}")

    with CaptureQueriesContext(connection) as for_many:
        client.get(PAGE)

    assert len(for_many) == len(for_two)


def test_vendors_read_parties_a_client_one_figure(
    client: Client, month: Example, issued: Statement
) -> None:
    for_vendors, for_client = _read(client, month.house.helen), _read(client, month.house.clara)

    tile = '<span class="party is-publisher" data-letter="M">Microsoft</span>'
    assert tile in for_vendors
    assert tile not in for_client
    assert "is-manufacturer" not in for_client


# --- Money that waits -----------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["helen", "clara"])
def test_what_is_contested_explains_what_is_not_paid(
    client: Client, month: Example, issued: Statement, who: str
) -> None:
    assert WAITS not in _read(client, getattr(month.house, who))
    contest_line(issued.lines.get(), reason="Longer.", by=month.house.clara, at=DECEMBER_2)

    page = _read(client, getattr(month.house, who))

    assert WAITS in page
    assert "−€600" in page


def test_what_was_paid_is_said_with_its_day_until_it_is_reversed(
    client: Client, month: Example, issued: Statement
) -> None:
    helen = month.house.helen
    pay_statement(issued, by=helen, at=DECEMBER_2)
    reimburse_statement(issued, by=helen, at=DECEMBER_2)

    page = _read(client, helen)
    for_client = _read(client, month.house.clara)

    assert "Paid to the client on 2 December 2026" in page
    assert "Reimbursed by the publisher on 2 December 2026" in page
    assert "Paid to you on 2 December 2026" in for_client
    assert "publisher" not in for_client
    back = issued.entries.get(act="reimbursement")
    client.force_login(helen)
    client.post(f"/ledger/{back.pk}/reverse/", {"reason": "Not received"})
    assert "Reimbursed by the publisher on" not in _read(client, helen)


@pytest.mark.parametrize("who", ["helen", "max", "clara"])
def test_the_list_tells_which_statement_is_contested(
    client: Client, month: Example, issued: Statement, who: str
) -> None:
    reader = getattr(month.house, who)
    assert "Contested" not in _read(client, reader, "/statements/")

    contest_line(issued.lines.get(), reason="Longer.", by=month.house.clara, at=DECEMBER_2)

    assert "Contested" in _read(client, reader, "/statements/")


# --- What the client is shown ---------------------------------------------------------------------


def test_the_manufacturer_is_shown_what_the_client_reads_and_nothing_more(
    client: Client, month: Example, issued: Statement
) -> None:
    contest_line(issued.lines.get(), reason="Longer.", by=month.house.clara, at=DECEMBER_2)
    assert AS_CLIENT in _read(client, month.house.hank)

    preview = _read(client, month.house.hank, AS_CLIENT)
    shown = client.get(AS_CLIENT).context
    own = _read(client, month.house.clara)
    read = client.get(PAGE).context

    for name in ("said", "verdict", "interruptions", "calculations", "split", "money_rows"):
        assert shown[name] == read[name]
    assert "What Vauquelin reads." in preview
    assert "Suppliers 50 %" in re.sub(r"\s+", " ", preview)
    for secret in ("€450", "Split between", "is-publisher", "€150", "<form", "csv"):
        assert secret not in preview
    assert AS_CLIENT not in own


def test_a_draft_is_shown_as_the_client_will_read_it(client: Client, month: Example) -> None:
    preview = _read(client, month.house.helen, AS_CLIENT)

    assert "€600" in preview
    assert "it reads nothing of it" in preview
    for secret in ("€450", "is-publisher", "cannot be issued", "<form"):
        assert secret not in preview


@pytest.mark.parametrize("who", ["max", "mia", "clara", "stranger", "rival_agent", "olga"])
def test_nobody_else_is_shown_a_statement_as_the_clients(
    client: Client, month: Example, issued: Statement, who: str
) -> None:
    client.force_login(getattr(month.house, who))

    assert client.get(AS_CLIENT).status_code == 404
    assert AS_CLIENT not in client.get(PAGE).content.decode()


def test_a_draft_stays_with_managers(client: Client, month: Example) -> None:
    client.force_login(month.house.hank)

    assert client.get(AS_CLIENT).status_code == 404


def test_it_is_read_alone(client: Client, month: Example, issued: Statement) -> None:
    client.force_login(month.house.helen)

    assert client.post(AS_CLIENT).status_code == 405
