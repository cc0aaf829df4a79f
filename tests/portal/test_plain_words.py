from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from portal.templatetags import components, plain_words
from portal.words import durations, instants, numbers, people, relays, typography

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # 12:00 in Paris
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def plain(text: str) -> str:
    """The words with ordinary spaces, for tests that are not about spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def french() -> Iterator[None]:
    with translation.override("fr"):
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=6, seconds=59), "6 min"),
        (HOUR, "1 h"),
        (3 * HOUR + 15 * MINUTE, "3 h 15"),
        (3 * HOUR + 5 * MINUTE, "3 h 05"),
        (47 * HOUR + 59 * MINUTE, "47 h 59"),
        (timedelta(days=2, hours=5), "2 jours"),
    ],
)
@pytest.mark.usefixtures("french")
def test_durations_are_said_as_people_say_them(length: timedelta, said: str) -> None:
    assert plain(durations.say_duration(length)) == said


@pytest.mark.usefixtures("english")
def test_days_are_said_in_the_readers_language() -> None:
    assert plain(durations.say_duration(timedelta(days=3))) == "3 days"


def test_no_duration_breaks_over_two_lines() -> None:
    assert " " not in durations.say_duration(3 * HOUR + 15 * MINUTE)


@pytest.mark.parametrize(
    ("left", "words", "level"),
    [
        (timedelta(hours=3, minutes=14, seconds=1), "3 h 15", durations.Level.CALM),
        (HOUR, "1 h", durations.Level.WARN),
        (timedelta(minutes=9, seconds=1), "10 min", durations.Level.WARN),
        (timedelta(seconds=1), "1 min", durations.Level.WARN),
        (timedelta(0), "1 min", durations.Level.LATE),
        (timedelta(minutes=-12, seconds=-30), "12 min", durations.Level.LATE),
    ],
)
def test_a_clock_counts_the_minute_begun_and_reddens_when_late(
    left: timedelta, words: str, level: durations.Level
) -> None:
    clock = durations.read_clock(NOON + 4 * HOUR, since=NOON, at=NOON + 4 * HOUR - left)

    assert (plain(clock.words), clock.level) == (words, level)


def test_a_short_clock_is_tight_in_its_last_ten_minutes_only() -> None:
    due = NOON + 15 * MINUTE

    assert durations.read_clock(due, since=NOON, at=NOON).level is durations.Level.CALM
    assert durations.read_clock(due, since=NOON, at=NOON + 5 * MINUTE).level is durations.Level.WARN


def test_a_paused_clock_stands_where_it_stopped() -> None:
    clock = durations.read_clock(
        NOON + 4 * HOUR, since=NOON, at=NOON + 9 * HOUR, paused_at=NOON + HOUR
    )

    assert (plain(clock.words), clock.level, clock.width) == ("3 h", durations.Level.PAUSED, 75)


@given(
    left=st.integers(-(10**6), 10**6).map(lambda seconds: timedelta(seconds=seconds)),
    span=st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
)
def test_a_clock_never_says_a_negative_number(left: timedelta, span: timedelta) -> None:
    clock = durations.read_clock(NOON, since=NOON - span, at=NOON - left)

    assert "-" not in clock.words
    assert 0 <= clock.width <= 100


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (NOON, "12:00"),
        (NOON - 13 * HOUR, "hier 23:00"),
        (NOON + 13 * HOUR, "demain 01:00"),
        (NOON + timedelta(days=3), "vendredi 12:00"),
        (NOON - timedelta(days=3), "21 novembre, 12:00"),
        (datetime(2026, 7, 1, 8, 5, tzinfo=UTC), "1er juillet, 10:05"),
        (datetime(2025, 7, 14, 8, 5, tzinfo=UTC), "14 juillet 2025, 10:05"),
    ],
)
@pytest.mark.usefixtures("french")
def test_an_instant_names_its_day_when_it_is_not_today(instant: datetime, said: str) -> None:
    assert instants.say_instant(instant, at=NOON, zone=PARIS) == said


@pytest.mark.usefixtures("english")
def test_today_is_the_readers_day_not_the_servers() -> None:
    late_evening = datetime(2026, 11, 24, 23, 30, tzinfo=UTC)  # the 25th in Paris

    assert instants.say_instant(late_evening, at=NOON, zone=PARIS) == "tomorrow 00:30"
    assert instants.say_instant(late_evening, at=NOON, zone=UTC) == "23:30"


@pytest.mark.parametrize(
    ("amount", "currency", "french", "english"),
    [
        (2100, "EUR", "2\u202f100\u00a0€", "€2,100"),
        (Decimal("1400.5"), "EUR", "1\u202f400,50\u00a0€", "€1,400.50"),
        (Decimal("-0.005"), "EUR", "−0,01\u00a0€", "−€0.01"),
        (1234567, "CHF", "1\u202f234\u202f567\u00a0CHF", "CHF\u00a01,234,567"),
    ],
)
def test_money_is_written_as_each_language_writes_it(
    amount: Decimal | int, currency: str, french: str, english: str
) -> None:
    with translation.override("fr"):
        assert numbers.say_money(amount, currency) == french
    with translation.override("en"):
        assert numbers.say_money(amount, currency) == english


@pytest.mark.usefixtures("french")
def test_a_missed_availability_is_never_rounded_up_to_the_target() -> None:
    assert numbers.say_percent(Decimal("99.94999"), decimals=2) == "99,94\u00a0%"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Tout fonctionne pour vous ?", "Tout fonctionne pour vous\u202f?"),
        ("Tout va bien!", "Tout va bien\u202f!"),
        ("cite « SQL-INT-04 »", "cite «\u202fSQL-INT-04\u202f»"),
        ("cite «\u00a0SQL-INT-04\u00a0»", "cite «\u202fSQL-INT-04\u202f»"),
        ("cite «SQL-INT-04 \u00a0»", "cite «\u202fSQL-INT-04\u202f»"),
        ("à savoir : 99,872 %", "à savoir\u00a0: 99,872\u00a0%"),
        ("2 100 € en 3 h 15", "2\u202f100\u00a0€ en 3\u00a0h\u00a015"),
        ("à 10:45, voir https://a.example/?b", "à 10:45, voir https://a.example/?b"),
    ],
)
def test_french_sentences_get_french_spaces(typed: str, printed: str) -> None:
    assert typography.typeset_french(typed) == printed
    assert typography.typeset_french(printed) == printed


def test_typography_leaves_english_alone_and_trusts_no_html() -> None:
    with translation.override("en"):
        assert plain_words.typo("Ready ?") == "Ready ?"
    with translation.override("fr"):
        assert plain_words.typo("<b> ?") == "&lt;b&gt;\u202f?"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Inès Caron", "IC"),
        ("Jean-Luc de la Tour", "JT"),
        ("Olga", "O"),
        ("", ""),
        ("élodie (astreinte)", "É"),
    ],
)
def test_initials_are_of_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert people.initials_of(name) == letters


def test_vendors_have_a_letter_and_clients_a_dot() -> None:
    assert people.letter_of("manufacturer", "Compaq") == "C"
    assert people.letter_of("publisher", "éditeur") == "É"
    assert people.letter_of("client", "Compaq") == "•"


@given(
    st.lists(
        st.tuples(st.sampled_from(["manufacturer", "publisher", "client"]), st.integers(0, 10**6)),
        max_size=12,
    ),
    st.integers(0, 10**6),
)
def test_the_relay_never_leaves_its_strip(held: list[tuple[str, int]], promised: int) -> None:
    holdings = [relays.Holding(kind, kind, timedelta(seconds=length)) for kind, length in held]

    strip = relays.draw_strip(holdings, promised=timedelta(seconds=promised))

    assert all(float(block.x) + float(block.width) <= relays.WIDTH + 0.5 for block in strip.blocks)
    assert float(strip.now) <= relays.WIDTH


@pytest.mark.parametrize("is_over", [True, False])
def test_the_relay_says_nothing_of_time_left_once_it_is_over(is_over: bool) -> None:
    held = [relays.Holding("publisher", "Microsoft", 5 * MINUTE)]

    with translation.override("en"):
        context = components.relay(held, timedelta(hours=4), is_over=is_over)
        strip = render_to_string("_relay.html", context)

    assert ("3\u00a0h\u00a055" not in strip) == is_over
    assert ("left" not in strip.lower()) == is_over


def test_the_relay_adds_up_what_each_party_had() -> None:
    sums = relays.sum_by_party(
        [
            relays.Holding("manufacturer", "Compaq", 10 * MINUTE),
            relays.Holding("publisher", "Microsoft", 5 * MINUTE),
            relays.Holding("manufacturer", "Compaq", 7 * MINUTE),
        ]
    )

    assert [(one.name, one.length) for one in sums] == [
        ("Compaq", 17 * MINUTE),
        ("Microsoft", 5 * MINUTE),
    ]


@pytest.mark.usefixtures("french")
def test_an_instant_in_a_template_carries_its_utc_time() -> None:
    with timezone.override(PARIS):
        html = (
            engines["django"]
            .from_string("{% load plain_words %}{{ instant|local_time }}")
            .render({"instant": datetime(2025, 7, 14, 8, 5, tzinfo=UTC)})
        )

    assert 'datetime="2025-07-14T08:05:00+00:00"' in html
    assert 'title="14 juillet, 08:05 UTC"' in html
    assert ">14 juillet 2025, 10:05<" in html


@pytest.mark.usefixtures("french")
def test_the_first_of_a_month_is_said_as_an_ordinal() -> None:
    assert instants.say_date(date(2026, 11, 1), today=date(2026, 11, 24)) == "1er novembre"


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (NOON, "12:00"),
        (NOON - 24 * HOUR, "yesterday at 12:00"),
        (NOON + 48 * HOUR, "Thursday at 12:00"),
        (NOON + 480 * HOUR, "14 December, 12:00"),
    ],
)
@pytest.mark.usefixtures("english")
def test_a_day_and_its_time_are_joined_within_a_sentence(instant: datetime, said: str) -> None:
    assert instants.say_instant_within(instant, at=NOON, zone=PARIS) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (NOON, "24 November, 12:00"),
        (NOON + 48 * HOUR, "26 November, 12:00"),
        (NOON + 480 * 24 * HOUR, "18 March 2028, 12:00"),
    ],
)
@pytest.mark.usefixtures("english")
def test_what_is_planned_bears_its_date_however_near(instant: datetime, said: str) -> None:
    assert instants.say_dated(instant, at=NOON, zone=PARIS) == said
