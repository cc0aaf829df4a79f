"""Each constraint of this room refuses, and is named by what it says."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import BaseConstraint

from contracts.choices import EventKind, Kind, ProductKind
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    ContractEvent,
    Coverage,
    CoverageWindow,
    EscalationLevel,
    Organisation,
    Placement,
    Product,
    Revision,
    RevisionItem,
    SignOff,
    Submission,
    SupportNumber,
    User,
)
from tests.cast import House
from tests.contracts.broken import BROKEN_ELSEWHERE
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING
from tests.refused import refused_by

Broken = Callable[[House], object]


def _revision(house: House) -> Revision:
    return Revision.objects.get(configuration=house.payroll)


def _another(house: House, **fields: object) -> Revision:
    draft = {"configuration": house.payroll, "author": house.compaq, "effective_at": MORNING}
    return Revision.objects.create(**(draft | fields))


def _sent(house: House, at_number: int, /, **fields: object) -> Revision:
    """Another one that was proposed, so that it has its number."""
    proposed = {"number": at_number, "proposed_at": MORNING, "proposed_by": house.helen}
    return _another(house, **(proposed | {"state": "proposed"} | fields))


def _window(start: int, end: int, weekday: int = 0) -> CoverageWindow:
    return CoverageWindow.objects.create(
        coverage=Coverage.objects.create(name="x"), weekday=weekday, start=start, end=end
    )


def _two_proposals(house: House) -> None:
    _sent(house, 2)
    _sent(house, 3)


def _two_drafts(house: House) -> None:
    _another(house)
    _another(house, author=house.microsoft)
    _another(house)


BROKEN: dict[str, Broken] = {
    "organisation_named_once_per_country": lambda house: contracts.organisation(
        house.compaq.name, Kind.CLIENT
    ),
    "organisation_is_of_a_known_kind": lambda house: Organisation.objects.update(kind="bank"),
    "one_person_per_email_address": lambda house: User.objects.create(
        email=house.clara.email.upper(), name="Twin", organisation=house.vauquelin
    ),
    "sorting_costs_less_than_a_mistake": lambda house: Agreement.objects.update(triage_cost=20),
    "agreement_ends_after_it_starts": lambda house: Agreement.objects.update(
        ends_on=date(2024, 1, 1)
    ),
    "agreement_binds_two_organisations": lambda house: Agreement.objects.filter(
        pk=house.agreement.pk
    ).update(publisher=house.compaq),
    "escalation_level_once_per_agreement": lambda house: EscalationLevel.objects.create(
        agreement=house.agreement, number=1, name="x", wait_minutes=1
    ),
    "escalation_levels_count_from_one": lambda house: EscalationLevel.objects.create(
        agreement=house.agreement, number=0, name="x", wait_minutes=1
    ),
    "escalation_level_has_some_time": lambda house: EscalationLevel.objects.update(wait_minutes=0),
    "contract_ends_after_it_starts": lambda house: Contract.objects.update(
        ends_on=date(2025, 12, 31)
    ),
    **BROKEN_ELSEWHERE,
    "under_one_contract_at_any_instant": lambda house: Placement.objects.create(
        configuration=house.payroll,
        contract=house.contract,
        during=DateTimeTZRange(MORNING, None),
    ),
    "placement_lasts_some_time": lambda house: Placement.objects.create(
        configuration=house.payroll,
        contract=house.contract,
        during=DateTimeTZRange(MORNING, MORNING),
    ),
    "coverage_window_is_on_a_weekday": lambda house: _window(0, 1, weekday=7),
    "coverage_window_begins_before_it_ends": lambda house: _window(600, 600),
    "product_listed_once_per_vendor": lambda house: Product.objects.create(
        vendor=house.compaq, name="ProLiant 8500", kind=ProductKind.HARDWARE
    ),
    "a system is named once per client and agreement": lambda house: Configuration.objects.create(
        client=house.vauquelin, contract=house.contract, name=house.payroll.name
    ),
    "one_submission_per_key_of_person": lambda house: [
        Submission.objects.create(user=house.clara, key="x", digest="x", at=MORNING)
        for _ in range(2)
    ],
    "configuration_bears_a_share_of_the_fee": lambda house: Configuration.objects.update(
        fee_share=Decimal("1.1")
    ),
    "revision_numbered_once": lambda house: _sent(house, 1),
    "one_open_proposal_per_configuration": _two_proposals,
    "one_draft_per_configuration_and_author": _two_drafts,
    "one_revision_in_force_at_any_instant": lambda house: _sent(
        house, 2, state="signed", in_force=DateTimeTZRange(MORNING, None)
    ),
    "only_a_signed_revision_is_in_force": lambda house: _sent(
        house, 2, in_force=DateTimeTZRange(LONG_AGO - timedelta(9), LONG_AGO)
    ),
    "revision_proposed_by_somebody_at_some_time": lambda house: _sent(house, 2, proposed_by=None),
    "revision_has_a_number_once_proposed": lambda house: _another(house, number=2),
    "revision_ended_by_somebody_at_some_time": lambda house: _sent(
        house, 2, state="withdrawn", ended_at=MORNING
    ),
    "revision_refused_with_a_reason": lambda house: _sent(
        house, 2, state="refused", ended_at=MORNING, ended_by=house.max
    ),
    "overdue_answer_said_once_per_revision": lambda house: [
        ContractEvent.objects.create(
            kind=EventKind.REVISION_ANSWER_OVERDUE,
            at=MORNING,
            configuration=house.payroll,
            detail={"revision": 1},
        )
        for _time in range(2)
    ],
    "revision_item_counts_at_least_one": lambda house: RevisionItem.objects.create(
        revision=_another(house), product=house.agreement.products.all()[0], quantity=0
    ),
    "one_signature_per_vendor": lambda house: SignOff.objects.create(
        revision=_revision(house),
        organisation=house.compaq,
        signed_by=house.hank,
        signed_at=MORNING,
    ),
    "nobody_signs_for_both_vendors": lambda house: SignOff.objects.create(
        revision=_revision(house),
        organisation=house.vauquelin,
        signed_by=house.helen,
        signed_at=MORNING,
    ),
    "support_number_is_ten_digits": lambda house: SupportNumber.objects.create(
        digits="740291836",
        country="FR",
        configuration=contracts.configuration("Mail", house.contract, signed_by=None),
        issued_at=MORNING,
    ),
    "support_number_revoked_after_it_was_issued": lambda house: SupportNumber.objects.update(
        revoked_at=LONG_AGO - timedelta(1)
    ),
}


OPERATORS = "only people of a platform organisation are operators"
OF_ONE_CLIENT = "a configuration is of the client of its contract"

GUARDED: dict[str, tuple[str, Broken]] = {
    "a client's person becomes an operator": (
        OPERATORS,
        lambda house: User.objects.filter(pk=house.clara.pk).update(is_staff=True),
    ),
    "somebody of a client is entered as an operator": (
        OPERATORS,
        lambda house: contracts.person("Nina Roy", house.vauquelin, is_staff=True),
    ),
    "an operator goes to another company": (
        OPERATORS,
        lambda house: User.objects.filter(pk=house.olga.pk).update(organisation=house.compaq),
    ),
    "the platform becomes a client": (
        OPERATORS,
        lambda house: Organisation.objects.filter(kind=Kind.PLATFORM).update(kind=Kind.CLIENT),
    ),
    "a configuration is entered under another's contract": (
        OF_ONE_CLIENT,
        lambda house: Configuration.objects.create(
            client=house.rival, contract=house.contract, name="x"
        ),
    ),
    "a configuration passes to another's contract": (
        OF_ONE_CLIENT,
        lambda house: Configuration.objects.filter(pk=house.payroll.pk).update(
            contract=house.rival_payroll.contract
        ),
    ),
    "a contract passes to another client without its configurations": (
        OF_ONE_CLIENT,
        lambda house: Contract.objects.filter(pk=house.contract.pk).update(client=house.rival),
    ),
}


def _constraints() -> list[BaseConstraint]:
    models = apps.get_app_config("contracts").get_models()
    return [constraint for model in models for constraint in model._meta.constraints]


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(house: House, name: str) -> None:
    with refused_by(name):
        BROKEN[name](house)


@pytest.mark.parametrize("case", GUARDED)
def test_a_guard_refuses_when(house: House, case: str) -> None:
    sentence, breaks = GUARDED[case]

    with refused_by(sentence):
        breaks(house)


def test_every_constraint_of_the_room_is_tried() -> None:
    assert {constraint.name for constraint in _constraints()} - BROKEN.keys() == set()


def test_the_eight_digits_are_unique_over_all_countries(house: House) -> None:
    number = house.payroll.support_number

    with refused_by("digits"):
        SupportNumber.objects.create(
            digits=number.digits,
            country="DE",
            configuration=contracts.configuration("Mail", house.contract, signed_by=None),
            issued_at=MORNING,
        )


def test_a_configuration_has_one_number_for_ever(house: House) -> None:
    with refused_by("configuration"):
        SupportNumber.objects.create(
            digits="0000000196", country="FR", configuration=house.payroll, issued_at=MORNING
        )


@pytest.mark.parametrize(
    "fields",
    [{"number": None}, {"proposed_at": None, "proposed_by": None}],
    ids=["number", "instant"],
)
def test_what_is_proposed_has_both(house: House, fields: dict[str, None]) -> None:
    with refused_by("revision_has_a_number_once_proposed"):
        _sent(house, 2, **fields)


@pytest.mark.parametrize("state", ["proposed", "signed"])
def test_nobody_ended_what_has_not_ended(house: House, state: str) -> None:
    with refused_by("revision_ended_by_somebody_at_some_time"):
        _sent(house, 2, state=state, ended_at=MORNING, ended_by=house.max)


def test_revisions_of_two_configurations_are_in_force_side_by_side(house: House) -> None:
    other = contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))

    assert Revision.objects.in_force_at(MORNING).filter(configuration=other).exists()
    assert Revision.objects.in_force_at(MORNING).filter(configuration=house.payroll).exists()


def test_what_stands_at_one_time_alone_is_told_by_an_exclusion() -> None:
    exclusions = {each.name for each in _constraints() if isinstance(each, ExclusionConstraint)}

    assert exclusions == {
        "one_underpinning_on_any_day",
        "one_revision_in_force_at_any_instant",
        "one_version_of_terms_on_any_day",
        "segments_of_an_outage_do_not_overlap",
        "under_one_contract_at_any_instant",
    }
