"""What the database refuses of rescissions, and of an agreement that would end too early."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts.choices import TermsState
from contracts.models import Agreement, Contract, Organisation, Rescission, Terms, User
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.refused import refused_by

JANUARY = date(2027, 1, 1)
BEGUN = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
"""In the contract's zone it is the day on which the terms begin."""


@pytest.fixture
def agreed(house: House) -> Terms:
    return contracts.amended(
        house.contract, effective_on=JANUARY, at=MORNING, monthly_fee=Decimal(15000)
    )


def _asked(terms: Terms, by: User, of: Organisation, **fields: Any) -> Rescission:
    defaults = {"reason": "Wrong fee.", "asked_at": MORNING}
    return Rescission.objects.create(
        terms=terms, organisation=of, asked_by=by, **(defaults | fields)
    )


def _confirmed(house: House, terms: Terms, *, at: datetime = MORNING) -> None:
    asked = _asked(terms, house.helen, house.compaq)
    Rescission.objects.filter(pk=asked.pk).update(confirmed_by=house.max, confirmed_at=at)


def _end(terms: Terms, by: User, *, at: datetime = MORNING) -> None:
    Terms.objects.filter(pk=terms.pk).update(
        state=TermsState.RESCINDED, in_force=None, reason="x", ended_at=at, ended_by=by
    )


NOT_OF_BOTH: dict[str, Callable[[House, Terms], object]] = {
    "a member asks": lambda house, terms: _asked(terms, house.hank, house.compaq),
    "for another": lambda house, terms: _asked(terms, house.helen, house.microsoft),
    "a rival asks": lambda house, terms: _asked(
        terms, contracts.a_manager_of(house.rival), house.rival
    ),
    "both at once": lambda house, terms: _asked(
        terms, house.helen, house.compaq, confirmed_by=house.max, confirmed_at=MORNING
    ),
    "of what only waits": lambda house, terms: _asked(
        house.contract.versions.exclude(state=TermsState.APPROVED).get(),
        house.helen,
        house.compaq,
    ),
}


@pytest.mark.parametrize("case", NOT_OF_BOTH)
def test_a_vendors_manager_asks_and_nobody_else(house: House, agreed: Terms, case: str) -> None:
    Terms.objects.create(
        **{
            field.attname: getattr(agreed, field.attname)
            for field in Terms._meta.concrete_fields
            if field.attname not in {"id", "number", "state", "in_force"}
        },
        number=9,
        state=TermsState.PROPOSED,
    )

    with refused_by("of a manager of each of the two vendors"):
        NOT_OF_BOTH[case](house, agreed)


@pytest.mark.parametrize("who", ["mia", "hank", "stranger"])
def test_the_other_vendors_manager_confirms(house: House, agreed: Terms, who: str) -> None:
    asked = Rescission.objects.filter(pk=_asked(agreed, house.helen, house.compaq).pk)

    with refused_by("of a manager of each of the two vendors"):
        asked.update(confirmed_by=getattr(house, who), confirmed_at=MORNING)
    with refused_by("of a manager of each of the two vendors"):
        asked.update(reason="Another.")


def test_what_was_asked_is_taken_back_and_what_both_undid_stays(
    house: House, agreed: Terms
) -> None:
    _asked(agreed, house.helen, house.compaq).delete()
    _confirmed(house, agreed)

    with refused_by("both vendors confirmed stays"):
        Rescission.objects.filter(terms=agreed).delete()


def test_nothing_is_rescinded_without_both(house: House, agreed: Terms) -> None:
    with refused_by("keep their word"):
        _end(agreed, house.max)
    _asked(agreed, house.helen, house.compaq)
    with refused_by("keep their word"):
        _end(agreed, house.max)


def test_nothing_is_rescinded_that_has_begun(house: House, agreed: Terms) -> None:
    _confirmed(house, agreed, at=BEGUN)

    with refused_by("keep their word"):
        _end(agreed, house.max, at=BEGUN)


def test_only_what_a_rescission_reopens_stands_on(house: House, agreed: Terms) -> None:
    first = Terms.objects.filter(contract=house.contract, number=1)
    reopened = {"in_force": (date(2026, 1, 1), None)}

    with refused_by("keep their word"):
        first.update(**reopened)
    _confirmed(house, agreed)
    _end(agreed, house.max)
    first.update(**reopened)

    assert house.contract.terms_on(JANUARY) == first.get()
    with refused_by("keep their word"):
        Terms.objects.filter(pk=agreed.pk).update(
            state=TermsState.APPROVED, ended_at=None, ended_by=None
        )


def test_an_agreement_outlives_the_contracts_under_it(house: House) -> None:
    agreements = Agreement.objects.filter(pk=house.agreement.pk)

    with refused_by("CM-0417 runs longer"):
        agreements.update(ends_on=date(2030, 12, 31))


def test_a_contract_is_not_made_to_outlive_its_agreement(house: House) -> None:
    contract = contracts.contract(
        "CM-9", house.stranger.organisation, house.agreement, ends_on=date(2027, 12, 31)
    )
    Contract.objects.filter(pk=house.contract.pk).update(ends_on=date(2027, 12, 31))
    Agreement.objects.filter(pk=house.agreement.pk).update(ends_on=date(2027, 12, 31))

    with refused_by("CM-9 would run longer"):
        Contract.objects.filter(pk=contract.pk).update(ends_on=None)
