"""What the database refuses of a design: once it is proposed, neither it nor its figure changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contracts.models import Attainable, Redundancy, Revision
from contracts.use_cases.propose_revision import propose_draft
from tests.cast import House
from tests.contracts.broken_designs import attainable, reliability
from tests.factories import designs
from tests.factories.contracts import MORNING
from tests.refused import refused_by

NEVER = "the items of a proposed revision never change"
CHANGES: dict[str, Callable[[Revision], object]] = {
    "another is needed": lambda of: of.redundancies.update(needed=2),
    "one is added": lambda of: Redundancy.objects.create(revision=of, name="x", needed=1),
    "one is taken out": lambda of: of.redundancies.all().delete(),
    "another figure": lambda of: Attainable.objects.filter(revision=of).update(availability=100),
    "the figure is taken out": lambda of: Attainable.objects.filter(revision=of).delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_proposed_never_changes(house: House, change: str) -> None:
    designs.state_all(house)
    draft = designs.drafted(house, standby=designs.PAIR)
    proposed = propose_draft(draft, by=house.hank, at=MORNING)

    with refused_by(NEVER):
        CHANGES[change](proposed)


def test_no_figure_is_added_afterwards(house: House) -> None:
    signed = house.payroll.revisions.get()

    with refused_by(NEVER):
        Attainable.objects.create(revision=signed, reckoned_at=MORNING, reason="nothing")


def test_a_reason_stands_without_a_figure_and_a_figure_without_a_reason(house: House) -> None:
    with refused_by("attainable_is_reckoned_or_says_why_not"):
        attainable(house, method="")
    with refused_by("attainable_lies_in_its_interval"):
        attainable(house, most=101)
    with refused_by("reliability_is_possible"):
        reliability(house, mttr=timedelta(days=367))
