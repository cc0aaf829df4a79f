"""Calendar links, read back with a parser that is not the writer."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from contracts.models import DutyFeed, Roster, User
from contracts.rules.refusal import Refusal
from contracts.selectors.duty import board_of
from contracts.use_cases.issue_feed import MOST_LINKS, issue_feed, revoke_feed
from contracts.use_cases.issue_token import digest_of
from tests.cast import House
from tests.factories import contracts, rosters
from tests.factories.contracts import MORNING
from tests.factories.rosters import turns

DAY = timedelta(days=1)


@pytest.fixture
def roster(house: House) -> Roster:
    """Mia and Max in turn, since long ago as time really goes."""
    at = timezone.now() - 60 * DAY
    made = rosters.empty_roster(house.agreement, house.mia, at=at)
    rosters.rotation(made, house.mia, house.max, at=at, starts_on=at.date())
    return made


def _address(roster: Roster | None, by: User) -> str:
    _feed, secret = issue_feed(roster, by=by, at=timezone.now())
    return f"/rosters/feed/{secret}.ics"


@dataclass(frozen=True)
class Read:
    """A shift as a calendar has read it."""

    uid: str
    start: datetime
    end: datetime
    summary: str


def _read(client: Client, address: str) -> list[Read]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert isinstance(calendar, icalendar.Calendar)
    return [_shift(each) for each in calendar.events]


def _shift(event: icalendar.Event) -> Read:
    start, end = event.start, event.end
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return Read(str(event["UID"]), start, end, str(event["SUMMARY"]))


def test_a_calendar_reads_who_is_on_duty_without_signing_in(
    client: Client, house: House, roster: Roster
) -> None:
    now = timezone.now()

    events = _read(client, _address(roster, house.mia))

    for each in events:
        middle = each.start + (each.end - each.start) / 2
        board = board_of(roster, begins_at=middle, ends_at=middle + DAY)
        person = board.person_at(middle)
        assert person is not None
        assert person.name in each.summary
        assert each.start.utcoffset() == timedelta()
    covered = sum((each.end - each.start for each in events), timedelta())
    assert covered == events[-1].end - events[0].start  # without a hole, over a night of DST too
    assert events[0].start <= now - 31 * DAY
    assert events[-1].end >= now + 183 * DAY


def test_ones_own_calendar_shows_ones_own_duty_alone(
    client: Client, house: House, roster: Roster
) -> None:
    theirs, whole = (_read(client, _address(of, house.mia)) for of in (None, roster))

    assert 0 < len(theirs) < len(whole)
    assert all("Mia Okafor" in each.summary for each in theirs)


def test_a_shift_keeps_its_name_and_its_beginning_from_reading_to_reading(
    client: Client, house: House, roster: Roster, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = _address(roster, house.mia)
    first = {each.uid: each.start for each in _read(client, address)}
    later = timezone.now() + timedelta(days=3, hours=5)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    second = {each.uid: each.start for each in _read(client, address)}

    both = first.keys() & second.keys()
    assert len(both) >= len(first) - 1
    assert {uid: first[uid] for uid in both} == {uid: second[uid] for uid in both}
    assert len(set(second)) == len(_read(client, address))


def test_only_the_digest_of_a_secret_is_kept(client: Client, house: House) -> None:
    feed, secret = issue_feed(None, by=house.mia, at=MORNING)

    assert len(secret) > 40
    assert feed.digest == digest_of(secret)
    assert secret not in str(list(DutyFeed.objects.values()))


def _revoked(_house: House, feed: DutyFeed) -> None:
    revoke_feed(feed, by=feed.owner, at=MORNING)


def _left(_house: House, feed: DutyFeed) -> None:
    User.objects.filter(pk=feed.owner_id).update(is_active=False)


def _went_over(house: House, feed: DutyFeed) -> None:
    User.objects.filter(pk=feed.owner_id).update(organisation=house.compaq)


@pytest.mark.parametrize("how", [_revoked, _left, _went_over])
def test_a_link_that_does_not_stand_any_more_is_nothing(
    client: Client, house: House, roster: Roster, how: object
) -> None:
    nils = contracts.person("Nils Holm", house.microsoft)
    feed, secret = issue_feed(roster, by=nils, at=timezone.now())
    address = f"/rosters/feed/{secret}.ics"
    assert client.get(address).status_code == 200

    how(house, feed)  # type: ignore[operator]

    assert client.get(address).status_code == 404


def test_a_guess_is_nothing(client: Client, house: House, roster: Roster) -> None:
    address = _address(roster, house.mia)

    for guess in (address.replace("gcf_", "gcf-"), "/rosters/feed/gcf_.ics", address[:-5] + ".ics"):
        assert client.get(guess).status_code == 404


def test_a_calendar_that_asks_too_often_waits(client: Client, house: House, roster: Roster) -> None:
    cache.clear()
    address = _address(roster, house.mia)

    codes = {client.get(address).status_code for _ in range(45)}

    assert codes == {200, 429}


def test_a_link_is_shown_once_and_revoked_for_good(
    client: Client, house: House, roster: Roster
) -> None:
    client.force_login(house.mia)

    made = client.post("/rosters/links/", {"shows": roster.pk})
    address = (
        f"/rosters/feed/{made.content.decode().split('/rosters/feed/')[1].split('.ics')[0]}.ics"
    )
    assert "no-store" in made["Cache-Control"]
    assert "gcf_" in address
    assert address not in client.get("/rosters/links/").content.decode()
    assert Client().get(address).status_code == 200

    client.post(f"/rosters/links/{DutyFeed.objects.get().pk}/revoke/")
    assert Client().get(address).status_code == 404


def test_one_revokes_only_ones_own_links(client: Client, house: House) -> None:
    feed, _ = issue_feed(None, by=house.max, at=MORNING)
    client.force_login(house.mia)

    assert client.post(f"/rosters/links/{feed.pk}/revoke/").status_code == 404
    assert DutyFeed.objects.standing().filter(pk=feed.pk).exists()


def test_links_are_not_without_number(house: House) -> None:
    for _ in range(MOST_LINKS):
        issue_feed(None, by=house.mia, at=MORNING)

    with pytest.raises(Refusal):
        issue_feed(None, by=house.mia, at=MORNING)


def test_a_night_that_doubles_an_hour_has_one_shift_and_no_hole(
    client: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2026, 10, 20, tzinfo=UTC)
    roster = rosters.empty_roster(house.agreement, house.mia, at=at)
    taken = turns(house.mia, starts_on=at.date(), handover=150, cycle="daily", weekday=None)
    rosters.rotation(
        roster,
        house.mia,
        at=at,
        **{name: getattr(taken, name) for name in ("starts_on", "handover", "cycle", "weekday")},
    )
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + 10 * DAY)

    events = _read(client, _address(roster, house.mia))

    night = next(each for each in events if each.start == datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    assert night.end == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)
