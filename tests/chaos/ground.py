"""Furnishes the database of a chaos run, and says who acts in it; run inside the portal."""

import json
import sys

from django.utils import timezone

from contracts.models import User
from contracts.use_cases.issue_token import issue_token
from tests.cast import built_house


def main() -> None:
    house = built_house()
    people = {"client": house.clara, "manufacturer": house.hank, "publisher": house.mia}
    said = {
        "configuration": str(house.payroll.pk),
        "tokens": {name: _token(person) for name, person in people.items()},
    }
    sys.stdout.write(json.dumps(said))


def _token(person: User) -> str:
    at = timezone.now()
    _row, secret = issue_token(
        person, name="chaos", scopes=("read", "write"), expires_at=None, by=None, at=at
    )
    return secret
