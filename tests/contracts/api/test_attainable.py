"""What a configuration can hold, over the API: frozen in a revision, and what if."""

from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Attainable, Redundancy, Revision
from contracts.use_cases.propose_revision import propose_revision
from tests.cast import House
from tests.factories import designs
from tests.factories.contracts import MORNING
from tests.programs import Program

PAIR = {"name": "nodes", "needed": 1, "failover": "PT1M30S"}


@pytest.fixture
def proposed(house: House) -> Revision:
    designs.state_all(house)
    plan = designs.plan(standby=designs.PAIR)
    return propose_revision(house.payroll, designs.items(house), plan, by=house.hank, at=MORNING)


@pytest.fixture
def address(house: House, proposed: Revision) -> str:
    return f"/configurations/{house.payroll.pk}/revisions/{proposed.number}/"


def _items(house: House) -> list[dict[str, Any]]:
    return [
        {"product": "ProLiant 8500", "quantity": 2, "role": "nodes"},
        {"product": "SQL Server 2000", "role": "database"},
    ]


def test_the_figure_stands_in_the_revision(house: House, address: str) -> None:
    for who in (house.hank, house.mia, house.clara):
        figure = Program(who).reads(f"{address}attainable/")
        brief = Program(who).reads(address)["attainable"]

        assert figure["is_frozen"]
        assert figure["is_target_met"]
        assert brief == {name: figure[name] for name in brief}
        assert brief["availability"].startswith("99.98")
        assert figure["groups"][0] == {**PAIR, "count": 2}


def test_what_is_the_vendors_a_client_does_not_read(house: House, address: str) -> None:
    assert Program(house.clara).reads(f"{address}attainable/")["vendors"] is None
    of_vendors = Program(house.max).reads(f"{address}attainable/")["vendors"]
    assert of_vendors["weakest"] == "SQL Server 2000"
    assert of_vendors["yearly_penalty"] == "0.00"  # this contract has no bands
    assert [each["mtbf_hours"] for each in of_vendors["blocks"][0]["parts"]] == [4_000]


def test_a_question_writes_nothing_and_needs_no_right_to_write(house: House, address: str) -> None:
    reader = Program(house.hank, "read")
    before = list(Attainable.objects.values()), list(Redundancy.objects.values())

    asked = {
        "groups": [{"name": "nodes", "needed": 2}],
        "figures": [{"product": "proliant 8500", "mtbf_hours": 100, "mttr": "PT5H"}],
    }
    answer = reader.does(f"{address}attainable/", asked)

    assert not answer["is_frozen"]
    assert answer["is_target_met"] is False
    assert answer["vendors"]["weakest"] == "ProLiant 8500"
    assert (list(Attainable.objects.values()), list(Redundancy.objects.values())) == before


def test_a_configuration_that_is_being_defined_is_reckoned(house: House, address: str) -> None:
    system = f"/configurations/{house.payroll.pk}/attainable/"

    answer = Program(house.clara).does(system, {"items": _items(house), "groups": [PAIR]})

    assert (
        answer["availability"] == Program(house.clara).reads(address)["attainable"]["availability"]
    )


@pytest.mark.parametrize(
    ("asked", "where"),
    [
        ({"groups": [{"name": "nodes", "needed": 3}]}, "groups.1.needed"),
        ({"groups": [{"name": "racks", "needed": 1}]}, "groups.1.name"),
        ({"figures": [{"product": "x", "mtbf_hours": 1, "mttr": "PT1H"}]}, "figures.1.product"),
        ({"figures": [{"product": 1, "mtbf_hours": 0, "mttr": "PT1H"}]}, "figures"),
        ({"group": []}, "group"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(
    house: House, address: str, asked: dict[str, Any], where: str
) -> None:
    answer = Program(house.hank).post(f"{address}attainable/", asked)

    assert answer.status_code == 422
    assert where in answer.json()["errors"]


def test_a_client_tries_no_other_figures(house: House, address: str) -> None:
    asked = {"figures": [{"product": "ProLiant 8500", "mtbf_hours": 9, "mttr": "PT1H"}]}

    assert Program(house.clara).post(f"{address}attainable/", asked).status_code == 403
    assert Program(house.stranger).get(f"{address}attainable/").status_code == 404


def test_a_revision_from_before_is_reckoned_with_the_figures_of_today(house: House) -> None:
    first = f"/configurations/{house.payroll.pk}/revisions/1/attainable/"

    answer = Program(house.hank).reads(first)

    assert answer["reason"] == "no_figures"
    assert answer["vendors"]["missing"] == ["ProLiant 8500", "SQL Server 2000"]


def test_a_proposal_says_how_its_parts_stand_by(house: House) -> None:
    designs.state_all(house)
    revisions = f"/configurations/{house.payroll.pk}/revisions/"
    said = {
        "note": "A pair",
        "effective_at": timezone.now().isoformat(),
        "items": _items(house),
        "groups": [PAIR],
    }

    wrong = Program(house.hank).post(revisions, {**said, "groups": [{**PAIR, "needed": 9}]})
    made = Program(house.hank).does(revisions, said)

    assert wrong.status_code == 422
    assert "groups.1.needed" in wrong.json()["errors"]
    assert Redundancy.objects.get(revision__number=made["number"]).name == "nodes"
    assert made["attainable"]["reason"] is None


def test_two_revisions_are_compared(house: House, proposed: Revision) -> None:
    path = f"/configurations/{house.payroll.pk}/revisions/1/diff/{proposed.number}/"

    figures = Program(house.clara).reads(path)["attainable"]

    assert figures["before"]["availability"] is None
    assert figures["after"]["availability"].startswith("99.98")
    assert figures["after"]["vendors"] is None


def test_the_catalogue_is_for_vendors(house: House) -> None:
    designs.state_all(house)
    listed = Program(house.mia).reads("/products/")["results"]
    server = f"/products/{designs.product(house.agreement, 'ProLiant 8500').pk}/"

    assert [each["name"] for each in listed] == ["ProLiant 8500", "SQL Server 2000"]
    assert Program(house.clara).get("/products/").status_code == 404
    assert Program(house.clara).get(server).status_code == 404
    assert Program(house.max).post(server, {"mtbf_hours": 1, "mttr": "PT1H"}).status_code == 403
    stated = Program(house.helen).does(server, {"mtbf_hours": 50_000, "mttr": "PT1H"})
    assert stated == Program(house.mia).reads(server)
    assert stated["reliability"] == {"mtbf_hours": 50_000, "mttr": "PT1H", "source": ""}


def test_figures_are_stated_on_what_was_read(house: House) -> None:
    server = f"/products/{designs.product(house.agreement, 'ProLiant 8500').pk}/"
    helen, said = Program(house.helen), {"mtbf_hours": 50_000, "mttr": "PT1H"}
    etag = helen.get(server)["ETag"]

    assert helen.post(server, said, If_Match=etag).status_code == 200
    assert helen.post(server, {**said, "mtbf_hours": 1}, If_Match=etag).status_code == 412
