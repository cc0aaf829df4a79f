"""How the systems under a contract share its monthly fee: together they bear all of it.

A share is a part of 1, with six decimals at most: a percentage with four (domain.md, Statement).
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal

WHOLE, NOTHING = Decimal(1), Decimal(0)
_STEP = Decimal("0.000001")


def is_share(share: Decimal) -> bool:
    """Tell whether a number can be a share: from nothing to all, in millionths."""
    return share.is_finite() and NOTHING <= share <= WHOLE and share == share.quantize(_STEP)


def equal_shares(systems: Sequence[int]) -> Mapping[int, Decimal]:
    """Share the fee equally among systems, named by their keys; the last one bears the rest."""
    if not systems:
        return {}
    *others, last = systems
    each = (WHOLE / len(systems)).quantize(_STEP, ROUND_DOWN)
    return {**dict.fromkeys(others, each), last: WHOLE - each * len(others)}
