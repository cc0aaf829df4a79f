"""Ways to break the promises of terms, by the name of the constraint that refuses each."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from contracts.choices import Impact, TermsState
from contracts.models import Approval, Coverage, PenaltyBand, Rescission, Target, Terms
from tests.cast import House
from tests.factories.contracts import FEBRUARY, MORNING


def drafted(house: House, **fields: Any) -> Terms:
    """Write terms of the house's contract past the use case: a draft, but for ``fields``."""
    defaults: dict[str, Any] = {
        "number": 7,
        "effective_on": date(2027, 1, 1),
        "coverage": Coverage.objects.create(name="x"),
        "availability_target": Decimal("99.5"),
        "monthly_fee": Decimal(10),
        "penalty_cap": Decimal(10),
        "not_restored_within": timedelta(1),
        "proposed_at": MORNING,
        "proposed_by": house.helen,
    }
    return Terms.objects.create(contract=house.contract, **(defaults | fields))


def _offered(house: House, **fields: Any) -> Terms:
    return drafted(house, state=TermsState.PROPOSED, **fields)


def _approve_twice(house: House, **who: Any) -> None:
    terms = _offered(house)
    for _ in range(2):
        Approval.objects.create(
            **({"terms": terms, "organisation": house.compaq, "approved_at": MORNING} | who)
        )


def _approve_for_both(house: House) -> None:
    """Somebody who has passed from one vendor to the other."""
    terms = _offered(house)
    for vendor in (house.compaq, house.microsoft):
        house.helen.organisation = vendor
        house.helen.save()
        Approval.objects.create(
            terms=terms, organisation=vendor, approved_by=house.helen, approved_at=MORNING
        )


def _approved(house: House, **fields: Any) -> Terms:
    """Write proposed terms under which a manager of each vendor has put an approval."""
    terms = _offered(house, **fields)
    for person in (house.helen, house.max):
        Approval.objects.create(
            terms=terms,
            organisation_id=person.organisation_id,
            approved_by=person,
            approved_at=MORNING,
        )
    return terms


def _fee_of_no_number(terms: Terms) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contracts_terms SET monthly_fee = 'NaN' WHERE id = %s", [terms.pk])


def _promise(terms: Terms, since: date) -> None:
    Terms.objects.filter(pk=terms.pk).update(
        state=TermsState.APPROVED, in_force=DateRange(since, None)
    )


def _rescind(house: House, **fields: Any) -> Rescission:
    asked: dict[str, Any] = {
        "organisation": house.compaq,
        "asked_by": house.helen,
        "asked_at": MORNING,
        "reason": "x",
    }
    return Rescission.objects.create(terms=house.contract.versions.get(), **(asked | fields))


def _rescind_for_both(house: House) -> None:
    """Somebody who has passed from one vendor to the other."""
    asked = _rescind(house)
    house.helen.organisation = house.microsoft
    house.helen.save()
    asked.confirmed_by, asked.confirmed_at = house.helen, MORNING
    asked.save()


BROKEN_TERMS: Mapping[str, Callable[[House], object]] = {
    "one_target_per_terms_and_impact": lambda house: [
        Target.objects.create(terms=terms, impact=Impact.OUTAGE, respond_within=timedelta(1))
        for terms in [drafted(house)] * 2
    ],
    "target_leaves_some_time": lambda house: Target.objects.create(
        terms=drafted(house), impact=Impact.OUTAGE, respond_within=timedelta()
    ),
    "one_penalty_band_per_threshold": lambda house: [
        PenaltyBand.objects.create(terms=terms, below=99, percent=5)
        for terms in [drafted(house)] * 2
    ],
    "penalty_band_is_in_percent": lambda house: PenaltyBand.objects.create(
        terms=drafted(house), below=99, percent=0
    ),
    "terms_numbered_once": lambda house: drafted(house, number=1),
    "one_open_offer_per_contract": lambda house: [_offered(house, number=each) for each in (7, 8)],
    "one_version_of_terms_on_any_day": lambda house: _promise(
        _approved(house, effective_on=FEBRUARY), FEBRUARY
    ),
    "approved_terms_have_their_days": lambda house: Terms.objects.filter(
        pk=_offered(house).pk
    ).update(state=TermsState.APPROVED),
    "terms_hold_from_their_day": lambda house: _promise(
        _approved(house, effective_on=FEBRUARY), date(2019, 1, 1)
    ),
    "terms_ended_by_somebody_at_some_time": lambda house: drafted(
        house, state=TermsState.WITHDRAWN, ended_at=MORNING
    ),
    "terms_refused_with_a_reason": lambda house: drafted(
        house, state=TermsState.REFUSED, ended_at=MORNING, ended_by=house.max
    ),
    "terms_end_after_they_start": lambda house: drafted(house, ends_on=date(2026, 12, 31)),
    "terms_target_a_possible_availability": lambda house: drafted(house, availability_target=101),
    "terms_amounts_are_not_negative": lambda house: drafted(house, monthly_fee=-1),
    "terms_amounts_are_numbers": lambda house: _fee_of_no_number(drafted(house)),
    "terms_cap_at_most_the_whole_fee": lambda house: drafted(house, penalty_cap=101),
    "terms_leave_some_time_to_answer": lambda house: drafted(house, answer_days=0),
    "one_approval_per_vendor": lambda house: _approve_twice(house, approved_by=house.helen),
    "nobody_approves_for_both_vendors": _approve_for_both,
    "rescission_has_a_reason": lambda house: _rescind(house, reason=""),
    "rescission_confirmed_by_somebody_at_some_time": lambda house: Rescission.objects.filter(
        pk=_rescind(house).pk
    ).update(confirmed_by=house.max),
    "nobody_rescinds_for_both_vendors": _rescind_for_both,
}
