"""A serial number is guaranteed in one system; who may not see that one learns nothing of it."""

from datetime import timedelta

import pytest

from contracts.choices import Kind, Role
from contracts.models import Configuration, Revision, User
from contracts.use_cases.check_items import SerialTaken, SerialTwice
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.end_revision import refuse_revision, withdraw_revision
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

pytestmark = pytest.mark.usefixtures("in_english")

DAY = timedelta(days=1)
SERIAL = "8J01FKD1"


@pytest.fixture
def mail(house: House) -> Configuration:
    return contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))


@pytest.fixture
def elsewhere(house: House) -> Configuration:
    """A system of another client of the same vendors."""
    client = contracts.organisation("Coopérative Hélios", Kind.CLIENT)
    under = contracts.contract("CM-0500", client, house.agreement)
    return contracts.configuration("Secret", under, signed_by=(house.helen, house.max))


def _with(
    serial: str, on: Configuration, by: User, *, effective_in: timedelta = timedelta()
) -> Revision:
    product = on.contract.agreement.products.get(name="ProLiant 8500")
    plan = Plan("", MORNING + effective_in, "Unplug it")
    return propose_revision(on, [Item(product, serial_number=serial)], plan, by=by, at=MORNING)


def _signed(revision: Revision, house: House) -> Revision:
    for manager in (house.helen, house.max):
        sign_off_revision(revision, by=manager, at=MORNING)
    return revision


def _refusal(on: Configuration, by: User, serial: str = SERIAL) -> str:
    with pytest.raises(SerialTaken) as refusal:
        _with(serial, on, by)
    (sentence,) = refusal.value.errors["items"]
    assert str(refusal.value) == sentence
    return str(sentence)


@pytest.mark.parametrize("is_signed", [True, False], ids=["signed", "proposed"])
def test_another_clients_is_told_in_words_that_tell_nothing(
    house: House, elsewhere: Configuration, is_signed: bool
) -> None:
    taken = _with(SERIAL, elsewhere, house.helen)
    if is_signed:
        _signed(taken, house)

    said = _refusal(house.payroll, house.clara)

    assert said == f"{SERIAL} cannot be registered, contact your manufacturer."
    assert not Revision.objects.filter(author=house.vauquelin).exists()


@pytest.mark.parametrize("who", ["hank", "mia"])
def test_a_vendor_that_sees_the_system_is_told_which(
    house: House, elsewhere: Configuration, who: str
) -> None:
    _signed(_with(SERIAL, elsewhere, house.helen), house)

    assert "Secret" in _refusal(house.payroll, getattr(house, who))


def test_a_client_is_told_which_of_its_own_systems_has_it(
    house: House, mail: Configuration
) -> None:
    _signed(_with(SERIAL, mail, house.helen), house)

    assert "Mail" in _refusal(house.payroll, house.clara)


def test_another_manufacturers_is_told_to_nobody(house: House) -> None:
    rival_product = house.rival_payroll.contract.agreement.products.all()[0]
    signer = contracts.person("Roy Manager", house.rival, role=Role.MANAGER)
    propose_revision(
        house.rival_payroll,
        [Item(rival_product, serial_number=SERIAL)],
        Plan("", MORNING),
        by=signer,
        at=MORNING,
    )

    told = {_refusal(house.payroll, by) for by in (house.helen, house.max)}

    assert told == {f"{SERIAL} cannot be registered. Read it again on the machine."}


@pytest.mark.parametrize(
    "typed", ["8j01fkd1", " 8J01FKD1 ", "8J01 FKD1", "8j-01-FKD1", "8J01.FKD1"]
)
def test_it_is_the_same_however_it_is_typed(
    house: House, elsewhere: Configuration, typed: str
) -> None:
    _with(SERIAL, elsewhere, house.helen)

    assert typed.strip().upper() in _refusal(house.payroll, house.clara, typed)


def test_a_draft_takes_nothing(house: House, mail: Configuration) -> None:
    product = house.agreement.products.get(name="ProLiant 8500")
    write_draft(mail, [Item(product, serial_number=SERIAL)], Plan("", MORNING), by=house.hank)

    assert _with(SERIAL, house.payroll, house.clara).number == 2


def test_what_was_refused_or_withdrawn_takes_nothing(house: House, mail: Configuration) -> None:
    refuse_revision(_with(SERIAL, mail, house.helen), reason="No", by=house.max, at=MORNING)
    later = _signed(_with(SERIAL, mail, house.helen, effective_in=9 * DAY), house)
    withdraw_revision(later, reason="No", by=house.max, at=MORNING)

    assert _with(SERIAL, house.payroll, house.clara).number == 2


def test_a_system_keeps_its_own_from_revision_to_revision(house: House) -> None:
    _signed(_with(SERIAL, house.payroll, house.helen), house)

    assert _with(SERIAL, house.payroll, house.helen).number == 3


def test_what_a_system_gave_up_is_free(house: House, mail: Configuration) -> None:
    _signed(_with(SERIAL, mail, house.helen), house)
    _signed(_with("", mail, house.helen), house)

    assert _with(SERIAL, house.payroll, house.clara).number == 2


def test_what_a_system_gives_up_later_is_not_free_yet(house: House, mail: Configuration) -> None:
    _signed(_with(SERIAL, mail, house.helen), house)
    _signed(_with("", mail, house.helen, effective_in=9 * DAY), house)

    assert "Mail" in _refusal(house.payroll, house.clara)


def test_what_a_system_has_later_is_taken_already(house: House, mail: Configuration) -> None:
    _signed(_with(SERIAL, mail, house.helen, effective_in=9 * DAY), house)

    assert "Mail" in _refusal(house.payroll, house.clara)


def test_a_retired_system_gives_up_all(house: House, mail: Configuration) -> None:
    _signed(_with(SERIAL, mail, house.helen), house)
    contracts.left_service(mail)

    assert _with(SERIAL, house.payroll, house.clara).number == 2


def test_the_same_in_two_rows_is_refused_by_row(house: House) -> None:
    product = house.agreement.products.get(name="ProLiant 8500")
    serials = ("S1", "", "s1 ", "", "S2", "S1")
    items = [Item(product, serial_number=each) for each in serials]

    with pytest.raises(SerialTwice) as refusal:
        propose_revision(house.payroll, items, Plan("", MORNING), by=house.helen, at=MORNING)

    assert refusal.value.errors == {
        "items": ["Row 3: S1 stands in row 1 already.", "Row 6: S1 stands in row 1 already."],
        "items.3.serial_number": ["S1 stands in row 1 already."],
        "items.6.serial_number": ["S1 stands in row 1 already."],
    }
    assert house.payroll.revisions.count() == 1


def test_each_of_several_is_named(house: House, elsewhere: Configuration) -> None:
    product = house.agreement.products.get(name="ProLiant 8500")
    items = [Item(product, serial_number=each) for each in ("S2", "S1", "FREE")]
    plan = Plan("", MORNING, "Unplug them")
    propose_revision(elsewhere, items[:2], plan, by=house.helen, at=MORNING)

    with pytest.raises(SerialTaken) as refusal:
        propose_revision(house.payroll, items, plan, by=house.clara, at=MORNING)

    assert [each.split(maxsplit=1)[0] for each in refusal.value.errors["items"]] == ["S2", "S1"]
