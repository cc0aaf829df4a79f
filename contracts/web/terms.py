"""A contract in plain words: when it runs, its hours, and what it promises for each impact."""

from dataclasses import dataclass
from datetime import datetime

from contracts.choices import Impact
from contracts.models import Contract, Target, Terms
from contracts.wording import say_hours, say_percentage


@dataclass(frozen=True)
class PlainTerms:
    """What a page says of a contract; money is not among it."""

    contract: Contract
    terms: Terms
    target: str
    hours: list[str]
    promises: list[tuple[str, Target]]
    is_running: bool


def terms_of(contract: Contract, *, at: datetime) -> PlainTerms | None:
    """Return what a contract promises, the gravest impact first; None before it is approved."""
    terms = contract.terms_at(at)
    if terms is None:
        return None
    targets = {target.impact: target for target in terms.targets.all()}
    return PlainTerms(
        contract=contract,
        terms=terms,
        target=say_percentage(terms.availability_target),
        hours=say_hours(terms.coverage),
        promises=[(str(each.label), targets[each]) for each in Impact if each in targets],
        is_running=contract.is_running(at),
    )
