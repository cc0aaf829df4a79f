"""How Django keeps its connections to PostgreSQL."""

from typing import Any

WEB_PATIENCE = "15s"  # no statement of a page may take longer
# Our joins are written in the order in which they are best made, from one row to what it names:
# weighing all orders of ten tables takes PostgreSQL longer than answering.
PLANNING = "-c join_collapse_limit=1 -c jit=off"
# A worker waits for no row for ever, not even behind one that is stopped amid a transaction: what
# it gives up is in the outbox, and swept again. Its statements end before its task's time does
# (CELERY_TASK_SOFT_TIME_LIMIT). A session in which nothing happens gives its turn back
# (escalation.use_cases.take_turns); the longest silence of a task is the router's training.
WORKERS_PATIENCE = (
    "-c lock_timeout=20s -c statement_timeout=50s"
    " -c idle_in_transaction_session_timeout=60s -c idle_session_timeout=10min"
)


def postgresql(described: dict[str, Any], *, patience: str | None) -> dict[str, Any]:
    """Return Django's settings of a database; `patience` ends statements that take longer."""
    limits = f"-c statement_timeout={patience} -c idle_in_transaction_session_timeout=60s"
    options = {"connect_timeout": "5", **described.get("OPTIONS", {})}
    chosen = [options.get("options", ""), PLANNING, limits if patience else ""]
    options["options"] = " ".join(filter(None, chosen))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **described,
        "OPTIONS": options,
    }
