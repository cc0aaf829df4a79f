"""A contract in plain words: when it runs, its hours, and what it promises for each impact."""

from dataclasses import dataclass
from datetime import datetime

from contracts.choices import Impact
from contracts.models import Contract, Target
from contracts.wording import say_hours


@dataclass(frozen=True)
class Terms:
    """What a page says of a contract; money is not among it."""

    contract: Contract
    hours: list[str]
    promises: list[tuple[str, Target]]
    is_running: bool


def terms_of(contract: Contract, *, at: datetime) -> Terms:
    """Return a contract's terms, the gravest impact first."""
    targets = {target.impact: target for target in contract.targets.all()}
    return Terms(
        contract=contract,
        hours=say_hours(contract.coverage),
        promises=[(str(each.label), targets[each]) for each in Impact if each in targets],
        is_running=contract.is_running(at),
    )
