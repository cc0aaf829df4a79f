"""From a proposal to a support number: who signs, when it stands, what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import Http404
from django.utils import translation

from contracts.choices import EventKind, ProductKind, RevisionState
from contracts.models import Configuration, ContractEvent, Product, Revision, SupportNumber, User
from contracts.rules.refusal import Forbidden, Invalid
from contracts.rules.support_numbers import read_number
from contracts.selectors import revision_in_force
from contracts.use_cases.check_items import OutOfScope
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.hold_revision import RevisionMoveNotOpen
from contracts.use_cases.propose_revision import ProposalOpen, propose_revision
from contracts.use_cases.sign_off_revision import issue_number, sign_off_revision
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING
from tests.refused import refused_by

DAY = timedelta(days=1)


def _proposed(house: House, on: Configuration, *, effective_in: timedelta = -DAY) -> Revision:
    items = [Item(product, quantity=2) for product in house.agreement.products.all()]
    return propose_revision(
        on, items, Plan("x", MORNING + effective_in), by=house.helen, at=MORNING
    )


def _signed(revision: Revision, *by: User) -> Revision:
    for signatory in by:
        sign_off_revision(revision, by=signatory, at=MORNING)
    return Revision.objects.get(pk=revision.pk)


@pytest.fixture
def fresh(house: House) -> Configuration:
    return contracts.configuration("Mail", house.contract, signed_by=None)


def test_the_second_signature_puts_it_in_force_and_issues_the_number(
    house: House, fresh: Configuration
) -> None:
    revision = _proposed(house, fresh)

    first = _signed(revision, house.max)
    assert first.state == RevisionState.PROPOSED
    assert revision_in_force(fresh, MORNING) is None
    second = _signed(revision, house.helen)

    number = SupportNumber.objects.get(configuration=fresh)
    assert second.state == RevisionState.SIGNED
    assert second.in_force == DateTimeTZRange(MORNING, None)
    assert read_number(str(number)).country == "FR"
    assert number.with_revision(1) == f"{number}/R1"


def test_it_stands_from_its_date_when_that_comes_after_the_signatures(
    house: House, fresh: Configuration
) -> None:
    revision = _signed(_proposed(house, fresh, effective_in=DAY), house.helen, house.max)

    assert revision_in_force(fresh, MORNING) is None
    assert revision_in_force(fresh, MORNING + DAY) == revision


def test_it_ends_the_one_before_and_keeps_the_number(house: House) -> None:
    number = str(house.payroll.support_number)

    second = _signed(_proposed(house, house.payroll), house.helen, house.max)

    first = Revision.objects.get(configuration=house.payroll, number=1)
    assert first.in_force == DateTimeTZRange(LONG_AGO, MORNING)
    assert revision_in_force(house.payroll, MORNING) == second
    assert revision_in_force(house.payroll, MORNING - timedelta(seconds=1)) == first
    assert str(SupportNumber.objects.get(configuration=house.payroll)) == number


def test_what_was_to_begin_later_never_does_when_a_newer_one_stands_first(house: House) -> None:
    later = _signed(_proposed(house, house.payroll, effective_in=9 * DAY), house.helen, house.max)

    newest = _signed(_proposed(house, house.payroll, effective_in=2 * DAY), house.helen, house.max)

    first = Revision.objects.get(configuration=house.payroll, number=1)
    assert not Revision.objects.filter(pk=later.pk, in_force__isnull=False).exists()
    assert first.in_force == DateTimeTZRange(LONG_AGO, MORNING + 2 * DAY)
    assert revision_in_force(house.payroll, MORNING + 20 * DAY) == newest


@pytest.mark.parametrize("who", ["hank", "mia", "clara"])
def test_only_a_manager_of_one_of_the_two_vendors_signs(
    house: House, fresh: Configuration, who: str
) -> None:
    with pytest.raises(Forbidden):
        sign_off_revision(_proposed(house, fresh), by=getattr(house, who), at=MORNING)


@pytest.mark.parametrize("who", ["olga", "stranger", "rival_agent"])
def test_who_does_not_see_it_finds_nothing_to_sign(
    house: House, fresh: Configuration, who: str
) -> None:
    with pytest.raises(Http404):
        sign_off_revision(_proposed(house, fresh), by=getattr(house, who), at=MORNING)


def test_a_vendor_signs_once(house: House, fresh: Configuration) -> None:
    revision = _signed(_proposed(house, fresh), house.helen)

    with pytest.raises(RevisionMoveNotOpen):
        sign_off_revision(revision, by=house.helen, at=MORNING)


def test_a_person_signs_once_even_for_two_employers(house: House, fresh: Configuration) -> None:
    revision = _signed(_proposed(house, fresh), house.helen)
    house.helen.organisation = house.microsoft
    house.helen.save()

    with pytest.raises(RevisionMoveNotOpen):
        sign_off_revision(revision, by=house.helen, at=MORNING)


def test_it_stands_from_the_later_signature_whichever_is_written_last(
    house: House, fresh: Configuration
) -> None:
    revision = _proposed(house, fresh)
    sign_off_revision(revision, by=house.helen, at=MORNING + DAY)

    signed = sign_off_revision(revision, by=house.max, at=MORNING)

    assert signed.signed_at == MORNING + DAY
    assert signed.in_force == DateTimeTZRange(MORNING + DAY, None)


def test_nothing_of_a_retired_system_is_signed(house: House, fresh: Configuration) -> None:
    revision = _proposed(house, fresh)
    contracts.left_service(fresh)

    with translation.override("en"), pytest.raises(RevisionMoveNotOpen, match="retired"):
        sign_off_revision(revision, by=house.helen, at=MORNING)


def test_what_is_signed_is_not_signed_again(house: House, fresh: Configuration) -> None:
    revision = _signed(_proposed(house, fresh), house.helen, house.max)

    with pytest.raises(RevisionMoveNotOpen):
        sign_off_revision(revision, by=house.helen, at=MORNING)


def test_one_proposal_at_a_time(house: House) -> None:
    _proposed(house, house.payroll)

    with pytest.raises(ProposalOpen):
        _proposed(house, house.payroll)


def test_a_product_outside_the_agreement_is_refused_by_name(
    house: House, fresh: Configuration
) -> None:
    other = Product.objects.create(vendor=house.rival, kind=ProductKind.HARDWARE, name="NetServer")

    with pytest.raises(OutOfScope, match="NetServer"):
        propose_revision(fresh, [Item(other)], Plan("", MORNING), by=house.helen, at=MORNING)


def test_a_product_is_supported_through_its_last_day(house: House, fresh: Configuration) -> None:
    house.agreement.products.update(supported_until=MORNING.date())

    assert _proposed(house, fresh).number == 1


def test_a_product_beyond_its_end_of_support_is_refused_by_name(
    house: House, fresh: Configuration
) -> None:
    house.agreement.products.update(supported_until=MORNING.date() - DAY)

    with translation.override("en"), pytest.raises(OutOfScope) as refusal:
        _proposed(house, fresh)

    assert (
        "ProLiant 8500 is no longer supported since 22 November 2026."
        in refusal.value.errors["items"]
    )


def test_no_revision_counts_before_its_contract(house: House, fresh: Configuration) -> None:
    items = [Item(each) for each in house.agreement.products.all()]
    before = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)

    with pytest.raises(Invalid) as refusal:
        propose_revision(fresh, items, Plan("", before), by=house.helen, at=MORNING)

    assert set(refusal.value.errors) == {"effective_at"}
    on_time = Plan("", before + timedelta(minutes=1))
    assert propose_revision(fresh, items, on_time, by=house.helen, at=MORNING).number == 1


def test_a_number_that_is_taken_is_drawn_again(
    house: House, fresh: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = int(house.payroll.support_number.digits[:8])
    draws = iter([taken, taken, 42])
    monkeypatch.setattr("secrets.randbelow", lambda _below: next(draws))

    assert issue_number(fresh, at=MORNING).digits.startswith("00000042")


def test_a_draw_that_never_succeeds_says_so(
    house: House, fresh: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = int(house.payroll.support_number.digits[:8])
    monkeypatch.setattr("secrets.randbelow", lambda _below: taken)

    with pytest.raises(RuntimeError, match="no free support number"):
        issue_number(fresh, at=MORNING)


def test_every_step_is_written_down_and_cannot_be_changed(house: House) -> None:
    kinds = list(house.payroll.events.values_list("kind", flat=True))

    assert kinds == [
        EventKind.CONFIGURATION_REGISTERED,
        EventKind.REVISION_PROPOSED,
        EventKind.REVISION_SIGNED,
        EventKind.REVISION_SIGNED,
        EventKind.REVISION_IN_FORCE,
        EventKind.SUPPORT_NUMBER_ISSUED,
    ]
    with refused_by("append-only"):
        ContractEvent.objects.update(detail={})
    with refused_by("append-only"):
        ContractEvent.objects.all().delete()
