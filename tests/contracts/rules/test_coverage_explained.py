"""Why time counts or not: each stretch with its rule."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from contracts.rules.coverage import DayException, Hours, Window
from contracts.rules.coverage_explained import Reason, Rule, explained
from contracts.rules.hours import WHOLE_DAY

PARIS = ZoneInfo("Europe/Paris")
OFFICE = [Window(weekday, 8 * 60, 18 * 60) for weekday in range(5)]


def _local(at: datetime) -> str:
    return f"{at.astimezone(PARIS):%d %H:%M}"


def _told(hours: Hours, begins_at: datetime, ends_at: datetime) -> list[tuple[str, bool, Rule]]:
    return [
        (f"{_local(each.begins_at)}–{_local(each.ends_at)}", each.counts, each.reason.rule)
        for each in explained(hours, begins_at, ends_at)
    ]


def _paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=PARIS)  # type: ignore[misc,arg-type]


def _office(*exceptions: DayException) -> Hours:
    return Hours(
        "Europe/Paris",
        always_on=False,
        windows=OFFICE,
        without_holidays_of="FR",
        exceptions=exceptions,
    )


def test_round_the_clock_is_one_stretch_of_years() -> None:
    begins_at, ends_at = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)

    (found,) = explained(Hours("Europe/Paris"), begins_at, ends_at)

    assert (found.begins_at, found.ends_at) == (begins_at, ends_at)
    assert (found.counts, found.reason) == (True, Reason(Rule.ALWAYS))


def test_a_holiday_is_the_reason_only_where_the_day_would_have_counted() -> None:
    found = _told(_office(), _paris(2026, 11, 10, 16), _paris(2026, 11, 12, 9))

    assert found == [
        ("10 16:00–10 18:00", True, Rule.WINDOW),
        ("10 18:00–11 08:00", False, Rule.OUTSIDE),
        ("11 08:00–11 18:00", False, Rule.HOLIDAY),
        ("11 18:00–12 08:00", False, Rule.OUTSIDE),
        ("12 08:00–12 09:00", True, Rule.WINDOW),
    ]


def test_reasons_say_which_window_and_whose_holiday() -> None:
    found = explained(_office(), _paris(2026, 11, 10, 16), _paris(2026, 11, 11, 9))

    assert found[0].reason == Reason(Rule.WINDOW, window=Window(1, 480, 1080))
    assert found[2].reason == Reason(Rule.HOLIDAY, day=date(2026, 11, 11), of="FR")


def test_a_weekend_is_one_stretch() -> None:
    found = _told(_office(), _paris(2026, 11, 20, 17), _paris(2026, 11, 23, 8))

    assert found == [
        ("20 17:00–20 18:00", True, Rule.WINDOW),
        ("20 18:00–23 08:00", False, Rule.OUTSIDE),
    ]


def test_an_exception_decides_its_day_whatever_the_holidays_say() -> None:
    half = DayException(date(2026, 11, 11), [(10 * 60, 12 * 60)], "inventory")

    found = _told(_office(half), _paris(2026, 11, 11), _paris(2026, 11, 12))

    assert found == [
        ("11 00:00–11 08:00", False, Rule.OUTSIDE),
        ("11 08:00–11 10:00", False, Rule.EXCEPTION),
        ("11 10:00–11 12:00", True, Rule.EXCEPTION),
        ("11 12:00–11 18:00", False, Rule.EXCEPTION),
        ("11 18:00–12 00:00", False, Rule.OUTSIDE),
    ]
    reason = explained(_office(half), _paris(2026, 11, 11, 10), _paris(2026, 11, 11, 11))[0].reason
    assert reason == Reason(Rule.EXCEPTION, day=date(2026, 11, 11), said="inventory")


def test_a_sunday_may_count_wholly_and_a_monday_not_at_all() -> None:
    hours = _office(
        DayException(date(2026, 11, 22), WHOLE_DAY, "go-live"),
        DayException(date(2026, 11, 23), (), "closed"),
    )

    found = _told(hours, _paris(2026, 11, 21), _paris(2026, 11, 24))

    assert found == [
        ("21 00:00–22 00:00", False, Rule.OUTSIDE),
        ("22 00:00–23 00:00", True, Rule.EXCEPTION),
        ("23 00:00–23 08:00", False, Rule.OUTSIDE),
        ("23 08:00–23 18:00", False, Rule.EXCEPTION),
        ("23 18:00–24 00:00", False, Rule.OUTSIDE),
    ]


def test_a_night_keeps_what_lies_on_the_day_after_an_exception() -> None:
    nights = Hours(
        "Europe/Paris",
        always_on=False,
        windows=[Window(weekday, 22 * 60, 30 * 60) for weekday in range(7)],
        exceptions=[DayException(date(2026, 11, 22), (), "closed")],
    )

    found = _told(nights, _paris(2026, 11, 21, 22), _paris(2026, 11, 23, 6))

    assert found == [
        ("21 22:00–22 00:00", True, Rule.WINDOW),
        ("22 00:00–22 06:00", False, Rule.EXCEPTION),
        ("22 06:00–22 22:00", False, Rule.OUTSIDE),
        ("22 22:00–23 00:00", False, Rule.EXCEPTION),
        ("23 00:00–23 06:00", True, Rule.WINDOW),
    ]


def test_the_doubled_hour_is_explained_twice() -> None:
    half = Hours("Europe/Paris", always_on=False, windows=[Window(6, 120, 150)])
    begins_at = datetime(2026, 10, 25, 0, 0, tzinfo=UTC)

    found = explained(half, begins_at, begins_at + timedelta(hours=2))

    assert [(each.counts, each.ends_at - each.begins_at) for each in found] == [
        (counts, timedelta(minutes=30)) for counts in (True, False, True, False)
    ]


def test_an_interval_backwards_has_nothing_to_explain() -> None:
    assert explained(Hours("Europe/Paris"), _paris(2026, 1, 2), _paris(2026, 1, 1)) == []
