"""What a client types into the form, and what is read off its page."""

import re
import uuid
from typing import Any

from contracts.models import Configuration
from tests.cast import House
from tests.factories import contracts

PAGE = "/incidents/new/"


def answers(house: House, **changes: Any) -> dict[str, Any]:
    said = {
        "key": str(uuid.uuid4()),
        "configuration": str(house.payroll.pk),
        "impact": "outage",
        "description": "The server no longer answers since the failover",
        "since": "now",
        "contact_name": "Clara Morel",
        "contact_phone": "06 39 98 12 40",
    }
    return said | changes


def second_system(house: House) -> Configuration:
    return contracts.configuration("Accounting", house.contract, signed_by=(house.helen, house.max))


def slip(number: object) -> str:
    """The number with its last digit mistyped."""
    written = str(number)
    return written[:-1] + str((int(written[-1]) + 1) % 10)


def is_checked(page: str, value: object) -> bool:
    return re.search(rf'value="{value}"\s+checked', page) is not None
