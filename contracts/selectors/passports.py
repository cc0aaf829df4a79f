"""Questions about priority passports: what a system's says, and whether one counts today."""

from datetime import date, datetime
from functools import cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from contracts.choices import PassportState
from contracts.models import Configuration, Contract, SupportNumber
from contracts.rules.passports import NotGenuine, Passport, verified
from contracts.selectors.systems import revision_in_force

_NOBODYS_BIRTHDAY = (2, 29)


def passport_of(configuration: Configuration, *, level: str, at: datetime) -> Passport | None:
    """Return the passport of a system, its level in words; None while nothing is in force.

    It counts from the day on which the number was issued until the contract's last day or, where
    the contract names none, for a year from today.
    """
    number = SupportNumber.objects.filter(configuration=configuration, revoked_at=None).first()
    revision = revision_in_force(configuration, at)
    if number is None or revision is None or revision.number is None:
        return None
    contract = configuration.contract
    return Passport(
        number=str(number),
        revision=revision.number,
        country=number.country,
        client=configuration.client.name,
        configuration=configuration.name,
        level=level,
        valid_from=_day(contract, number.issued_at),
        valid_until=contract.ends_on or _a_year_from(_day(contract, at)),
    )


def signing_key() -> Ed25519PrivateKey:
    """Return the key with which this portal signs passports."""
    return _key_from(settings.PASSPORT_KEY)


def state_of_passport(token: str, *, at: datetime) -> PassportState:
    """Return whether a passport counts at an instant; whoever holds it learns no more."""
    try:
        passport = verified(token, key=signing_key().public_key())
    except NotGenuine:
        return PassportState.NOT_GENUINE
    digits = "".join(each for each in passport.number if each.isdecimal())
    number = (
        SupportNumber.objects.filter(digits=digits)
        .select_related("configuration__contract")
        .first()
    )
    if number is None:
        return PassportState.NOT_GENUINE
    if number.revoked_at is not None:
        return PassportState.REVOKED
    contract = number.configuration.contract
    is_valid = passport.is_valid_on(_day(contract, at)) and contract.is_running(at)
    return PassportState.VALID if is_valid else PassportState.EXPIRED


@cache
def _key_from(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _day(contract: Contract, at: datetime) -> date:
    return contract.day_of(at)


def _a_year_from(day: date) -> date:
    if (day.month, day.day) == _NOBODYS_BIRTHDAY:
        return day.replace(year=day.year + 1, day=28)
    return day.replace(year=day.year + 1)
