"""Each constraint of this room refuses, and is named by what it says."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import BaseConstraint

from contracts.choices import Impact, Kind, ProductKind
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    Coverage,
    CoverageWindow,
    EscalationLevel,
    Organisation,
    PenaltyBand,
    Product,
    Revision,
    RevisionItem,
    SignOff,
    SupportNumber,
    Target,
    User,
)
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING
from tests.refused import refused_by

Broken = Callable[[House], object]


def _revision(house: House) -> Revision:
    return Revision.objects.get(configuration=house.payroll)


def _another(house: House, **fields: object) -> Revision:
    return Revision.objects.create(
        **({"configuration": house.payroll, "number": 2, "effective_at": MORNING} | fields)
    )


def _window(start: int, end: int, weekday: int = 0) -> CoverageWindow:
    return CoverageWindow.objects.create(
        coverage=Coverage.objects.create(name="x"), weekday=weekday, start=start, end=end
    )


def _two_proposals(house: House) -> None:
    _another(house, state="proposed", number=2)
    _another(house, state="proposed", number=3)


BROKEN: dict[str, Broken] = {
    "organisation_named_once_per_country": lambda house: contracts.organisation(
        house.compaq.name, Kind.CLIENT
    ),
    "organisation_is_of_a_known_kind": lambda house: Organisation.objects.update(kind="bank"),
    "one_person_per_email_address": lambda house: User.objects.create(
        email=house.clara.email.upper(), name="Twin", organisation=house.vauquelin
    ),
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
    "contract_targets_a_possible_availability": lambda house: Contract.objects.update(
        availability_target=Decimal(101)
    ),
    "contract_fee_is_not_negative": lambda house: Contract.objects.update(monthly_fee=-1),
    "contract_caps_at_most_the_whole_fee": lambda house: Contract.objects.update(penalty_cap=101),
    "one_target_per_contract_and_impact": lambda house: Target.objects.create(
        contract=house.contract, impact=Impact.OUTAGE, respond_within=timedelta(1)
    ),
    "target_leaves_some_time": lambda house: Target.objects.update(respond_within=timedelta()),
    "one_penalty_band_per_threshold": lambda house: [
        PenaltyBand.objects.create(contract=house.contract, below=99, percent=share)
        for share in (5, 10)
    ],
    "penalty_band_is_in_percent": lambda house: PenaltyBand.objects.create(
        contract=house.contract, below=99, percent=0
    ),
    "coverage_window_is_on_a_weekday": lambda house: _window(0, 1, weekday=7),
    "coverage_window_begins_before_it_ends": lambda house: _window(600, 600),
    "product_listed_once_per_vendor": lambda house: Product.objects.create(
        vendor=house.compaq, name="ProLiant 8500", kind=ProductKind.HARDWARE
    ),
    "configuration_named_once_per_client": lambda house: Configuration.objects.create(
        client=house.vauquelin, contract=house.contract, name=house.payroll.name
    ),
    "configuration_bears_a_share_of_the_fee": lambda house: Configuration.objects.update(
        fee_share=Decimal("1.1")
    ),
    "revision_numbered_once": lambda house: _another(house, number=1),
    "one_open_proposal_per_configuration": _two_proposals,
    "one_revision_in_force_at_any_instant": lambda house: _another(
        house, state="signed", in_force=DateTimeTZRange(MORNING, None)
    ),
    "only_a_signed_revision_is_in_force": lambda house: _another(
        house, state="draft", in_force=DateTimeTZRange(LONG_AGO - timedelta(9), LONG_AGO)
    ),
    "revision_proposed_by_somebody_at_some_time": lambda house: _another(
        house, proposed_at=MORNING
    ),
    "revision_item_counts_at_least_one": lambda house: RevisionItem.objects.update(quantity=0),
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
    "support_number_is_ten_digits": lambda house: SupportNumber.objects.filter(
        configuration=house.payroll
    ).update(digits="740291836"),
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


@pytest.mark.parametrize("field", ["respond_within", "restore_within", "news_every"])
@pytest.mark.parametrize("length", [timedelta(), -timedelta(minutes=1)])
def test_no_target_is_over_before_it_begins(house: House, field: str, length: timedelta) -> None:
    with refused_by("target_leaves_some_time"):
        house.contract.targets.filter(impact=Impact.OUTAGE).update(**{field: length})


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


def test_revisions_of_two_configurations_are_in_force_side_by_side(house: House) -> None:
    other = contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))

    assert Revision.objects.in_force_at(MORNING).filter(configuration=other).exists()
    assert Revision.objects.in_force_at(MORNING).filter(configuration=house.payroll).exists()


def test_the_room_excludes_in_one_place_only() -> None:
    exclusions = [each.name for each in _constraints() if isinstance(each, ExclusionConstraint)]

    assert exclusions == ["one_revision_in_force_at_any_instant"]
