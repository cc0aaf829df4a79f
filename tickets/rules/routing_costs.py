"""From odds to a queue, by what a mistake costs: the cheapest of three in expectation.

Costs are minutes lost (domain.md, Incident; the agreement holds them): a report sent to the wrong
vendor loses the time until somebody hands it back, one sorted by hand the time of the sorting.
"""

from dataclasses import dataclass

HARDWARE, SOFTWARE, TRIAGE = "hardware", "software", "triage"


@dataclass(frozen=True, slots=True)
class Costs:
    """What three outcomes cost, in minutes; what is routed rightly costs nothing."""

    wrong_hardware: int = 20
    wrong_software: int = 20
    triage: int = 6

    def threshold_of(self, label: str) -> float:
        """Return from which confidence on routing to a queue pays: 0 to 1."""
        wrong = self.wrong_hardware if label == HARDWARE else self.wrong_software
        return 1 - self.triage / wrong if wrong else 0.0


DEFAULT_COSTS = Costs()


def queue_for(for_hardware: float, costs: Costs, *, chance_open: float = 0.0) -> str:
    """Return the queue that costs least in expectation; of equals, triage.

    ``for_hardware`` is the chance that a report belongs to hardware, and ``chance_open`` the one
    that it leaves its cause open, 0 to 1: such a report is wrong in either vendor's queue.
    """
    told = 1 - chance_open
    expected = {
        TRIAGE: float(costs.triage),
        HARDWARE: (1 - told * for_hardware) * costs.wrong_hardware,
        SOFTWARE: (1 - told * (1 - for_hardware)) * costs.wrong_software,
    }
    return min(expected, key=lambda queue: expected[queue])
