"""One number in every writing, at every place: search, the phone form, the API, its card."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from contracts.dates import say_date
from contracts.models import Configuration
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.programs import Program
from tests.tickets.web.answers import second_system

CHECK = "/incidents/new/number/"
_WORDS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")


def _pairs(digits: str) -> str:
    return " ".join(digits[place : place + 2] for place in range(0, 10, 2))


Writing = Callable[[str, str], str]
WRITINGS: dict[str, Writing] = {
    "as it is": lambda country, d: f"{country}-{d[:4]}-{d[4:8]}-{d[8:]}",
    "small letters": lambda country, d: f"{country.lower()}-{d[:4]}-{d[4:8]}-{d[8:]}",
    "spaces": lambda country, d: f"{country} {d[:4]} {d[4:8]} {d[8:]}",
    "dots": lambda country, d: f"{country}.{d[:4]}.{d[4:8]}.{d[8:]}",
    "long dashes": lambda country, d: f"{country}–{d[:4]}—{d[4:8]}–{d[8:]}",
    "no-break spaces": lambda country, d: f"{country}\u00a0{d[:4]}\u202f{d[4:8]}\u00a0{d[8:]}",
    "revision": lambda country, d: f"{country}-{d[:4]}-{d[4:8]}-{d[8:]}/R1",
    "revision in words": lambda country, d: f"{d} rev 1",
    "without a country": lambda country, d: d,
    "pairs": lambda country, d: _pairs(d),
    "full width": lambda country, d: "".join(chr(ord(each) + 0xFEE0) for each in d),
    "dictated": lambda country, d: " ".join(_WORDS[int(each)] for each in d),
    "among words": lambda country, d: f"mon numéro est {country}-{d[:4]}-{d[4:8]}-{d[8:]} merci",
}


def _typed(of: Configuration, how: str) -> str:
    number = of.support_number
    return WRITINGS[how](number.country, number.digits)


def _swapped(of: Configuration, how: str) -> str:
    """The number with two different neighbours swapped."""
    number = of.support_number
    digits = number.digits
    place = next(place for place in range(9) if digits[place] != digits[place + 1])
    slip = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    return WRITINGS[how](number.country, slip)


@pytest.mark.parametrize("how", WRITINGS)
def test_search_leads_to_the_card(hanks: Client, house: House, how: str) -> None:
    answer = hanks.get("/search/", {"q": _typed(house.payroll, how)})

    named = "/R1" if how.startswith("revision") else ""
    assert answer["Location"] == f"/n/{house.payroll.support_number}{named}/"


def test_search_keeps_the_revision_that_was_named(hanks: Client, house: House) -> None:
    typed = f"{house.payroll.support_number} rev 7"

    page = hanks.get("/search/", {"q": typed}, follow=True).content.decode()

    assert "you asked for R7" in page


@pytest.mark.parametrize("how", WRITINGS)
def test_the_phone_form_chooses_the_system_and_reads_it_back(
    hanks: Client, house: House, how: str
) -> None:
    other = second_system(house)

    page = hanks.get(CHECK, {"support_number": _typed(other, how)}).content.decode()

    assert re.search(rf'value="{other.pk}"\s+checked', page)
    assert "Right: Accounting is chosen." in page
    assert " · ".join(other.support_number.groups) in page


@pytest.mark.parametrize("how", WRITINGS)
def test_programs_resolve_it_and_open_on_it(house: House, how: str) -> None:
    clara, typed = Program(house.clara), _typed(house.payroll, how)
    said = {"support_number": typed, "description": "It hangs", "impact": "question"}

    assert clara.reads(f"/support-numbers/{typed}/")["id"] == house.payroll.pk
    assert clara.post("/incidents/", said).status_code == 201


@pytest.mark.parametrize("how", WRITINGS)
def test_swapped_digits_are_told_as_mistyped_everywhere(
    hanks: Client, house: House, how: str
) -> None:
    typed = _swapped(house.payroll, how)
    told = "This number has a typing error."

    assert told in hanks.get("/search/", {"q": typed}).content.decode()
    assert told in hanks.get(CHECK, {"support_number": typed}).content.decode()
    assert Program(house.hank).get(f"/support-numbers/{typed}/").status_code == 422


@pytest.mark.parametrize("how", ["as it is", "pairs", "dictated", "among words"])
@pytest.mark.parametrize("is_live", ["", "true"])
def test_what_is_wrong_with_it_is_told_where_a_system_is_looked_for_too(
    hanks: Client, house: House, how: str, is_live: str
) -> None:
    right, mistyped = _typed(house.payroll, how), _swapped(house.payroll, how)

    def looked_for(typed: str) -> str:
        headers = {"HX-Request": is_live} if is_live else {}
        return hanks.get("/incidents/new/", {"q": typed}, headers=headers).content.decode()

    assert "This number has a typing error." in looked_for(mistyped)
    assert "typing error" not in looked_for(right)
    retire_configuration(house.payroll, reason="x", by=house.helen, at=timezone.now())
    assert "This number was revoked on" in looked_for(right)


@pytest.mark.parametrize("how", ["as it is", "without a country", "dictated", "among words"])
def test_a_stranger_cannot_tell_a_revoked_one_from_an_unknown_one(
    client: Client, house: House, how: str
) -> None:
    revoked = _typed(house.payroll, how)
    unknown = WRITINGS[how]("FR", "1234567889")
    retire_configuration(house.payroll, reason="x", by=house.helen, at=timezone.now())
    client.force_login(house.stranger)
    stranger = Program(house.stranger)

    def answers(typed: str) -> list[str]:
        pages = [
            client.get("/search/", {"q": typed}, follow=True),
            client.get(CHECK, {"support_number": typed}),
            client.get("/incidents/new/", {"q": typed}, headers={"HX-Request": "true"}),
            stranger.get(f"/support-numbers/{typed}/"),
            stranger.post(
                "/incidents/",
                {"support_number": typed, "description": "x", "impact": "question"},
            ),
        ]
        return [f"{page.status_code} {_bare(page.content.decode(), typed)}" for page in pages]

    assert answers(revoked) == answers(unknown)


def _bare(page: str, typed: str) -> str:
    """A page without what was typed into it, and without what is drawn anew each time."""
    main = page[page.find("<main") :] if "<main" in page else page
    return re.sub(
        r"request_id\W+[\w-]+|/api/v1/support-numbers/[^\"]*", "", main.replace(typed, "")
    )


@pytest.mark.parametrize("how", ["as it is", "pairs", "dictated", "among words"])
def test_a_revoked_one_says_so_and_since_when_to_those_who_may_see_it(
    hanks: Client, house: House, how: str
) -> None:
    typed = _typed(house.payroll, how)
    revoked_at = timezone.now() - timedelta(days=40)
    retire_configuration(house.payroll, reason="x", by=house.helen, at=revoked_at)
    with translation.override("en"), timezone.override("Europe/Paris"):
        day = say_date(timezone.localtime(revoked_at))
    hank = Program(house.hank)
    told = f"This number was revoked on {day}: its system is no longer under contract."
    said = {"support_number": typed, "description": "It hangs", "impact": "question"}

    card = hanks.get("/search/", {"q": typed}, follow=True).content.decode()
    assert "Revoked on" in card
    assert told in hanks.get(CHECK, {"support_number": typed}).content.decode()
    assert hank.reads(f"/support-numbers/{typed}/")["revoked_at"] is not None
    assert hank.post("/incidents/", said).json()["errors"] == {"support_number": [told]}


def test_the_card_helps_to_read_it_back(hanks: Client, house: House) -> None:
    number = house.payroll.support_number
    names = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

    page = hanks.get(f"/n/{number}/").content.decode()

    assert " · ".join(number.groups) in page
    assert ", ".join(" ".join(names[int(d)] for d in group) for group in number.groups) in page


@pytest.mark.parametrize("words", ["192.168.10.12", "call 0199002424", "ProLiant 28/11/2026"])
def test_other_figures_are_searched_as_words(hanks: Client, house: House, words: str) -> None:
    page = hanks.get("/search/", {"q": words}).content.decode()

    assert "typing error" not in page
    assert Program(house.hank).get("/incidents/", {"q": words}).status_code == 200
