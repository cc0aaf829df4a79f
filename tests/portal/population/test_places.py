"""Where copies are cast: what was promised on their day, and how a new client's fee is shared."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from contracts.models import Approval, Terms, UnfollowedNews
from portal.population.places import places_under, take_on_clients
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING


def test_a_copy_is_promised_what_held_when_it_was_opened(
    house: House, django_assert_num_queries: Any
) -> None:
    first = Terms.objects.get(contract=house.contract)
    second = contracts.amended(house.contract, monthly_fee=Decimal("13000.00"))
    (place,) = places_under(house.contract)

    with django_assert_num_queries(0):
        before = place.words_at(LONG_AGO + timedelta(hours=1))
        after = place.words_at(MORNING)

    assert (before["terms"], after["terms"]) == (first.pk, second.pk)
    assert before["revision"] == after["revision"]


def test_a_contract_carried_over_without_approvals_is_copied_too(house: House) -> None:
    with contracts.past_the_guards():
        Approval.objects.filter(terms__contract=house.contract).delete()

    take_on_clients(house.contract, 1, now=MORNING)

    copy = places_under(house.contract)[-1].configuration.contract
    assert copy.number == "CM-0417-000"
    assert copy.approved_at is not None


def test_the_systems_of_a_new_client_share_its_fee(house: House) -> None:
    contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    UnfollowedNews.objects.all().delete()

    take_on_clients(house.contract, 2, now=MORNING)

    new = [each.configuration for each in places_under(house.contract)][2:]
    assert [each.fee_share for each in new] == [Decimal("0.5")] * 4
    assert not UnfollowedNews.objects.exists()
