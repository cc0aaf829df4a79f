from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import SwapState
from contracts.models import Roster
from contracts.use_cases.end_revision import REASON_LENGTH
from contracts.use_cases.override_duty import Period
from contracts.use_cases.swap_duty import ask_swap
from tests.cast import House
from tests.factories import rosters
from tests.factories.contracts import a_manager_of

DAY = timedelta(days=1)
LOCAL = "%Y-%m-%dT%H:%M"


@pytest.fixture
def roster(house: House) -> Roster:
    """Mia's alone, since long ago as time really goes."""
    at = timezone.now() - 60 * DAY
    made = rosters.empty_roster(house.agreement, house.mia, at=at)
    rosters.rotation(made, house.mia, at=at, starts_on=at.date())
    return made


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_read_their_companys_rosters_and_the_other_vendors_people_on_duty(
    client: Client, house: House, roster: Roster
) -> None:
    client.force_login(house.mia)
    assert "Mia Okafor" in _page(client, "/rosters/")
    assert "Mia Okafor" in _page(client, f"/rosters/{roster.pk}/")

    client.force_login(house.hank)
    assert "Mia Okafor" in _page(client, "/rosters/")
    assert client.get(f"/rosters/{roster.pk}/").status_code == 404


def test_a_publisher_reads_only_the_duty_managers_of_a_manufacturer(
    client: Client, house: House
) -> None:
    at = timezone.now() - 60 * DAY
    for person, level in ((house.hank, 1), (house.helen, 0)):
        made = rosters.empty_roster(house.agreement, person, level=level, at=at)
        rosters.rotation(made, person, at=at, starts_on=at.date())
    client.force_login(house.mia)

    page = _page(client, "/rosters/")

    assert "Helen Duval" in page
    assert "Hank Rey" not in page


@pytest.mark.parametrize("who", ["clara", "stranger", "olga"])
def test_nobody_else_knows_of_rosters(
    client: Client, house: House, roster: Roster, who: str
) -> None:
    client.force_login(getattr(house, who))

    for address in ("/rosters/", f"/rosters/{roster.pk}/", "/rosters/new/", "/rosters/links/"):
        assert client.get(address).status_code == 404


def test_a_gap_is_told_before_it_happens(client: Client, house: House, roster: Roster) -> None:
    client.force_login(house.mia)
    assert "gap-said" not in _page(client, "/rosters/")
    rotation = roster.rotations.get()
    rotation.ends_at = timezone.now() + 10 * DAY
    rotation.save()

    assert "gap-said" in _page(client, "/rosters/")
    page = _page(client, f"/rosters/{roster.pk}/")
    assert 'class="gap"' in page
    assert "is-crit" in page
    assert "no end in sight" in page


def test_before_it_was_opened_nobody_was_missing(client: Client, house: House) -> None:
    at = timezone.now()
    made = rosters.empty_roster(house.agreement, house.mia, at=at)
    rosters.rotation(made, house.mia, at=at, starts_on=(at - 14 * DAY).date())
    client.force_login(house.mia)

    assert 'class="gap"' not in _page(client, f"/rosters/{made.pk}/")


def _turns(person: Any, **fields: Any) -> dict[str, Any]:
    return {
        "name": "Week",
        "person_1": person.pk,
        "starts_on": timezone.localdate().isoformat(),
        "cycle": "weekly",
        "weekday": 0,
        "handover": "08:00",
        "time_zone": "Europe/Paris",
    } | fields


def test_a_manager_opens_a_roster_and_says_who_takes_turns(client: Client, house: House) -> None:
    client.force_login(house.max)

    opened = client.post(
        "/rosters/new/",
        {"agreement": house.agreement.pk, "level": 2, "time_zone": "Europe/Paris"},
    )
    roster = Roster.objects.get()
    assert opened["Location"] == f"/rosters/{roster.pk}/rotations/"
    sent = _turns(house.mia, person_2=house.max.pk, hours_from="20:00", hours_to="08:00")
    added = client.post(opened["Location"], sent)

    assert added["Location"] == f"/rosters/{roster.pk}/"
    rotation = roster.rotations.get()
    assert [each.person for each in rotation.turns.all()] == [house.mia, house.max]
    assert (rotation.hours_start, rotation.hours_end) == (20 * 60, 32 * 60)
    page = _page(client, f"/rosters/{roster.pk}/rotations/{rotation.pk}/")
    assert 'value="20:00"' in page
    client.post(f"/rosters/{roster.pk}/rotations/{rotation.pk}/", _turns(house.max))
    assert roster.rotations.count() == 2
    client.post(f"/rosters/{roster.pk}/rotations/{roster.rotations.latest('pk').pk}/end/")
    assert not roster.rotations.filter(ends_at=None).exists()


