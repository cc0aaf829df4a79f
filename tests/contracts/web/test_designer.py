"""The guarantee designer's pages: what a draft or a revision can hold, and the catalogue."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from contracts.models import Attainable, Redundancy, Reliability, Revision
from contracts.selectors.designs import standby_of
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.propose_revision import propose_revision
from tests.cast import House
from tests.factories import designs
from tests.factories.contracts import MORNING


@pytest.fixture
def proposed(house: House) -> Revision:
    designs.state_all(house)
    plan = designs.plan(standby=designs.PAIR)
    return propose_revision(house.payroll, designs.items(house), plan, by=house.hank, at=MORNING)


def page(client: Client, path: str, query: Any = None, *, status: int = 200) -> str:
    answer = client.get(path, query, headers={"Accept-Language": "en"})
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def holds(revision: Revision) -> str:
    return f"/c/{revision.configuration_id}/r{revision.number}/holds/"


def test_a_vendor_reads_figure_weakest_item_and_penalty(
    client: Client, house: House, proposed: Revision
) -> None:
    client.force_login(house.hank)

    for path in (holds(proposed), holds(proposed).removesuffix("holds/")):
        said = page(client, path)
        assert "99.98" in said
        assert "On average it holds the 99.9 % that the contract promises." in said
        assert "<b>SQL Server 2000</b>" in said
        assert "Expected yearly penalty" in said


def test_a_client_reads_the_availability_alone(
    client: Client, house: House, proposed: Revision
) -> None:
    client.force_login(house.clara)

    for path in (holds(proposed), holds(proposed).removesuffix("holds/")):
        said = page(client, path)
        assert "99.98" in said
        for secret in ("penalty", "Weakest", "4,000", "MTBF", "/products/"):
            assert secret not in said


def test_what_if_is_an_address_that_writes_nothing(
    client: Client, house: House, proposed: Revision
) -> None:
    client.force_login(house.mia)
    server = designs.product(house.agreement, "ProLiant 8500").pk
    asked = {"needed_0": "2", "needed_1": "1", f"mtbf_{server}": "50", f"mttr_{server}": "5 h"}

    said = page(client, holds(proposed), asked)

    assert "On average it does not hold the 99.9" in said
    assert "where none are typed below. Nothing is written." in said
    assert Reliability.objects.get(product=server).mtbf_hours == 4_000
    assert standby_of(proposed) == designs.PAIR


def test_what_cannot_be_read_is_said_beside_its_field(
    client: Client, house: House, proposed: Revision
) -> None:
    client.force_login(house.mia)
    server = designs.product(house.agreement, "ProLiant 8500").pk
    engine = designs.product(house.agreement, "SQL Server 2000").pk
    asked = {
        "needed_0": "3",
        "failover_0": "2 days",
        f"mtbf_{server}": "often",
        f"mttr_{server}": "400 days",
        f"mttr_{engine}": "",
    }

    said = page(client, holds(proposed), asked, status=422)

    for sentence in (
        "There are only 2: no more can be needed.",
        "A failover lasts a day at most.",
        "Write a number of hours, such as 45000.",
        "From nothing to a year.",
        "One without the other says nothing: give both.",
    ):
        assert said.count(sentence) == 2  # on top, and beside the field
    assert 'value="often"' in said


def test_how_parts_stand_by_is_kept_with_the_draft(client: Client, house: House) -> None:
    designs.state_all(house)
    draft = designs.drafted(house)
    client.force_login(house.hank)
    path = f"/c/{house.payroll.pk}/draft/holds/"

    said = {"needed_0": "1", "failover_0": "90 s", "needed_1": "1"}
    answer = client.post(path, said)

    assert answer.status_code == 302
    assert standby_of(draft)["nodes"] == designs.PAIR["nodes"]
    assert "1 of 2" in page(client, path)
    assert client.post(path, {**said, "needed_0": "9"}).status_code == 422


def test_without_a_draft_nothing_is_kept(client: Client, house: House) -> None:
    client.force_login(house.hank)
    path = f"/c/{house.payroll.pk}/draft/holds/"

    answer = client.post(path, {"needed_0": "1", "needed_1": "1"})

    assert answer.status_code == 422
    assert not Redundancy.objects.exists()


def test_it_says_which_products_are_not_known(client: Client, house: House) -> None:
    client.force_login(house.hank)
    path = f"/c/{house.payroll.pk}/draft/holds/"

    said = page(client, path)

    assert "How often some products fail is not known." in said
    assert "<li>ProLiant 8500</li>" in said
    assert "State MTBF and MTTR in the catalogue" in said
    client.force_login(house.clara)
    assert "The vendors have not stated yet how reliable all of it is." in page(client, path)


def test_two_revisions_are_laid_side_by_side(
    client: Client, house: House, proposed: Revision
) -> None:
    path = f"/c/{house.payroll.pk}/r1..r{proposed.number}/"
    client.force_login(house.clara)
    assert "Attainable availability" in page(client, path)
    assert "penalty" not in page(client, path)
    client.force_login(house.hank)
    assert "Expected yearly penalty" in page(client, path)


def test_a_manager_states_how_reliable_a_product_is(client: Client, house: House) -> None:
    server = designs.product(house.agreement, "ProLiant 8500")
    path = f"/products/{server.pk}/"
    client.force_login(house.helen)
    assert "not known" in page(client, "/products/")

    wrong = client.post(path, {"mtbf_hours": "0", "mttr": ""})
    answer = client.post(path, {"mtbf_hours": "45000", "mttr": "2 h", "source": "Tests"})

    assert (wrong.status_code, answer.status_code) == (422, 302)
    assert Reliability.objects.get(product=server).mtbf_hours == 45_000
    assert "45,000" in page(client, "/products/")
    client.force_login(house.mia)
    page(client, path, status=403)
    client.force_login(house.clara)
    page(client, "/products/", status=404)
    page(client, path, status=404)
    assert not Attainable.objects.exclude(availability=None).exists()


def test_the_furthest_day_and_many_blocks_are_shown_too(client: Client, house: House) -> None:
    designs.state_all(house)
    server = designs.product(house.agreement, "ProLiant 8500")
    roles = [Item(server, role=f"role {number}") for number in range(60)]
    furthest = Plan("x", datetime(9999, 12, 31, 23, 30, tzinfo=UTC))
    write_draft(house.payroll, roles, furthest, by=house.hank)
    client.force_login(house.hank)

    said = page(client, f"/c/{house.payroll.pk}/draft/holds/")

    assert "too many blocks to be tried here" in said
    assert "On average it does not hold" in said
