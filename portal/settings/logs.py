"""Logs as events with fields and a request id: JSON for machines, lines for people."""

from typing import Any

import structlog

_BEFORE: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

_FOR_MACHINES: list[structlog.typing.Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.dict_tracebacks,
    structlog.processors.JSONRenderer(),
]
_FOR_PEOPLE: list[structlog.typing.Processor] = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
]


def _logging(level: str, after: list[structlog.typing.Processor]) -> dict[str, Any]:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_BEFORE,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": after,
                "foreign_pre_chain": _BEFORE,
            },
        },
        "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["output"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
        },
    }


def for_machines(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: one JSON object a line."""
    return _logging(level, _FOR_MACHINES)


def for_people(level: str) -> dict[str, Any]:
    """Return Django's LOGGING: readable lines."""
    return _logging(level, _FOR_PEOPLE)
