"""How Celery reaches its broker: Redis by address, or a folder where there is no Redis at all."""

from pathlib import Path
from typing import Any

WEB_PATIENCE = 0.2  # seconds that a request may wait for the broker; the sweep is the retry
_VISIBILITY = 180  # seconds after which an unacknowledged message is delivered again


def through_redis(url: str, *, patience: float | None) -> dict[str, Any]:
    """Return Celery's settings for Redis; a Unix socket is written unix:///path?db=0."""
    options: dict[str, Any] = {
        "visibility_timeout": _VISIBILITY,
        "socket_connect_timeout": WEB_PATIENCE,
        "socket_keepalive": True,
        "health_check_interval": 10,
    }
    if patience is not None:
        options |= {"socket_timeout": patience, "max_retries": 0, "retry_on_timeout": False}
    return {
        "CELERY_BROKER_URL": url.replace("unix://", "redis+socket://").replace(
            "?db=", "?virtual_host="
        ),
        "CELERY_BROKER_TRANSPORT_OPTIONS": options,
    }


def through_files(folder: Path) -> dict[str, Any]:
    """Return Celery's settings for a folder, the last resort in development."""
    return {
        "CELERY_BROKER_URL": "filesystem://",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
        },
    }
