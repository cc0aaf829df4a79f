"""Whether the portal lives, and whether it can serve; the same in Prometheus' words.

Anybody may ask whether it can serve; what waits is told to operators and to the holder of
METRICS_TOKEN alone.

Not ready (503) is only what stops people: no database, tables that are not migrated. Without Redis
or with events waiting the portal is degraded (200): incidents are taken, and what follows from
them follows when workers are back.
"""

import hmac
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from contracts.access import is_operator
from escalation.choices import LapseKind, Sweep
from escalation.lapses_of_time import silent_sweeps
from escalation.models import DueAction, LastRun
from escalation.selectors import backlog, failed_mail_count, lapses

_REDIS_PATIENCE = 0.2
_REDIS, _WAITING, _LAPSED, _SILENT = "redis", "unfollowed", "lapse:", "sweep:"
_LONGEST_WAIT = 30.0  # seconds that an event may wait before something is wrong with the workers


class _NotMigratedError(Exception):
    """The tables are not those of this code."""


@require_safe
@never_cache
def live(_request: HttpRequest) -> JsonResponse:
    """This process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether work can be done here; 503 tells a load balancer to go elsewhere."""
    database = _database()
    is_ready = database == "ok"
    # Without a database nobody can be recognised but by the token.
    if _has_token(request) or (is_ready and is_operator(request.user)):
        state = state_of(at=timezone.now())
    else:
        state = {"status": "ok" if is_ready else "not ready"}
    return JsonResponse(state, status=200 if is_ready else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Print the same as numbers, for an operator or the holder of METRICS_TOKEN."""
    if not (_has_token(request) or is_operator(request.user)):
        return HttpResponseForbidden("Operators, or Authorization: Bearer METRICS_TOKEN.\n")
    state = state_of(at=timezone.now())
    numbers = {
        "guichet_ready": int(state["status"] != "down"),
        "guichet_database_up": int(state["database"] == "ok"),
        "guichet_redis_up": int(state["redis"] == "ok"),
        "guichet_unfollowed_events": state.get("unfollowed", 0),
        "guichet_oldest_unfollowed_seconds": state.get("oldest_unfollowed_seconds", 0),
        "guichet_failed_mails": state.get("failed_mails", 0),
        "guichet_lapses": state.get("lapses", 0),
        "guichet_oldest_lapse_seconds": state.get("oldest_lapse_seconds", 0),
        "guichet_oldest_due_action_seconds": state.get("oldest_due_action_seconds", 0),
        "guichet_silent_sweeps": len(state.get("silent_sweeps", ())),
        "guichet_last_audit_seconds": state.get("last_audit_seconds") or 0,
    }
    lines = (f"# TYPE {name} gauge\n{name} {value}\n" for name, value in numbers.items())
    return HttpResponse("".join(lines), content_type="text/plain; version=0.0.4; charset=utf-8")


def state_of(*, at: datetime) -> dict[str, Any]:
    """Return how each part does and what waits; counts stop at a hundred."""
    state: dict[str, Any] = {"status": "ok", "redis": _redis(), "database": _database()}
    if state["database"] != "ok":
        return state | {"status": "down"}
    state |= _waiting(at) | {"failed_mails": failed_mail_count()} | _lapsed(at) | _due(at)
    state["causes"] = list(_causes(state))
    if state["causes"]:
        state["status"] = "degraded"
    return state


def _causes(state: Mapping[str, Any]) -> Iterator[str]:
    """Name all that makes the portal degraded: a part, a kind of lapse, a sweep."""
    if state["redis"] == "down":
        yield _REDIS
    if state["oldest_unfollowed_seconds"] > _LONGEST_WAIT:
        yield _WAITING
    yield from (f"{_LAPSED}{kind}" for kind in state["lapsed"])
    yield from (f"{_SILENT}{sweep}" for sweep in state["silent_sweeps"])


def say_causes(state: Mapping[str, Any]) -> list[str]:
    """Say each cause to an operator."""
    return [_say_cause(each, state) for each in state.get("causes", ())]


def _say_cause(cause: str, state: Mapping[str, Any]) -> str:
    if cause == _REDIS:
        return _("Redis does not answer: what follows from incidents waits.")
    if cause == _WAITING:
        return _("Events wait to be followed: the workers stand still or are slow.")
    name = cause.partition(":")[2]
    if cause.startswith(_SILENT):
        return _("A sweep has gone silent: %(sweep)s") % {"sweep": Sweep(name).label}
    said = {"what": LapseKind(name).label, "count": state["lapsed"][name]}
    return _("%(what)s: %(count)s") % said


def _waiting(at: datetime) -> dict[str, float]:
    """How many events wait to be followed, and how long the oldest has."""
    count, oldest = backlog()
    return {
        "unfollowed": count,
        "oldest_unfollowed_seconds": round((at - oldest).total_seconds(), 1) if oldest else 0,
    }


def _lapsed(at: datetime) -> dict[str, Any]:
    """How many things should have happened and did not, of which kinds, for how long the oldest."""
    found = lapses(at=at)
    oldest = (at - found[0].since).total_seconds() if found else 0
    return {
        "lapses": len(found),
        "lapsed": dict(Counter(str(each.kind) for each in found)),
        "oldest_lapse_seconds": round(oldest, 1),
    }


def _due(at: datetime) -> dict[str, float | list[Sweep] | None]:
    """How long the oldest due action has waited, and since when nothing was audited, in seconds.

    None where the audit has never run.
    """
    oldest = DueAction.objects.due_at(at).values_list("due_at", flat=True).first()
    audited_at = LastRun.objects.filter(sweep=Sweep.AUDIT).values_list("at", flat=True).first()
    return {
        "oldest_due_action_seconds": round((at - oldest).total_seconds(), 1) if oldest else 0,
        "last_audit_seconds": round((at - audited_at).total_seconds(), 1) if audited_at else None,
        "silent_sweeps": silent_sweeps(at=at),
    }


def _database() -> str:
    """Return ok, down, or not migrated."""
    try:
        _see_that_tables_are_migrated()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except _NotMigratedError:
        return "not migrated"
    except DatabaseError:
        return "down"
    return "ok"


@cache
def _see_that_tables_are_migrated() -> None:
    """Refuse tables older than the code; asked until it is so once, since it then stays so."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotMigratedError


def _redis() -> str:
    """Return ok or down; none where messages go through files."""
    if not settings.REDIS_URL:
        return "none"
    try:
        with Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=_REDIS_PATIENCE,
            socket_connect_timeout=_REDIS_PATIENCE,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            client.ping()
    except (RedisError, OSError):
        return "down"
    return "ok"


def _has_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and hmac.compare_digest(given.encode(), token.encode())
