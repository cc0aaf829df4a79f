"""The short way to the seconds that parties answer for says what the explained way says."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.choices import Party
from contracts.rules.availability import measure
from contracts.rules.downtime import availability_by, downtime_of
from contracts.rules.statement import MonthTerms, SystemMonth, penalty_of_month, statement_of
from tests.contracts.rules.months import systems, terms

PARTIES = st.sets(st.sampled_from(list(Party)))


@given(fallen=systems(), parties=PARTIES)
def test_it_counts_what_the_explained_measure_counts(
    fallen: list[SystemMonth], parties: set[Party]
) -> None:
    for each in fallen:
        seen = measure(each.committed, each.outages)

        assert downtime_of(each.committed, each.outages, parties=parties) == seen.held_by(parties)
        assert availability_by(
            each.committed, each.outages, parties=parties
        ) == seen.availability_of(parties)


@given(month=terms(), fallen=systems())
def test_the_penalty_alone_is_that_of_the_statement(
    month: MonthTerms, fallen: list[SystemMonth]
) -> None:
    assert penalty_of_month(month, fallen) == statement_of(month, fallen).penalty
