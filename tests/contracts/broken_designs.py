"""Ways to break what a configuration can hold, by the name of the constraint that refuses each."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from contracts.models import Attainable, Redundancy, Reliability
from tests.cast import House
from tests.factories import designs
from tests.factories.contracts import MORNING


def reliability(house: House, **fields: Any) -> Reliability:
    usual: dict[str, Any] = {
        "product": designs.product(house.agreement, "ProLiant 8500"),
        "mtbf_hours": 1,
        "mttr": timedelta(),
    }
    return Reliability.objects.create(**(usual | fields))


def _redundancy(house: House, **fields: Any) -> Redundancy:
    usual: dict[str, Any] = {"revision": designs.drafted(house), "name": "nodes", "needed": 0}
    return Redundancy.objects.create(**(usual | fields))


def _twice(house: House) -> None:
    first = _redundancy(house)
    Redundancy.objects.create(revision=first.revision, name="nodes", needed=1)


def attainable(house: House, **fields: Any) -> Attainable:
    usual: dict[str, Any] = {
        "revision": designs.drafted(house),
        "reckoned_at": MORNING,
        "method": "closed",
        "availability": 99,
        "least": 98,
        "most": 100,
        "target": 99,
        "yearly_penalty": 0,
    }
    return Attainable.objects.create(**(usual | fields))


BROKEN_DESIGNS: Mapping[str, Callable[[House], object]] = {
    "reliability_is_possible": lambda house: reliability(house, mtbf_hours=0),
    "one_redundancy_per_revision_and_group": _twice,
    "redundancy_takes_over_in_some_time": lambda house: _redundancy(
        house, failover=timedelta(seconds=-1)
    ),
    "attainable_is_reckoned_or_says_why_not": lambda house: attainable(house, reason="nothing"),
    "attainable_lies_in_its_interval": lambda house: attainable(house, least=99.5),
}
