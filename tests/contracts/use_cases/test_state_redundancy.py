"""How parts stand by is stated with a draft; what it can hold is frozen when it is proposed."""

from datetime import timedelta

import pytest
from django.http import Http404

from contracts.choices import AttainableMethod, NotReckoned
from contracts.models import Attainable, Revision
from contracts.rules.figures_of_products import Figures, Standby
from contracts.rules.refusal import Invalid
from contracts.selectors.designs import standby_of
from contracts.use_cases.draft_revision import write_draft
from contracts.use_cases.propose_revision import propose_draft, propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from contracts.use_cases.state_redundancy import state_redundancy
from contracts.use_cases.state_reliability import state_reliability
from tests.cast import House
from tests.factories import designs
from tests.factories.contracts import MORNING

DAY = timedelta(days=1)


def _proposed(house: House, **said: object) -> Revision:
    return propose_revision(
        house.payroll, designs.items(house), designs.plan(**said), by=house.hank, at=MORNING
    )


def test_it_is_kept_with_the_draft_while_items_are_written_anew(house: House) -> None:
    draft = designs.drafted(house)

    state_redundancy(draft, designs.PAIR, by=house.hank)
    again = designs.drafted(house)

    assert standby_of(again) == designs.PAIR


def test_the_next_revision_begins_with_what_was_signed(house: House) -> None:
    revision = _proposed(house, standby=designs.PAIR)
    for signatory in (house.helen, house.max):
        sign_off_revision(revision, by=signatory, at=MORNING)

    assert standby_of(designs.drafted(house)) == designs.PAIR
    assert standby_of(designs.drafted(house, standby={})) == {}


@pytest.mark.parametrize("who", ["mia", "clara", "stranger"])
def test_the_draft_of_another_company_is_not_there(house: House, who: str) -> None:
    draft = designs.drafted(house)

    with pytest.raises(Http404):
        state_redundancy(draft, designs.PAIR, by=getattr(house, who))


@pytest.mark.parametrize(
    ("stated", "where"),
    [
        ({"nodes": Standby(3)}, "groups.1.needed"),
        ({"nodes": Standby(-1)}, "groups.1.needed"),
        ({"nodes": Standby(1), "racks": Standby(1)}, "groups.2.name"),
        ({"nodes": Standby(1, 2 * DAY)}, "groups.1.failover"),
        ({"nodes": Standby(1, -DAY)}, "groups.1.failover"),
    ],
    ids=["too many", "too few", "no group", "too long", "negative"],
)
def test_what_cannot_be_is_refused_at_its_place(
    house: House, stated: dict[str, Standby], where: str
) -> None:
    draft = designs.drafted(house, standby=designs.PAIR)

    with pytest.raises(Invalid) as refusal:
        state_redundancy(draft, stated, by=house.hank)
    assert list(refusal.value.errors) == [where]
    with pytest.raises(Invalid):
        designs.drafted(house, standby=stated)
    assert standby_of(draft) == designs.PAIR


def test_the_figure_is_frozen_when_it_is_proposed(house: House) -> None:
    designs.state_all(house)
    revision = _proposed(house, standby=designs.PAIR)
    figure = Attainable.objects.get(revision=revision)

    server = designs.product(house.agreement, "ProLiant 8500")
    state_reliability(server, Figures(9, DAY), source="", by=house.helen, at=MORNING)
    for signatory in (house.helen, house.max):
        sign_off_revision(revision, by=signatory, at=MORNING)

    signed = Attainable.objects.get(revision=revision)
    assert (figure.method, figure.reckoned_at) == (AttainableMethod.CLOSED, MORNING)
    assert signed.availability == figure.availability
    assert signed.weakest == "SQL Server 2000"
    assert signed.least == signed.most == signed.availability
    assert str(signed.target) == "99.9000"
    assert [each["name"] for each in signed.detail["blocks"]] == ["nodes", "database"]


def test_one_that_stands_by_makes_it_hold_more(house: House) -> None:
    designs.state_all(house)
    alone = propose_draft(designs.drafted(house), by=house.hank, at=MORNING)
    figure = Attainable.objects.get(revision=alone)
    # 1 / ((1 + 3.25 / 4000)² (1 + 0.75 / 6000)): two servers and an engine, each repaired in turn
    held = 100 / ((1 + 3.25 / 4_000) ** 2 * (1 + 0.75 / 6_000))

    assert float(figure.availability or 0) == pytest.approx(held, abs=1e-6)
    assert figure.weakest == "ProLiant 8500"


def test_without_figures_it_says_whose(house: House) -> None:
    revision = _proposed(house)

    figure = Attainable.objects.get(revision=revision)
    assert figure.reason == NotReckoned.NO_FIGURES
    assert figure.missing == ["ProLiant 8500", "SQL Server 2000"]
    assert figure.availability is None


def test_what_was_stated_of_groups_that_are_gone_goes_with_them(house: House) -> None:
    draft = designs.drafted(house, standby={**designs.PAIR, "database": Standby(0)})
    fewer = designs.items(house)[:1]

    write_draft(house.payroll, fewer, designs.plan(), by=house.hank)
    proposed = propose_draft(draft, by=house.hank, at=MORNING)

    assert standby_of(proposed) == designs.PAIR
