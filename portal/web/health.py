"""Whether the portal lives, and whether it can serve; the same in Prometheus' words.

Not ready (503) is only what stops people: no database, tables that are not migrated. Without Redis
or with events waiting the portal is degraded (200): incidents are taken, and what follows from
them follows when workers are back.
"""

import hmac
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from escalation.selectors import lapses
from tickets.models import Unfollowed

_REDIS_PATIENCE = 0.2
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
def ready(_request: HttpRequest) -> JsonResponse:
    """Answer whether work can be done here; 503 tells a load balancer to go elsewhere."""
    state = state_of(at=timezone.now())
    return JsonResponse(state, status=503 if state["status"] == "down" else 200)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Print the same as numbers, for an operator or the holder of METRICS_TOKEN."""
    if not _may_measure(request):
        return HttpResponseForbidden("Operators, or Authorization: Bearer METRICS_TOKEN.\n")
    state = state_of(at=timezone.now())
    numbers = {
        "guichet_ready": int(state["status"] != "down"),
        "guichet_database_up": int(state["database"] == "ok"),
        "guichet_redis_up": int(state["redis"] == "ok"),
        "guichet_unfollowed_events": state.get("unfollowed", 0),
        "guichet_oldest_unfollowed_seconds": state.get("oldest_unfollowed_seconds", 0),
        "guichet_lapses": state.get("lapses", 0),
        "guichet_oldest_lapse_seconds": state.get("oldest_lapse_seconds", 0),
    }
    lines = (f"# TYPE {name} gauge\n{name} {value}\n" for name, value in numbers.items())
    return HttpResponse("".join(lines), content_type="text/plain; version=0.0.4; charset=utf-8")


def state_of(*, at: datetime) -> dict[str, Any]:
    state: dict[str, Any] = {"status": "ok", "redis": _redis()}
    try:
        _see_that_tables_are_migrated()
        state |= {"database": "ok"} | _waiting(at) | _lapsed(at)
    except _NotMigratedError:
        return state | {"status": "down", "database": "not migrated"}
    except DatabaseError:
        return state | {"status": "down", "database": "down"}
    is_late = state["oldest_unfollowed_seconds"] > _LONGEST_WAIT or state["lapses"]
    if state["redis"] == "down" or is_late:
        state["status"] = "degraded"
    return state


def _waiting(at: datetime) -> dict[str, float]:
    """How many events wait to be followed, and how long the oldest has."""
    waiting = Unfollowed.objects.aggregate(count=Count("*"), oldest=Min("at"))
    oldest = waiting["oldest"]
    return {
        "unfollowed": waiting["count"],
        "oldest_unfollowed_seconds": round((at - oldest).total_seconds(), 1) if oldest else 0,
    }


def _lapsed(at: datetime) -> dict[str, float]:
    """How many things should have happened and did not, and for how long the oldest."""
    found = lapses(at=at)
    oldest = (at - found[0].since).total_seconds() if found else 0
    return {"lapses": len(found), "oldest_lapse_seconds": round(oldest, 1)}


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


def _may_measure(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(given.encode(), token.encode()):
        return True
    return request.user.is_authenticated and request.user.is_staff
