"""The card of a support number, and what its code tells to whoever scans it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from django.utils import timezone

from contracts.choices import Language
from contracts.models import Contract, Organisation
from contracts.rules.passports import Passport, signed, verified
from contracts.selectors.passports import passport_of, signing_key, state_of_passport
from contracts.use_cases.retire_configuration import retire_configuration
from contracts.web.passports import MOST_A_MINUTE
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO, MORNING

EVERYBODY = ["clara", "hank", "helen", "mia", "max"]


def passport_for(house: House, at: Any = MORNING) -> Passport:
    found = passport_of(house.payroll, level="99.9 %", at=at)
    assert found is not None
    return found


def token_for(house: House, **changed: Any) -> str:
    passport = Passport(**(vars(passport_for(house, timezone.now())) | changed))
    return signed(passport, key=signing_key())


def said_of(token: str, **headers: Any) -> str:
    answer = Client().get(f"/p/{token}/", headers={"Accept-Language": "en"} | headers)
    assert answer.status_code == 200
    found = re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", answer.content.decode())
    assert found is not None
    return found[1]


def test_a_passport_says_what_the_number_stands_for(house: House) -> None:
    number = str(house.payroll.support_number)

    assert passport_for(house) == Passport(
        number=number,
        revision=1,
        country="FR",
        client="Groupe Vauquelin",
        configuration="Payroll",
        level="99.9 %",
        valid_from=LONG_AGO.date(),
        valid_until=MORNING.date().replace(year=2027),
    )


def test_it_ends_with_the_contract(house: House) -> None:
    Contract.objects.update(ends_on=date(2028, 6, 30))
    house.payroll.refresh_from_db()

    assert passport_for(house).valid_until == date(2028, 6, 30)


def test_on_a_leap_day_a_year_is_until_the_28th(house: House) -> None:
    leap_day = MORNING.replace(year=2028, month=2, day=29)

    assert passport_for(house, leap_day).valid_until == date(2029, 2, 28)


def test_there_is_none_before_a_revision_is_in_force_or_once_revoked(house: House) -> None:
    mail = contracts.configuration("Mail", house.contract, signed_by=None)
    assert passport_of(mail, level="", at=MORNING) is None
    later = MORNING + timedelta(days=3)
    contracts.next_revision(mail, signed_by=(house.helen, house.max), effective_at=later)
    assert passport_of(mail, level="", at=MORNING) is None
    assert passport_of(mail, level="", at=later) is not None

    retire_configuration(mail, reason="x", by=house.helen, at=later)

    assert passport_of(mail, level="", at=later) is None


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_card_is_shown_to_whoever_sees_the_system(
    client: Client, house: House, name: str
) -> None:
    client.force_login(getattr(house, name))
    number = str(house.payroll.support_number)

    page = client.get(f"/n/{number}/card/").content.decode()

    country, first, second, check = number.split("-")
    for group in (country, first, second, check):
        assert f"<span>{group}</span>" in page
    for said in ("Groupe Vauquelin, FR", "Payroll", "01 99 00 24 24", "<svg viewBox", "data-print"):
        assert said in page
    assert " style=" not in page
    token = re.search(r'href="/p/([^/]+)/"', page)
    assert token is not None
    assert verified(token[1], key=signing_key().public_key()).number == number
    assert said_of(token[1]) == "Valid"


def test_the_level_is_in_the_client_s_language(client: Client, house: House) -> None:
    client.force_login(house.helen)
    path = f"/n/{house.payroll.support_number}/card/"
    Organisation.objects.update(language=Language.ENGLISH)

    assert (
        "availability 99.9\u00a0% · Round the clock, 7 days a week"
        in client.get(path).content.decode()
    )


@pytest.mark.parametrize("name", ["stranger", "rival_agent", "olga"])
def test_a_stranger_finds_no_card(client: Client, house: House, name: str) -> None:
    client.force_login(getattr(house, name))

    assert client.get(f"/n/{house.payroll.support_number}/card/").status_code == 404


def test_nobody_is_asked_to_sign_in_for_a_card(client: Client, house: House) -> None:
    assert client.get(f"/n/{house.payroll.support_number}/card/").status_code == 302


def test_a_card_is_found_with_its_revision_and_a_typing_error_is_told(
    client: Client, house: House
) -> None:
    client.force_login(house.clara)
    number = str(house.payroll.support_number)

    assert client.get(f"/n/{number}/R1/card/").status_code == 200
    assert client.get(f"/n/{number[:-1]}{(int(number[-1]) + 1) % 10}/card/").status_code == 422


def test_number_and_system_lead_to_the_card(client: Client, house: House) -> None:
    client.force_login(house.clara)
    card = f"/n/{house.payroll.support_number}/card/"

    for page in (f"/n/{house.payroll.support_number}/", f"/c/{house.payroll.pk}/"):
        assert f'href="{card}"' in client.get(page).content.decode()


def test_a_revoked_number_has_no_card(client: Client, house: House) -> None:
    retire_configuration(house.payroll, reason="x", by=house.helen, at=timezone.now())
    client.force_login(house.clara)

    page = client.get(f"/n/{house.payroll.support_number}/card/").content.decode()

    assert "Revoked on" in page
    assert "<svg viewBox" not in page
    for other in (f"/n/{house.payroll.support_number}/", f"/c/{house.payroll.pk}/"):
        assert "/card/" not in client.get(other).content.decode()


def test_a_stolen_look_tells_valid_and_no_name(house: House) -> None:
    answer = Client().get(f"/p/{token_for(house)}/", headers={"Accept-Language": "en"})

    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    said = answer.content.decode()
    number = house.payroll.support_number
    assert "counts today" in said
    for secret in ("Vauquelin", "Payroll", "Compaq", "Microsoft", str(number), number.digits):
        assert secret not in said


def test_out_of_its_days_it_has_expired(house: House) -> None:
    yesterday = timezone.now().date() - timedelta(days=2)

    assert said_of(token_for(house, valid_until=yesterday)) == "Expired"


def test_with_the_contract_over_it_has_expired_whatever_it_says(house: House) -> None:
    token = token_for(house)
    Contract.objects.update(ends_on=date(2026, 1, 2))

    assert said_of(token) == "Expired"


def test_retired_it_is_revoked(house: House) -> None:
    token = token_for(house)
    retire_configuration(house.payroll, reason="x", by=house.helen, at=timezone.now())

    assert said_of(token) == "Revoked"


def test_what_another_signed_or_changed_is_not_genuine(house: House) -> None:
    token = token_for(house)
    passport = verified(token, key=signing_key().public_key())
    forged = signed(passport, key=Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))
    unknown = token_for(house, number="FR-0000-0000-97")

    for each in (forged, unknown, token[:-2], token.replace("GP1", "GP2"), "x", "é" * 3000):
        assert said_of(each) == "Not genuine"


def test_the_contract_s_midnight_counts(house: House) -> None:
    """At 23:30 UTC on the last day it is the day after in Paris."""
    token = token_for(house, valid_until=date(2026, 11, 24))

    late = MORNING.replace(day=24, hour=23, minute=30)
    assert state_of_passport(token, at=late) == "expired"
    assert state_of_passport(token, at=late - timedelta(hours=1)) == "valid"


def test_only_so_many_are_checked_in_a_minute(house: House) -> None:
    token, client = token_for(house), Client()
    answers = [client.get(f"/p/{token}/").status_code for _ in range(MOST_A_MINUTE + 1)]

    assert answers == [200] * MOST_A_MINUTE + [429]
    busy = client.get(f"/p/{token}/")
    assert "no-store" in busy["Cache-Control"]
    assert client.get(f"/p/{token}/", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_it_is_only_read(house: House) -> None:
    assert Client().post(f"/p/{token_for(house)}/").status_code == 405
