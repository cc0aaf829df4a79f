"""Priority follows from the impact; only a support number forces it (domain.md, Incident)."""

from contracts.choices import Impact, Priority

_BY_IMPACT = {
    Impact.OUTAGE: Priority.HIGH,
    Impact.DEGRADED: Priority.MEDIUM,
    Impact.AT_RISK: Priority.MEDIUM,
    Impact.QUESTION: Priority.LOW,
}

ACTIVATION = "activation"
"""What forces priority while a configuration has no revision in force yet."""

OUTSIDE_GUARANTEE = "outside-guarantee"
"""What forces it where others of the contract are in force, and the system is not known."""


def priority_of(impact: Impact, *, forced_by: str | None) -> Priority:
    """Return the priority: high while something forces it, else the impact's own."""
    return Priority.HIGH if forced_by else _BY_IMPACT[impact]
