"""A system enters or leaves while somebody else acts on its contract: no fee is borne twice."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from decimal import Decimal
from functools import partial

import pytest
from django.db import connections, transaction

from contracts.models import Configuration
from contracts.rules.refusal import Invalid
from contracts.use_cases.place_configuration import place_configuration
from contracts.use_cases.register_configuration import register_configuration
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
    mail = contracts.configuration("Mail", house.contract, signed_by=None)
    renewal = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    place = partial(place_configuration, contract=renewal, by=house.helen, at=MORNING)

    _while_not_committed(partial(place, house.payroll), partial(place, mail)).result()

    shares = Configuration.objects.filter(contract=renewal).values_list("fee_share", flat=True)
    assert sorted(shares) == [0, 1]


def test_what_is_registered_while_another_enters_bears_nothing(house: House) -> None:
    renewal = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    place = partial(place_configuration, house.payroll, renewal, by=house.helen, at=MORNING)
    new = {"name": "Web", "host": "", "site": ""}
    register = partial(register_configuration, renewal, **new, by=house.hank, at=MORNING)

    _while_not_committed(place, register).result()

    shares = Configuration.objects.filter(contract=renewal).values_list("fee_share", flat=True)
    assert sorted(shares) == [0, 1]


def test_what_retires_while_the_fee_is_shared_is_not_shared_with(house: House) -> None:
    mail = contracts.configuration("Mail", house.contract, signed_by=None)
    said = {house.payroll.pk: Decimal("0.4"), mail.pk: Decimal("0.6")}

    later = _while_not_committed(
        partial(retire_configuration, mail, reason="Sold", by=house.helen, at=MORNING),
        partial(share_fee, house.contract, said, by=house.helen, at=MORNING),
    )

    assert isinstance(later.exception(), Invalid)
    assert Configuration.objects.get(pk=house.payroll.pk).fee_share == 1
