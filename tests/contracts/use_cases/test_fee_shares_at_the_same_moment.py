"""A system enters or leaves while somebody else acts on its contract: no fee is borne twice."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from decimal import Decimal
from functools import partial

import pytest
from django.db import connections, transaction

from contracts.models import Configuration
from contracts.rules.refusal import Invalid
from contracts.use_cases.draft_revision import Item, Plan
from contracts.use_cases.place_configuration import place_configuration
from contracts.use_cases.propose_revision import propose_revision
from contracts.use_cases.retire_configuration import retire_configuration
from contracts.use_cases.share_fee import share_fee
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

pytestmark = pytest.mark.django_db(transaction=True)

Move = Callable[[], object]
_A_WHILE = 0.7  # seconds: long enough for a move that waits for nobody


def _while_not_committed(first: Move, second: Move) -> Future[object]:
    """Make a move, and another one before the first is committed; return what becomes of it."""

    def made() -> object:
        try:
            return second()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            first()
            later = threads.submit(made)
            wait([later], timeout=_A_WHILE)
        return later


def test_of_two_that_enter_at_once_one_bears_all(house: House) -> None:
    mail = contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    renewal = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    place = partial(place_configuration, contract=renewal, by=house.helen, at=MORNING)

    _while_not_committed(partial(place, house.payroll), partial(place, mail)).result()

    shares = Configuration.objects.filter(contract=renewal).values_list("fee_share", flat=True)
    assert sorted(shares) == [0, 1]


def test_of_two_that_are_proposed_first_at_once_one_bears_all(house: House) -> None:
    renewal = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    new = [contracts.configuration(name, renewal, signed_by=None) for name in ("Web", "Mail")]
    items = [Item(each) for each in house.agreement.products.all()]
    propose = partial(
        propose_revision, items=items, plan=Plan("", MORNING), by=house.helen, at=MORNING
    )

    _while_not_committed(partial(propose, new[0]), partial(propose, new[1])).result()

    shares = Configuration.objects.filter(contract=renewal).values_list("fee_share", flat=True)
    assert sorted(shares) == [0, 1]


def test_a_first_proposal_and_a_sharing_at_once_end_in_a_whole(house: House) -> None:
    mail = contracts.configuration("Mail", house.contract, signed_by=None)
    items = [Item(each) for each in house.agreement.products.all()]
    whole = {house.payroll.pk: Decimal(1)}

    later = _while_not_committed(
        partial(propose_revision, mail, items, Plan("", MORNING), by=house.helen, at=MORNING),
        partial(share_fee, house.contract, whole, by=house.helen, at=MORNING),
    )

    assert isinstance(later.exception(), Invalid)  # it names one too few by now
    assert Configuration.objects.get(pk=house.payroll.pk).fee_share == 1
    assert Configuration.objects.get(pk=mail.pk).fee_share == 0


def test_what_retires_while_the_fee_is_shared_is_not_shared_with(house: House) -> None:
    mail = contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    said = {house.payroll.pk: Decimal("0.4"), mail.pk: Decimal("0.6")}

    later = _while_not_committed(
        partial(retire_configuration, mail, reason="Sold", by=house.helen, at=MORNING),
        partial(share_fee, house.contract, said, by=house.helen, at=MORNING),
    )

    assert isinstance(later.exception(), Invalid)
    assert Configuration.objects.get(pk=house.payroll.pk).fee_share == 1
