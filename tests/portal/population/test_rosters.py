"""Vendors of a population have somebody on duty on each level, and keep the rosters they had."""

from typing import Any

import pytest

from contracts.models import ContractEvent, Roster, UnfollowedNews
from contracts.selectors.duty import duty_manager, person_on_duty
from portal.population.rosters import put_vendors_on_duty
from tests.cast import House
from tests.factories import rosters
from tests.factories.contracts import MORNING

pytestmark = pytest.mark.django_db


def test_each_level_that_has_no_roster_gets_one(
    house: House, django_assert_max_num_queries: Any
) -> None:
    deal = house.agreement
    kept = rosters.roster(deal, house.mia)
    UnfollowedNews.objects.all().delete()

    with django_assert_max_num_queries(12):
        put_vendors_on_duty([deal], now=MORNING)

    assert duty_manager(deal, house.compaq, at=MORNING) == house.helen
    assert person_on_duty(deal, house.microsoft, 1, at=MORNING) == house.mia
    on_two = {person_on_duty(deal, house.microsoft, level, at=MORNING) for level in (2, 3, 4)}
    assert on_two == {house.mia, house.max}
    opened = Roster.objects.exclude(pk=kept.pk)
    assert opened.count() == 9
    said = ContractEvent.objects.filter(
        detail__roster__in=list(opened.values_list("pk", flat=True))
    )
    assert said.count() == 2 * 9
    assert not UnfollowedNews.objects.exists()

    put_vendors_on_duty([deal], now=MORNING)
    assert opened.count() == 9
