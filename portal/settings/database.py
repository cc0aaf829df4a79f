"""How Django keeps its connections to PostgreSQL."""

from typing import Any

WEB_PATIENCE = "15s"  # no statement of a page may take longer


def postgresql(described: dict[str, Any], *, patience: str | None) -> dict[str, Any]:
    """Return Django's settings of a database; `patience` ends statements that take longer."""
    limits = f"-c statement_timeout={patience} -c idle_in_transaction_session_timeout=60s"
    options = {"connect_timeout": "5", **described.get("OPTIONS", {})}
    if patience:
        options["options"] = f"{options.get('options', '')} {limits}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **described,
        "OPTIONS": options,
    }
