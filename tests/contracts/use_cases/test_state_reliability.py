"""How reliable a product is, its vendor's managers state; the vendors of its agreements read it."""

from datetime import timedelta

import pytest
from django.http import Http404

from contracts.access_to_products import products_seen_by
from contracts.choices import EventKind
from contracts.models import ContractEvent, Product, Reliability
from contracts.rules.figures_of_products import Figures
from contracts.rules.refusal import Forbidden, Invalid
from contracts.use_cases.state_reliability import state_reliability
from tests.cast import House
from tests.factories import designs
from tests.factories.contracts import MORNING

FIGURES = Figures(45_000, timedelta(hours=2))


@pytest.fixture
def server(house: House) -> Product:
    return designs.product(house.agreement, "ProLiant 8500")


def test_a_manager_of_its_vendor_states_it_and_the_journal_says_so_once(
    house: House, server: Product
) -> None:
    for _time in range(2):
        state_reliability(server, FIGURES, source=" Tests ", by=house.helen, at=MORNING)

    stated = Reliability.objects.get(product=server)
    line = ContractEvent.objects.get(kind=EventKind.RELIABILITY_STATED)
    assert (stated.mtbf_hours, stated.mttr, stated.source) == (45_000, FIGURES.mttr, "Tests")
    assert (line.by, line.at) == (house.helen, MORNING)
    assert line.detail == {
        "product": server.pk,
        "before": None,
        "after": {"mtbf_hours": 45_000, "mttr_seconds": 7_200, "source": "Tests"},
    }


@pytest.mark.parametrize("who", ["hank", "max", "mia"])
def test_others_read_it_only(house: House, server: Product, who: str) -> None:
    with pytest.raises(Forbidden):
        state_reliability(server, FIGURES, source="", by=getattr(house, who), at=MORNING)
    assert not Reliability.objects.exists()


@pytest.mark.parametrize("who", ["clara", "olga", "stranger", "rival_agent"])
def test_to_anybody_else_it_is_not_there(house: House, server: Product, who: str) -> None:
    assert server not in products_seen_by(getattr(house, who))
    with pytest.raises(Http404):
        state_reliability(server, FIGURES, source="", by=getattr(house, who), at=MORNING)


@pytest.mark.parametrize(
    ("figures", "where"),
    [
        (Figures(0, timedelta()), "mtbf_hours"),
        (Figures(10**9, timedelta()), "mtbf_hours"),
        (Figures(1, timedelta(days=400)), "mttr"),
        (Figures(1, timedelta(days=-1)), "mttr"),
    ],
)
def test_what_no_product_has_is_refused(
    house: House, server: Product, figures: Figures, where: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        state_reliability(server, figures, source="", by=house.helen, at=MORNING)
    assert list(refusal.value.errors) == [where]
