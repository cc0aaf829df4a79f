"""Who reads what of a month's money: each role alone, in every form."""

from datetime import datetime

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.utils.html import strip_tags

from contracts.choices import BETWEEN_VENDORS
from contracts.models import ContractEvent, Outage, Statement, User
from contracts.papers.paper import statement_paper
from contracts.papers.sheet import sheet_of
from contracts.use_cases.issue_statement import issue_statement
from contracts.use_cases.settle_statement import pay_statement, reimburse_statement
from tests.factories import outages
from tests.factories.contracts import MORNING
from tests.factories.months import DECEMBER_2, KEY, NOVEMBER, Example, local
from tests.programs import Program

pytestmark = pytest.mark.usefixtures("in_english")

PAGE = f"/statements/{KEY}/"


def _not_agreed(month: Example, **fields: object) -> None:
    outages.an_outage(month.archive, [(local(25, 8), local(25, 9), None)], **fields)


def _missing(month: Example, who: str) -> str:
    draft = month.read(who).draft
    return "" if draft is None else " ".join(draft.missing)


def test_of_an_outage_that_the_publisher_may_not_see_a_draft_lacks_an_interval(
    month: Example,
) -> None:
    _not_agreed(month, reference="INC-100300")

    assert _missing(month, "max") == (
        "Whose an interruption from 25 November 2026, 08:00 to 25 November 2026, 09:00 was is "
        "not agreed."
    )
    assert "INC-100300" in _missing(month, "helen")


def test_of_an_outage_that_was_shown_to_the_publisher_a_draft_tells_the_name(
    month: Example,
) -> None:
    _not_agreed(month, reference="INC-100300", shared_at=DECEMBER_2)

    assert "INC-100300" in _missing(month, "max")


@pytest.mark.parametrize("ends_at", [None, local(25, 9)], ids=["lasts", "unknown"])
def test_nor_is_it_named_where_it_lasts_or_is_not_known(
    month: Example, ends_at: datetime | None
) -> None:
    stretch = (local(25, 8), ends_at, None)
    if ends_at is None:
        made = outages.an_outage(month.archive, [stretch])
    else:
        made = outages.an_unknown_outage(month.archive, stretch)

    assert f"#{made.pk}" in _missing(month, "helen")
    assert "interruption" in _missing(month, "max")
    assert f"#{made.pk}" not in _missing(month, "max")


def test_no_door_of_the_publishers_names_it(month: Example, client: Client) -> None:
    _not_agreed(month, reference="INC-100300")
    client.force_login(month.house.max)

    texts = [
        client.get(PAGE).content.decode(),
        Program(month.house.max).get(PAGE).content.decode(),
    ]

    assert not [text for text in texts if "INC-100300" in text]


@pytest.fixture
def cut(month: Example) -> Statement:
    """A month in which the vendors cut an outage between them."""
    of = month.archive
    begins, middle, ends = local(25, 8), local(25, 9), local(25, 10)
    stretches = [(begins, middle, (100, 0, 0, 0)), (middle, ends, (0, 100, 0, 0))]
    outages.an_outage(of, stretches, state="agreed", agreed_at=DECEMBER_2, reference="INC-100300")
    return issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)


def test_a_client_reads_an_interruption_uncut_in_every_form(
    month: Example, cut: Statement, client: Client
) -> None:
    client.force_login(month.house.clara)
    read = month.read("clara")
    page = client.get(PAGE).content.decode()
    table = next(each for each in statement_paper(read).blocks if each.title == "Interruptions")

    assert strip_tags(page).count("INC-100300") == 1
    assert sheet_of(read, decimal_mark=".").count("INC-100300") == 1
    assert str(table.rows).count("INC-100300") == 1
    assert str(Program(month.house.clara).reads(PAGE)["reckoning"]).count("INC-100300") == 1
    assert sheet_of(month.read("max"), decimal_mark=".").count("INC-100300") == 2


@pytest.fixture
def reimbursed(month: Example) -> Statement:
    issued = issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)
    pay_statement(issued, by=month.house.helen, at=DECEMBER_2)
    reimburse_statement(issued, by=month.house.helen, at=DECEMBER_2)
    return issued


def test_a_client_reads_of_a_reimbursed_statement_that_it_is_paid(
    month: Example, reimbursed: Statement, client: Client
) -> None:
    client.force_login(month.house.clara)
    program = Program(month.house.clara)

    for path in ("/statements/", PAGE):
        for text in (client.get(path).content.decode(), program.get(path).content.decode()):
            assert "paid" in text.lower()
            assert "reimbursed" not in text.lower()
    assert Program(month.house.max).reads(PAGE)["state"] == "reimbursed"


@pytest.mark.parametrize(
    ("who", "state", "found"),
    [("clara", "paid", 1), ("clara", "issued", 0), ("max", "paid", 0), ("max", "reimbursed", 1)],
)
def test_each_finds_it_by_the_state_that_they_read(
    month: Example, reimbursed: Statement, who: str, state: str, found: int
) -> None:
    said = Program(getattr(month.house, who)).reads("/statements/", {"state": state})

    assert len(said["results"]) == found


def test_to_a_client_reimbursed_is_no_state(month: Example, reimbursed: Statement) -> None:
    program = Program(month.house.clara)
    asked = [program.get("/statements/", {"state": each}) for each in ("reimbursed", "melted")]

    assert [each.status_code for each in asked] == [422, 422]
    assert asked[0].json()["errors"] == asked[1].json()["errors"]


def test_operators_read_no_line_about_outages_and_money(olga: User) -> None:
    request = RequestFactory().get("/")
    request.user = olga
    shown = admin.site._registry[ContractEvent].get_queryset(request)
    for kind in (*BETWEEN_VENDORS, "terms.agreed"):
        ContractEvent.objects.create(kind=kind, at=MORNING, detail={"amount": "600.00"})

    assert set(shown.values_list("kind", flat=True)).isdisjoint(BETWEEN_VENDORS)
    assert shown.filter(kind="terms.agreed").exists()


def test_an_issued_and_settled_month_leaves_operators_nothing_to_read(
    month: Example, reimbursed: Statement, olga: User, client: Client
) -> None:
    client.force_login(olga)
    paid = ContractEvent.objects.get(kind="statement.paid")
    address = "/admin/contracts/contractevent/"

    assert f"{address}{paid.pk}/" not in client.get(address).content.decode()
    assert client.get(f"{address}{paid.pk}/change/").status_code == 302


@pytest.mark.parametrize(("who", "is_told"), [("clara", False), ("hank", True), ("mia", True)])
def test_a_client_reads_that_an_outage_is_agreed_and_not_since_when(
    month: Example, client: Client, who: str, is_told: bool
) -> None:
    month.one.shared_at = DECEMBER_2
    month.one.save()
    path = f"/outages/{month.one.pk}/"
    reader = getattr(month.house, who)
    client.force_login(reader)

    said = Program(reader).reads(path)
    page = client.get(path).content.decode()

    assert said["state"] == "agreed"
    assert (said["agreed_at"] is not None) is is_told
    assert ("<dt>Agreed</dt>" in page) is is_told
    assert Outage.objects.get(pk=month.one.pk).agreed_at == DECEMBER_2
