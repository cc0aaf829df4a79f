"""What the database refuses of days that have hours of their own."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from contracts.models import Coverage, CoverageException, Terms
from contracts.rules.coverage import DayException, Hours
from contracts.rules.hours import WHOLE_DAY
from tests.cast import House
from tests.factories import contracts
from tests.refused import refused_by

DAY = date(2027, 1, 4)


@pytest.fixture
def coverage(db: None) -> Coverage:
    return Coverage.objects.create(name="of nobody's terms")


def _except(coverage: Coverage, *minutes: int | None, reason: str = "inventory") -> None:
    CoverageException.objects.create(
        coverage=coverage, day=DAY, minutes=list(minutes), reason=reason
    )


@pytest.mark.parametrize("minutes", [(), (0, 1440), (480, 720, 840, 1080)])
def test_a_day_is_closed_or_counts_in_parts_or_wholly(
    coverage: Coverage, minutes: tuple[int, ...]
) -> None:
    _except(coverage, *minutes)

    spans = tuple(zip(minutes[::2], minutes[1::2], strict=True))
    assert coverage.hours().exceptions == (DayException(DAY, spans, "inventory"),)


@pytest.mark.parametrize(
    "minutes",
    [(480,), (720, 480), (480, 480), (480, 1441), (0, 60, 60, 120), (60, 120, 0, 30), (None, 60)],
)
def test_minutes_are_of_the_day_and_in_order(
    coverage: Coverage, minutes: tuple[int | None, ...]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        _except(coverage, *minutes)


def test_what_was_offered_with_an_exception_keeps_it(house: House) -> None:
    terms = contracts.amended(
        house.contract,
        hours=Hours("Europe/Paris", exceptions=[DayException(DAY, (), "inventory")]),
    )
    exceptions = CoverageException.objects.filter(coverage=terms.coverage)

    with refused_by("hours of terms that were offered never change"):
        exceptions.update(reason="another")
    with refused_by("hours of terms that were offered never change"):
        exceptions.delete()
    assert exceptions.count() == 1


def test_an_amendment_of_something_else_keeps_the_exceptions(house: House) -> None:
    own = DayException(DAY, WHOLE_DAY, "go-live")
    contracts.amended(house.contract, hours=Hours("Europe/Paris", exceptions=[own]))

    later = contracts.amended(
        house.contract, effective_on=date(2027, 6, 1), at=contracts.MORNING, contest_days=20
    )

    assert Terms.objects.get(pk=later.pk).coverage.hours().exceptions == (own,)
