"""What is proposed keeps its word, what is signed stands, a number is for ever: whoever asks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from contracts.models import Revision, RevisionItem, SignOff, SupportNumber
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.refused import refused_by

Breaks = Callable[[House, Revision], object]

ITEMS = "the items of a proposed revision never change"
WORD = "a proposed revision keeps its word"
BOTH = "a revision in force has both signatures"
STANDS = "a signature is never changed or taken away"
VENDORS = "a signature is of a manager of one of the two vendors"
FOR_EVER = "a support number is for ever, and so is its revocation"
IN_FORCE = DateTimeTZRange(MORNING + timedelta(1), None)


def _items(revision: Revision) -> list[Item]:
    return [Item(each) for each in revision.configuration.contract.agreement.products.all()]


def _draft(house: House) -> Revision:
    product = house.agreement.products.all()[0]
    return write_draft(house.payroll, [Item(product)], Plan("x", MORNING), by=house.hank)


def _put(revision: Revision, **fields: object) -> None:
    Revision.objects.filter(pk=revision.pk).update(**fields)


def _sign_for(revision: Revision, house: House, organisation: str, person: str) -> None:
    SignOff.objects.create(
        revision=revision,
        organisation=getattr(house, organisation),
        signed_by=getattr(house, person),
        signed_at=MORNING,
    )


def _in_force_with_one(house: House, revision: Revision) -> None:
    sign_off_revision(revision, by=house.helen, at=MORNING)
    Revision.objects.filter(number=1, configuration=house.payroll).update(
        in_force=DateTimeTZRange(MORNING - timedelta(9), MORNING)
    )
    _put(revision, state="signed", in_force=IN_FORCE)


def _number(house: House) -> SupportNumber:
    return SupportNumber.objects.get(configuration=house.payroll)


def _revoked(house: House, revoked_at: object) -> None:
    numbers = SupportNumber.objects.filter(pk=_number(house).pk)
    assert numbers.update(revoked_at=MORNING) == 1
    numbers.update(revoked_at=revoked_at)


CASES: dict[str, tuple[str, Breaks]] = {
    "an item is changed": (ITEMS, lambda _, revision: revision.items.update(host="OTHER")),
    "an item is added": (
        ITEMS,
        lambda house, revision: RevisionItem.objects.create(
            revision=revision, product=house.agreement.products.all()[0]
        ),
    ),
    "an item is deleted": (ITEMS, lambda _, revision: revision.items.all()[0].delete()),
    "an item of a draft is moved into it": (
        ITEMS,
        lambda house, revision: _draft(house).items.update(revision=revision),
    ),
    "an item is moved to a draft": (
        ITEMS,
        lambda house, revision: revision.items.update(revision=_draft(house)),
    ),
    "its note is changed": (WORD, lambda _, revision: _put(revision, note="y")),
    "its way back is changed": (WORD, lambda _, revision: _put(revision, way_back="z")),
    "its number is changed": (WORD, lambda _, revision: _put(revision, number=7)),
    "its date is changed": (
        WORD,
        lambda _, revision: _put(revision, effective_at=MORNING + timedelta(9)),
    ),
    "it becomes another's proposal": (
        WORD,
        lambda house, revision: _put(revision, author=house.microsoft),
    ),
    "another is said to have proposed it": (
        WORD,
        lambda house, revision: _put(revision, proposed_by=house.hank),
    ),
    "it passes to another system": (
        WORD,
        lambda house, revision: _put(revision, configuration=house.rival_payroll, number=9),
    ),
    "it becomes a draft again": (
        WORD,
        lambda _, revision: _put(
            revision, state="draft", number=None, proposed_at=None, proposed_by=None
        ),
    ),
    "it is deleted": (
        WORD,
        lambda _, revision: connection.cursor().execute(
            "DELETE FROM contracts_revision WHERE id = %s", [revision.pk]
        ),
    ),
    "it is in force with one signature": (BOTH, _in_force_with_one),
    "a signature is changed": (STANDS, lambda house, _: SignOff.objects.update(signed_at=MORNING)),
    "a signature is taken away": (STANDS, lambda house, _: SignOff.objects.all().delete()),
    "a member's signature is entered": (
        VENDORS,
        lambda house, revision: _sign_for(revision, house, "compaq", "hank"),
    ),
    "somebody else's manager signs for a vendor": (
        VENDORS,
        lambda house, revision: _sign_for(revision, house, "compaq", "max"),
    ),
    "another manufacturer signs": (
        VENDORS,
        lambda house, revision: _sign_for(revision, house, "rival", "rival_agent"),
    ),
    "a number's digits are changed": (
        FOR_EVER,
        lambda house, _: SupportNumber.objects.filter(pk=_number(house).pk).update(
            digits="0000000196"
        ),
    ),
    "a number passes to another country": (
        FOR_EVER,
        lambda house, _: SupportNumber.objects.update(country="DE"),
    ),
    "a number is deleted": (FOR_EVER, lambda house, _: _number(house).delete()),
    "a revoked number is valid again": (FOR_EVER, lambda house, _: _revoked(house, None)),
    "a revocation is given another date": (
        FOR_EVER,
        lambda house, _: _revoked(house, MORNING + timedelta(1)),
    ),
}


@pytest.fixture
def proposed(house: House) -> Revision:
    items = _items(Revision.objects.get(configuration=house.payroll))
    return propose_revision(
        house.payroll, items, Plan("x", MORNING, "y"), by=house.helen, at=MORNING
    )


@pytest.mark.parametrize("case", CASES)
def test_the_database_refuses_when(house: House, proposed: Revision, case: str) -> None:
    sentence, breaks = CASES[case]

    with refused_by(sentence):
        breaks(house, proposed)


def test_another_manufacturers_manager_does_not_sign_for_it(
    house: House, proposed: Revision
) -> None:
    house.rival_agent.role = "manager"
    house.rival_agent.save()

    with refused_by(VENDORS):
        _sign_for(proposed, house, "rival", "rival_agent")


def test_a_draft_changes_freely(house: House) -> None:
    draft = _draft(house)

    draft.items.update(host="OTHER")
    _put(draft, note="y")

    assert draft.delete()[1] == {"contracts.RevisionItem": 1, "contracts.Revision": 1}


def test_who_signed_and_left_has_signed_all_the_same(house: House, proposed: Revision) -> None:
    sign_off_revision(proposed, by=house.helen, at=MORNING)
    house.helen.organisation, house.helen.role = house.rival, "member"
    house.helen.save()

    stands = sign_off_revision(proposed, by=house.max, at=MORNING)

    assert stands.in_force == DateTimeTZRange(MORNING, None)


def test_a_number_is_revoked_once(house: House) -> None:
    number = _number(house)
    number.revoked_at = MORNING

    number.save()

    assert _number(house).revoked_at == MORNING
