"""Names are stored folded as typed words are, so that a search finds them however they are said."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.models import Configuration, Organisation, User
from tests.cast import House
from tests.factories import contracts, statements
from tickets.rules.folding import fold
from tickets.selectors.statements import statements_found
from tickets.selectors.systems import systems_named, systems_to_report_on

LETTERS = [
    chr(code)
    for start, end in ((0x20, 0x700), (0x900, 0xA80), (0xE00, 0xE60), (0x1E00, 0x1F80))
    for code in (*range(start, end), *range(0x3040, 0x3100))
]
"""Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Indian, Thai and Japanese ones."""


@pytest.mark.django_db
def test_the_database_folds_letters_as_typed_words_are_folded() -> None:
    letters = [each for each in LETTERS if each.isalpha() and fold(each).isalnum()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(contracts_folded(x)) FROM unnest(%s) AS x", [letters])
        [stored] = cursor.fetchone()

    assert [each for each, said in zip(letters, stored, strict=True) if fold(each) != said] == []


@pytest.fixture
def renamed(house: House) -> House:
    """A client and a system with letters that nobody types as they are."""
    Organisation.objects.filter(pk=house.vauquelin.pk).update(
        name="Œuvres d’Été", short_name="Straße 100%"
    )
    Configuration.objects.filter(pk=house.payroll.pk).update(name="Paie\N{NO-BREAK SPACE}Ñandú")
    return house


@pytest.mark.parametrize(
    "words", ["oeuvres ete", "ŒUVRES", "strasse", "paie nandu", "PAIE ete", "100", "payr oeuvre"]
)
def test_a_system_is_found_by_its_names_folded(renamed: House, words: str) -> None:
    for user in (renamed.clara, renamed.hank, renamed.mia):
        assert renamed.payroll in systems_named(user, words, most=8)
    for nobody in (renamed.stranger, renamed.rival_agent, renamed.olga):
        assert systems_named(nobody, words, most=8) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Μισθοδοσία Νίκος", "ΝΊΚΟΣ"),
        ("Μισθοδοσία Νίκος", "νικος"),
        ("IŞIK Istanbul", "ışık istanbul"),
        ("שָׁלוֹם", "שלום"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("ガイド", "ガイド"),
        ("Йошкар", "ЙОШКАР"),
        ("हिन्दी", "हिन्दी"),
        ("O’Brien – ﬁn", "O'BRIEN fin"),
    ],
)
def test_a_name_in_any_letters_is_found_as_it_is_typed(house: House, name: str, words: str) -> None:
    Configuration.objects.filter(pk=house.payroll.pk).update(name=name)

    assert systems_named(house.hank, words, most=8) == [house.payroll]


@pytest.mark.parametrize("words", ["oeuvres etc", "paie_nandu zz", "1000"])
def test_a_system_is_not_found_by_what_it_is_not_called(renamed: House, words: str) -> None:
    assert systems_named(renamed.hank, words, most=8) == []


@pytest.mark.parametrize(
    "words", ["oeuvres", "strasse octobre 2026", "oeuvres 2026", "0417 ete", "oeuvres octobre"]
)
def test_statements_are_found_by_their_clients_names_folded(renamed: House, words: str) -> None:
    made = statements.statement(renamed.payroll, renamed.helen)

    assert statements_found(renamed.mia, words, most=8) == [made]
    assert statements_found(renamed.hank, f"{words} 2025", most=8) == []
    for nobody in (renamed.stranger, renamed.rival_agent, renamed.olga):
        assert statements_found(nobody, words, most=8) == []


@pytest.mark.parametrize("few", [0, 1])
def test_statements_of_few_contracts_and_of_many_are_found_alike(
    renamed: House, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickets.selectors.statements._FEW", few)
    newest, before = (
        statements.statement(
            renamed.payroll, renamed.helen, number=9 - month, month=date(2026, month, 1)
        )
        for month in (8, 7)
    )

    assert statements_found(renamed.mia, "oeuvres", most=1) == [newest]
    assert statements_found(renamed.mia, "oeuvres juillet 2026", most=8) == [before]
    assert statements_found(renamed.stranger, "oeuvres", most=8) == []


@pytest.mark.parametrize("who", ["hank", "clara"])
def test_among_many_systems_no_more_is_read_than_is_shown(house: House, who: str) -> None:
    user: User = getattr(house, who)
    for number in range(12):
        contracts.configuration(f"Site {number:02}", house.contract, signed_by=None)

    with CaptureQueriesContext(connection) as spent:
        offered = systems_to_report_on(user, "site", chosen=house.payroll.pk)
        found = systems_named(user, "site", most=8)

    assert [each.name for each in offered.shown][:3] == ["Payroll", "Site 00", "Site 01"]
    assert (len(offered.shown), offered.are_many, len(found)) == (8, True, 8)
    lists = [each["sql"] for each in spent if 'FROM "contracts_configuration"' in each["sql"]]
    assert all("LIMIT" in each or "IN (" in each for each in lists)


def test_a_chosen_system_of_somebody_else_is_not_offered(house: House) -> None:
    offered = systems_to_report_on(house.hank, "", chosen=house.rival_payroll.pk)

    assert offered.shown == [house.payroll]
    assert not offered.are_many


def test_a_retired_system_is_named_and_not_offered(house: House) -> None:
    contracts.left_service(house.payroll)

    assert systems_named(house.hank, "payroll", most=8) == [house.payroll]
    assert systems_to_report_on(house.hank, "", chosen=house.payroll.pk).shown == []


def test_the_page_finds_both_by_one_word(client: Client, renamed: House) -> None:
    made = statements.statement(renamed.payroll, renamed.helen)
    client.force_login(renamed.helen)

    page = client.get("/search/", {"q": "œuvres"}).content.decode()

    assert f"/c/{renamed.payroll.pk}/" in page
    assert f"/statements/{made.key}/" in page
