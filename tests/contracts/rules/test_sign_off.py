from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest

from contracts.rules.sign_off import effective_instant, missing_signatures

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOTH = {"manufacturer", "publisher"}


@pytest.mark.parametrize(
    ("signed_by", "missing"),
    [
        ([], BOTH),
        (["manufacturer"], {"publisher"}),
        (["publisher"], {"manufacturer"}),
        (["publisher", "manufacturer"], set()),
        (["manufacturer", "manufacturer"], {"publisher"}),
        (["client", "platform"], BOTH),
    ],
)
def test_both_vendors_have_to_sign(signed_by: Collection[str], missing: set[str]) -> None:
    assert missing_signatures(signed_by) == missing


@pytest.mark.parametrize("hours", [-5, 0, 5])
def test_it_comes_into_force_at_the_later_of_its_date_and_the_last_signature(hours: int) -> None:
    wanted = NOON + timedelta(hours=hours)

    found = effective_instant(effective_at=wanted, last_signed_at=NOON)

    assert found == max(wanted, NOON)