def test_what_was_typed_is_shown_again_with_what_is_wrong(
    client: Client, house: House, roster: Roster
) -> None:
    client.force_login(house.max)

    answer = client.post(
        f"/rosters/{roster.pk}/rotations/",
        _turns(house.mia, name="Nights of May", person_1="", hours_from="20:00"),
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nights of May" in page
    assert page.count('aria-invalid="true"') == 2


def test_a_manager_ends_a_rotation_at_an_instant_to_come_and_moves_that_end(
    client: Client, house: House, roster: Roster
) -> None:
    client.force_login(house.max)
    rotation = roster.rotations.get()
    address = f"/rosters/{roster.pk}/rotations/{rotation.pk}/end/later/"

    for days in (9, 3):
        assert f'href="{address}"' in _page(client, f"/rosters/{roster.pk}/")
        said = (timezone.localtime() + days * DAY).strftime(LOCAL)
        assert client.post(address, {"ends_at": said})["Location"] == f"/rosters/{roster.pk}/"
        rotation.refresh_from_db()
        assert rotation.ends_at is not None
        assert f'value="{said}"' in _page(client, address)

    past = (timezone.localtime() - DAY).strftime(LOCAL)
    answer = client.post(address, {"ends_at": past})
    assert answer.status_code == 422
    assert f'value="{past}"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    client.force_login(house.mia)
    assert client.get(address).status_code == 403


def _ahead(**fields: Any) -> dict[str, Any]:
    begins_at = timezone.localtime() + DAY
    return {
        "begins_at": begins_at.strftime(LOCAL),
        "ends_at": (begins_at + DAY).strftime(LOCAL),
        "reason": "The dentist",
    } | fields


def test_a_manager_gives_a_period_away_and_takes_it_back(
    client: Client, house: House, roster: Roster
) -> None:
    client.force_login(house.max)
    assert client.get(f"/rosters/{roster.pk}/override/").status_code == 200

    client.post(f"/rosters/{roster.pk}/override/", _ahead(person=house.max.pk))

    override = roster.overrides.get()
    assert "The dentist" in _page(client, f"/rosters/{roster.pk}/")
    client.post(f"/rosters/{roster.pk}/overrides/{override.pk}/cancel/")
    assert "The dentist" not in _page(client, f"/rosters/{roster.pk}/")


def test_a_colleague_is_asked_and_accepts(client: Client, house: House, roster: Roster) -> None:
    client.force_login(house.mia)
    assert client.get(f"/rosters/{roster.pk}/swap/").status_code == 200
    client.post(f"/rosters/{roster.pk}/swap/", _ahead(person=house.max.pk))
    swap = roster.swaps.get()
    assert f"/swaps/{swap.pk}/withdraw/" in _page(client, f"/rosters/{roster.pk}/")

    client.force_login(house.max)
    assert f"/swaps/{swap.pk}/accept/" in _page(client, f"/rosters/{roster.pk}/")
    client.post(f"/rosters/{roster.pk}/swaps/{swap.pk}/accept/")

    swap.refresh_from_db()
    assert (swap.state, roster.overrides.get().person) == (SwapState.ACCEPTED, house.max)


def test_a_reason_too_long_is_shown_again_in_full(
    client: Client, house: House, roster: Roster
) -> None:
    client.force_login(house.mia)
    reason = "x" * (REASON_LENGTH + 1)

    answer = client.post(f"/rosters/{roster.pk}/swap/", _ahead(person=house.max.pk, reason=reason))

    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_a_note_is_left_and_read(client: Client, house: House, roster: Roster) -> None:
    client.force_login(house.mia)

    client.post(f"/rosters/{roster.pk}/note/", {"text": "A courier comes at noon."})

    assert "A courier comes at noon." in _page(client, f"/rosters/{roster.pk}/")
    refused = client.post(f"/rosters/{roster.pk}/note/", {"text": " "})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()


BY_OTHERS: tuple[Callable[[Roster], str], ...] = (
    lambda roster: f"/rosters/{roster.pk}/override/",
    lambda roster: f"/rosters/{roster.pk}/rotations/",
    lambda roster: f"/rosters/{roster.pk}/rotations/{roster.rotations.get().pk}/",
)


@pytest.mark.parametrize("address", BY_OTHERS)
def test_a_member_is_told_that_a_manager_does_it(
    client: Client, house: House, roster: Roster, address: Callable[[Roster], str]
) -> None:
    client.force_login(house.mia)
    assert client.get(address(roster)).status_code == 403
    client.force_login(house.hank)
    assert client.get(address(roster)).status_code == 404


def test_the_questions_of_the_list_do_not_grow_with_the_rosters(
    client: Client, house: House, roster: Roster, django_assert_max_num_queries: Any
) -> None:
    at = timezone.now() - DAY
    for level in (0, 2, 3, 4):
        made = rosters.empty_roster(house.agreement, house.mia, level=level, at=at)
        rosters.rotation(made, house.mia, house.max, at=at, starts_on=at.date())
        ask_swap(
            roster,
            Period(a_manager_of(house.microsoft).pk, at + 2 * DAY, at + 3 * DAY, "x"),
            by=house.mia,
            at=at,
        )
    client.force_login(house.mia)
    client.get("/rosters/")  # what the head of the page keeps for a minute is asked for here

    with django_assert_max_num_queries(11):
        client.get("/rosters/")
