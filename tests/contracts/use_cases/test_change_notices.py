"""The client changes its system: both vendors are told, and answer; until then nothing changes."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from contracts.choices import RevisionState
from contracts.models import Revision, RevisionItem
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors import revision_in_force
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.end_revision import refuse_revision, withdraw_revision
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING

DAY = timedelta(days=1)
BACK = "Put the old disks back"


def _notice(house: House, *, way_back: str = BACK, effective_in: timedelta = DAY) -> Revision:
    items = [Item(each, quantity=2) for each in house.agreement.products.all()]
    plan = Plan("More disks", MORNING + effective_in, way_back)
    return propose_revision(house.payroll, items, plan, by=house.clara, at=MORNING)


@pytest.mark.parametrize("way_back", ["", "  \n"])
def test_a_client_says_how_to_go_back(house: House, way_back: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _notice(house, way_back=way_back)

    assert set(refusal.value.errors) == {"way_back"}
    assert not Revision.objects.filter(author=house.vauquelin).exists()


def test_the_vendors_answer_within_the_contracts_delay(house: House) -> None:
    contracts.amended(house.contract, answer_days=3)

    notice = _notice(house)

    assert notice.author == house.vauquelin
    assert notice.answer_due_at == MORNING + 3 * DAY


def test_silence_is_no_approval(house: House) -> None:
    notice = _notice(house)
    first = Revision.objects.get(configuration=house.payroll, number=1)

    assert revision_in_force(house.payroll, MORNING + 365 * DAY) == first
    sign_off_revision(notice, by=house.helen, at=MORNING + DAY)
    assert revision_in_force(house.payroll, MORNING + 365 * DAY) == first
    sign_off_revision(notice, by=house.max, at=MORNING + 9 * DAY)

    assert revision_in_force(house.payroll, MORNING + 9 * DAY - timedelta(seconds=1)) == first
    assert revision_in_force(house.payroll, MORNING + 9 * DAY) == notice


def test_a_client_cannot_sign_even_its_manager(house: House) -> None:
    notice = _notice(house)
    house.clara.role = "manager"
    house.clara.save()

    with pytest.raises(Forbidden):
        sign_off_revision(notice, by=house.clara, at=MORNING)
    with pytest.raises(Forbidden):
        refuse_revision(notice, reason="No", by=house.clara, at=MORNING)


def test_a_client_reads_why_its_notice_was_refused(house: House) -> None:
    refuse_revision(_notice(house), reason="Not supported", by=house.max, at=MORNING)

    seen = Revision.objects.visible_to(house.clara).get(number=2)
    assert (seen.state, seen.reason) == (RevisionState.REFUSED, "Not supported")


def test_a_client_withdraws_its_notice_and_not_the_vendors(house: House) -> None:
    notice = _notice(house)
    withdraw_revision(notice, reason="Too soon", by=house.clara, at=MORNING)
    items = [Item(each) for each in house.agreement.products.all()]
    theirs = propose_revision(
        house.payroll, items, Plan("", MORNING), by=house.hank, at=MORNING + DAY
    )

    with pytest.raises(Forbidden):
        withdraw_revision(theirs, reason="No", by=house.clara, at=MORNING)


def test_a_client_does_not_read_what_the_vendors_refused_one_another(house: House) -> None:
    items = [Item(each) for each in house.agreement.products.all()]
    theirs = propose_revision(house.payroll, items, Plan("", MORNING), by=house.hank, at=MORNING)
    seen = Revision.objects.visible_to(house.clara)
    assert seen.filter(pk=theirs.pk).exists()

    refuse_revision(theirs, reason="Too costly", by=house.max, at=MORNING)

    assert not seen.filter(pk=theirs.pk).exists()
    assert Revision.objects.visible_to(house.mia).filter(pk=theirs.pk).exists()


def test_an_effective_date_before_what_is_in_force_is_refused_with_that_date(
    house: House,
) -> None:
    with (
        translation.override("fr"),
        timezone.override("Europe/Paris"),
        pytest.raises(Invalid) as refusal,
    ):
        _notice(house, effective_in=LONG_AGO - MORNING - timedelta(seconds=1))

    (sentence,) = refusal.value.errors["effective_at"]
    assert "R1" in sentence
    assert "5 janvier 2026, 10:00" in sentence
    assert _notice(house, effective_in=LONG_AGO - MORNING).number == 2


def test_several_faults_are_told_at_once_and_nothing_is_written(house: House) -> None:
    plan = Plan("", LONG_AGO - DAY)

    with pytest.raises(Invalid) as refusal:
        propose_revision(house.payroll, [], plan, by=house.clara, at=MORNING)

    assert set(refusal.value.errors) == {"items", "way_back", "effective_at"}
    assert not Revision.objects.filter(author=house.vauquelin).exists()


def test_ten_thousand_items_are_proposed(house: House) -> None:
    product = house.agreement.products.get(name="ProLiant 8500")
    items = [Item(product, serial_number=f"S{each}") for each in range(10_000)]

    notice = propose_revision(
        house.payroll, items, Plan("", MORNING, BACK), by=house.clara, at=MORNING
    )

    assert RevisionItem.objects.filter(revision=notice).count() == 10_000
