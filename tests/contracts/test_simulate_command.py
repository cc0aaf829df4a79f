"""`manage.py simulate`: the body of the API on standard input, what it would cost on output."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.cast import House
from tests.contracts.rules.months import BANDS
from tests.factories import contracts

OUTAGE = {
    "start": "2026-11-03T09:00:00+01:00",
    "end": "2026-11-03T10:30:00+01:00",
    "responsibility": {"publisher": 100},
}


def _said_of(body: Any, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    said = io.StringIO()
    call_command("simulate", *arguments, stdout=said)
    answer: dict[str, Any] = json.loads(said.getvalue())
    return answer


def test_a_body_in_is_a_months_cost_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    contracts.amended(house.contract, bands=BANDS)
    body = {"month": "2026-11", "outages": [OUTAGE]}

    by_argument = _said_of(body, monkeypatch, "CM-0417")
    by_body = _said_of({**body, "contract": "CM-0417"}, monkeypatch)

    assert by_argument["penalty"] == by_argument["reimbursement"] == "600.00"
    assert by_body == by_argument


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("nonsense", "not JSON"),
        ("[]", "must be an object"),
        ({"month": "2026-11", "contract": "CM-9999"}, "There is no contract"),
        ({"contract": "CM-0417"}, '"month"'),
        ({"contract": "CM-0417", "month": "2025-11"}, "The contract runs from 1 January 2026"),
        (
            {
                "contract": "CM-0417",
                "month": "2026-11",
                "outages": [{**OUTAGE, "responsibility": {"client": 99}}],
            },
            "Together they are 99 %: they must be 100 %.",
        ),
    ],
)
def test_what_is_wrong_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch, body: Any, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        _said_of(body, monkeypatch)
