"""What the database refuses of terms that were offered, whoever asks."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from contracts.choices import Impact, TermsState
from contracts.models import (
    Approval,
    Coverage,
    CoverageException,
    CoverageWindow,
    PenaltyBand,
    Target,
    Terms,
    User,
)
from tests.cast import House
from tests.contracts.broken_terms import drafted
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.refused import refused_by

CHANGED: dict[str, object] = {
    "monthly_fee": Decimal(1),
    "availability_target": Decimal(90),
    "penalty_cap": Decimal(1),
    "annual_cap": Decimal(1),
    "effective_on": date(2026, 3, 1),
    "ends_on": date(2030, 1, 1),
    "answer_days": 99,
    "contest_days": 99,
    "maintenance_notice_days": 99,
    "responsibility_days": 99,
    "is_silence_agreement": True,
    "degraded_is_outage": True,
    "pauses_while_waiting": False,
    "not_restored_within": timedelta(days=9),
    "note": "x",
    "number": 9,
    "state": TermsState.DRAFT,
}


def _offered(house: House) -> Terms:
    return drafted(house, state=TermsState.PROPOSED)


def _approve(terms: Terms, *people: User) -> None:
    for person in people:
        Approval.objects.create(
            terms=terms,
            organisation_id=person.organisation_id,
            approved_by=person,
            approved_at=MORNING,
        )


@pytest.mark.parametrize("field", CHANGED)
def test_what_was_offered_never_changes(house: House, field: str) -> None:
    with refused_by("keep their word"):
        Terms.objects.filter(pk=_offered(house).pk).update(**{field: CHANGED[field]})
    with refused_by("keep their word"):
        house.contract.versions.update(**{field: CHANGED[field]})


def test_no_version_is_taken_away(house: House) -> None:
    with refused_by("keep their word"):
        Terms.objects.filter(pk=_offered(house).pk).delete()


def test_what_has_ended_is_not_approved_after_all(house: House) -> None:
    terms = drafted(
        house, state=TermsState.REFUSED, reason="x", ended_at=MORNING, ended_by=house.max
    )

    with refused_by("keep their word"):
        Terms.objects.filter(pk=terms.pk).update(
            state=TermsState.PROPOSED, ended_at=None, ended_by=None
        )


ROWS: dict[str, Callable[[Terms], object]] = {
    "a target changed": lambda terms: terms.targets.update(respond_within=timedelta(1)),
    "a target taken away": lambda terms: terms.targets.all().delete(),
    "a target more": lambda terms: (
        Target.objects.filter(impact=Impact.QUESTION).exclude(terms=terms).update(terms=terms)
    ),
    "a band more": lambda terms: PenaltyBand.objects.create(terms=terms, below=90, percent=9),
}


@pytest.mark.parametrize("case", ROWS)
def test_nor_do_its_rows(house: House, case: str) -> None:
    with refused_by("what was offered in terms never changes"):
        ROWS[case](house.contract.versions.get())


HOURS: dict[str, Callable[[Coverage], object]] = {
    "the hours": lambda coverage: Coverage.objects.filter(pk=coverage.pk).update(always_on=False),
    "a window more": lambda coverage: CoverageWindow.objects.create(
        coverage=coverage, weekday=0, start=0, end=1
    ),
    "an exception more": lambda coverage: CoverageException.objects.create(
        coverage=coverage, day=date(2027, 1, 4), reason="inventory"
    ),
}


@pytest.mark.parametrize("case", HOURS)
def test_nor_do_its_hours(house: House, case: str) -> None:
    with refused_by("hours of terms that were offered never change"):
        HOURS[case](house.contract.versions.get().coverage)


@pytest.mark.parametrize("who", [(), ("helen",), ("max",)])
def test_nothing_is_in_force_without_both_approvals(house: House, who: tuple[str, ...]) -> None:
    terms = _offered(house)
    _approve(terms, *(getattr(house, each) for each in who))

    with refused_by("terms in force have both approvals"):
        Terms.objects.filter(pk=terms.pk).update(
            state=TermsState.APPROVED, in_force=DateRange(date(2019, 1, 1), date(2019, 2, 1))
        )
    with refused_by("terms in force have both approvals"):
        drafted(
            house,
            number=8,
            state=TermsState.APPROVED,
            in_force=DateRange(date(2019, 1, 1), date(2019, 2, 1)),
        )


@pytest.mark.parametrize("who", ["clara", "stranger", "rival_agent", "olga", "hank", "mia"])
def test_an_approval_is_of_a_manager_of_one_of_the_two_vendors(house: House, who: str) -> None:
    with refused_by("of a manager of one of the two vendors"):
        _approve(_offered(house), getattr(house, who))


def test_an_approval_is_in_the_name_of_ones_own_company(house: House) -> None:
    with refused_by("of a manager of one of the two vendors"):
        Approval.objects.create(
            terms=_offered(house),
            organisation=house.microsoft,
            approved_by=house.helen,
            approved_at=MORNING,
        )


def test_an_approval_stands(house: House) -> None:
    for act in (
        lambda: Approval.objects.update(approved_at=MORNING),
        Approval.objects.all().delete,
    ):
        with refused_by("an approval is never changed or taken away"):
            act()


def test_terms_carried_over_without_approvals_end_one_day_all_the_same(house: House) -> None:
    """Those from before versions were kept have nobody's approval."""
    first = house.contract.versions.get()
    with contracts.past_the_guards():
        first.approvals.all().delete()

    after = contracts.amended(house.contract, answer_days=9)

    assert house.contract.terms_on(after.effective_on) == after
    assert Terms.objects.get(pk=first.pk).in_force == DateRange(
        first.effective_on, after.effective_on
    )


@pytest.mark.parametrize("field", ["respond_within", "restore_within", "news_every"])
@pytest.mark.parametrize("length", [timedelta(), -timedelta(minutes=1)])
def test_no_target_is_over_before_it_begins(house: House, field: str, length: timedelta) -> None:
    with refused_by("target_leaves_some_time"):
        Target.objects.create(
            terms=drafted(house),
            impact=Impact.OUTAGE,
            **({"respond_within": timedelta(1)} | {field: length}),
        )
