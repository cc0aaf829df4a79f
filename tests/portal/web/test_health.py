import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from contracts.models import User
from portal.web import health
from tickets.models import Incident, IncidentEvent, Unfollowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tables_are_looked_at_anew() -> None:
    health._see_that_tables_are_migrated.cache_clear()


def _ready(client: Client, *, status: int = 200) -> dict[str, Any]:
    answer = client.get("/health/ready/")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a_living_process_asks_nothing_of_others(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live/").json() == {"status": "ok"}


def test_ready_with_a_real_redis(client: Client, settings: Settings, redis_url: str) -> None:
    settings.REDIS_URL = redis_url

    assert _ready(client) == {
        "status": "ok",
        "redis": "ok",
        "database": "ok",
        "unfollowed": 0,
        "oldest_unfollowed_seconds": 0,
        "lapses": 0,
        "oldest_lapse_seconds": 0,
    }


def test_without_redis_it_is_degraded_and_still_takes_incidents(
    client: Client, settings: Settings
) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock?db=0"

    found = _ready(client)

    assert (found["status"], found["redis"]) == ("degraded", "down")


def test_the_oldest_event_that_nobody_followed_is_told(client: Client, incident: Incident) -> None:
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Unfollowed.objects.update(at=an_hour_ago)
    waiting = IncidentEvent.objects.filter(incident=incident).count()

    found = _ready(client)

    assert found["status"] == "degraded"
    assert found["unfollowed"] == waiting
    assert 3600 <= found["oldest_unfollowed_seconds"] < 3700


def test_tables_older_than_the_code_are_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["something"])

    found = _ready(client, status=503)

    assert (found["status"], found["database"]) == ("down", "not migrated")


def test_health_asks_for_no_signing_in_and_names_nobody(client: Client, incident: Incident) -> None:
    answer = client.get("/health/ready/")

    assert incident.reference not in answer.content.decode()


def test_measures_are_for_operators(client: Client, clara: User, olga: User) -> None:
    codes = [client.get("/metrics").status_code]
    for person in (clara, olga):
        client.force_login(person)
        codes.append(client.get("/metrics").status_code)

    assert codes == [403, 403, 200]


def test_measures_are_for_the_holder_of_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "s3cret"

    right = client.get("/metrics", headers={"Authorization": "Bearer s3cret"})
    wrong = client.get("/metrics", headers={"Authorization": "Bearer other"})

    assert (right.status_code, wrong.status_code) == (200, 403)
    assert "# TYPE guichet_ready gauge\nguichet_ready 1\n" in right.content.decode()


def test_no_token_set_opens_nothing(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403
