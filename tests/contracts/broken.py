"""All that the other modules of broken rows hold, gathered."""

from tests.contracts.broken_designs import BROKEN_DESIGNS
from tests.contracts.broken_guarantees import BROKEN_GUARANTEES
from tests.contracts.broken_hours import BROKEN_HOURS
from tests.contracts.broken_outages import BROKEN_OUTAGES
from tests.contracts.broken_rosters import BROKEN_ROSTERS
from tests.contracts.broken_statements import BROKEN_STATEMENTS
from tests.contracts.broken_terms import BROKEN_TERMS

BROKEN_ELSEWHERE = {
    **BROKEN_DESIGNS,
    **BROKEN_GUARANTEES,
    **BROKEN_HOURS,
    **BROKEN_OUTAGES,
    **BROKEN_ROSTERS,
    **BROKEN_STATEMENTS,
    **BROKEN_TERMS,
}
