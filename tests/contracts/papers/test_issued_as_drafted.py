"""What was issued reads as its draft did; figures that stand tall break between their units."""

import pytest

from contracts.papers.explained import explained
from contracts.papers.verdict import counted
from contracts.use_cases.issue_statement import issue_statement
from tests.factories.months import DECEMBER_2, NOVEMBER, Example, agreed, local

pytestmark = pytest.mark.usefixtures("in_english")


def test_parties_and_methods_keep_their_order_once_it_is_issued(month: Example) -> None:
    agreed(month.archive, local(25, 9), 10, (10, 20, 30, 40))
    draft = explained(month.read())
    issue_statement(month.contract, NOVEMBER, by=month.house.helen, at=DECEMBER_2)
    said = explained(month.read())

    names = [[share.name for share in each.shares] for each in said.interruptions]
    assert names == [[share.name for share in each.shares] for each in draft.interruptions]
    assert names[-1] == ["Compaq", "Microsoft", "Vauquelin", "Third party"]
    assert list(said.split) == list(draft.split) == ["proportional", "but_for", "shapley"]


def test_a_tall_duration_breaks_between_its_units(month: Example) -> None:
    agreed(month.archive, local(25, 9), 10, (33, 0, 67, 0))

    time, _allowed = counted(explained(month.read()))

    assert time == "2\u00a0h 3\u00a0min 18\u00a0s"
