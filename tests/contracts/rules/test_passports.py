import json
from base64 import urlsafe_b64encode
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.passports import LONGEST, NotGenuine, Passport, signed, verified

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
CARD = Passport(
    number="FR-7402-9183-63",
    revision=4,
    country="FR",
    client="Groupe Vauquelin",
    configuration="Cluster SQL, « Lyon » n° 2",
    level="24 × 7",
    valid_from=date(2026, 1, 5),
    valid_until=date(2026, 12, 31),
)
TOKEN = signed(CARD, key=KEY)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)
passports = st.builds(
    Passport,
    number=st.from_regex(r"[A-Z]{2}-[0-9]{4}-[0-9]{4}-[0-9]{2}", fullmatch=True),
    revision=st.integers(1, 99_999),
    country=st.sampled_from(["FR", "BE", "DE"]),
    client=words,
    configuration=words,
    level=words.map(lambda text: text[:40]),
    valid_from=st.dates(),
    valid_until=st.dates(),
)


def _with_content(content: bytes, *, form: str = "GP1") -> str:
    """A token that the portal's key has signed, whatever it says."""
    body = f"{form}.{urlsafe_b64encode(content).rstrip(b'=').decode()}"
    signature = urlsafe_b64encode(KEY.sign(body.encode())).rstrip(b"=").decode()
    return f"{body}.{signature}"


@given(passports)
def test_what_was_signed_is_read_again(passport: Passport) -> None:
    token = signed(passport, key=KEY)

    assert verified(token, key=KEY.public_key()) == passport
    assert len(token) <= LONGEST
    assert set(token) <= set(ALPHABET + ".")


def test_white_space_around_it_is_forgiven() -> None:
    assert verified(f"  {TOKEN}\n", key=KEY.public_key()) == CARD


def _is_taken(token: str) -> bool:
    try:
        verified(token, key=KEY.public_key())
    except NotGenuine:
        return False
    return True


def test_a_changed_character_is_refused_wherever_it_stands() -> None:
    changed = [
        TOKEN[:place] + other + TOKEN[place + 1 :]
        for place, was in enumerate(TOKEN)
        for other in ALPHABET + ".=+/!é"
        if other != was
    ]

    assert _is_taken(TOKEN)
    assert [each for each in changed if _is_taken(each)] == []


def test_a_missing_or_an_added_character_is_refused() -> None:
    changed = [
        TOKEN[:place] + more + TOKEN[place + skipped :]
        for place in range(len(TOKEN) + 1)
        for more, skipped in (("", 1), ("A", 0), ("!", 0), ("=", 0), (".", 0))
    ]

    assert [each for each in changed if each != TOKEN and _is_taken(each)] == []


def test_another_signatory_is_refused() -> None:
    with pytest.raises(NotGenuine):
        verified(signed(CARD, key=OTHER_KEY), key=KEY.public_key())


def test_the_signature_of_another_card_is_refused() -> None:
    other = signed(Passport(**{**vars(CARD), "client": "Banque Sorel"}), key=KEY)

    with pytest.raises(NotGenuine):
        verified(f"{other.rpartition('.')[0]}.{TOKEN.rpartition('.')[2]}", key=KEY.public_key())


_SAID = {**vars(CARD), "valid_from": "2026-01-05", "valid_until": "2026-12-31"}


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "GP1..",
        "GP1",
        "bonjour",
        "\ud800",
        f"GP1.{'A' * LONGEST}.{'A' * 86}",
        _with_content(json.dumps(_SAID).encode(), form="GP2"),
        _with_content(b"[]"),
        _with_content(b"null"),
        _with_content(b"\xff"),
        _with_content(b"{}"),
        _with_content(json.dumps({**_SAID, "more": 1}).encode()),
        _with_content(json.dumps({**_SAID, "valid_from": "soon"}).encode()),
        _with_content(json.dumps({**_SAID, "valid_from": None}).encode()),
    ],
)
def test_another_form_is_refused(token: str) -> None:
    with pytest.raises(NotGenuine):
        verified(token, key=KEY.public_key())


def test_the_helper_signs_what_the_portal_would_take() -> None:
    assert verified(_with_content(json.dumps(_SAID).encode()), key=KEY.public_key()) == CARD


@given(st.text())
def test_whatever_is_typed_is_refused_and_nothing_else_happens(text: str) -> None:
    with pytest.raises(NotGenuine):
        verified(text, key=KEY.public_key())


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [
        (date(2026, 1, 4), False),
        (date(2026, 1, 5), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_it_is_valid_through_its_last_day(day: date, is_valid: bool) -> None:
    assert CARD.is_valid_on(day) == is_valid
