"""Calendars, read back with a parser that is not the writer."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.icalendar import Event, written_calendar

AT = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n;,\\:\"'é😀"), max_size=300
)


def read(text: str) -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(text)
    assert isinstance(found, icalendar.Calendar)
    return found


@given(summary=TEXTS, description=TEXTS)
def test_what_is_written_is_read_back(summary: str, description: str) -> None:
    event = Event("duty-1@guichet", AT, AT + HOUR, summary, description)

    calendar = read(written_calendar("Duty", [event, event], at=AT))

    assert len(calendar.events) == 2
    for found in calendar.events:
        assert found["SUMMARY"] == summary
        assert str(found.get("DESCRIPTION", "")) == description
        assert (found.start, found.end, found["UID"]) == (AT, AT + HOUR, "duty-1@guichet")


@given(summary=TEXTS)
def test_no_line_is_longer_than_75_octets_and_all_end_as_they_must(summary: str) -> None:
    text = written_calendar("x", [Event("1", AT, AT + HOUR, summary)], at=AT)

    assert text.endswith("\r\n")
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75
        assert "\n" not in line
        line.encode().decode()


@pytest.mark.parametrize("hour", [0, 1])
def test_instants_are_in_utc_on_the_night_that_doubles_an_hour(hour: int) -> None:
    begins_at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone()

    calendar = read(written_calendar("x", [Event("1", begins_at, begins_at + HOUR, "x")], at=AT))

    assert calendar.events[0].start == begins_at
    assert calendar.events[0]["DTSTART"].to_ical() == f"20261025T0{hour}3000Z".encode()


def test_a_calendar_of_nothing_is_one_with_its_name() -> None:
    text = written_calendar("Duty, Léa", [], at=AT)

    assert read(text).events == []
    assert "\r\nNAME:Duty\\, Léa\r\n" in text


def test_control_characters_are_left_out() -> None:
    text = written_calendar("x", [Event("1", AT, AT + HOUR, "a\x00b\x07c\r\nd\x7f")], at=AT)

    assert read(text).events[0]["SUMMARY"] == "abc\nd"
