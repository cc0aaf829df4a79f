import json
from datetime import timedelta
from typing import Any

import pytest
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from contracts.models import User
from escalation.choices import DispatchState, Sweep
from escalation.models import Dispatch, LastRun
from escalation.use_cases.note_run import note_run
from portal.web import health
from tests.cast import House
from tests.escalation.news import news
from tests.factories.contracts import MORNING
from tickets.models import Incident, IncidentEvent, Unfollowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tables_are_looked_at_anew() -> None:
    health._see_that_tables_are_migrated.cache_clear()


TOKEN = {"Authorization": "Bearer s3cret"}


@pytest.fixture(autouse=True)
def _token_is_set(settings: Settings) -> None:
    settings.METRICS_TOKEN = "s3cret"


def _ready(client: Client, *, status: int = 200) -> dict[str, Any]:
    """What the holder of the token is told."""
    answer = client.get("/health/ready/", headers=TOKEN)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def _all_ran() -> None:
    for sweep in Sweep:
        note_run(sweep, at=timezone.now())


def test_a_living_process_asks_nothing_of_others(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live/").json() == {"status": "ok"}


def test_ready_with_a_real_redis(client: Client, settings: Settings, redis_url: str) -> None:
    settings.REDIS_URL = redis_url
    _all_ran()

    assert _ready(client) | {"last_audit_seconds": 0} == {
        "status": "ok",
        "redis": "ok",
        "database": "ok",
        "unfollowed": 0,
        "oldest_unfollowed_seconds": 0,
        "failed_mails": 0,
        "oldest_due_action_seconds": 0,
        "last_audit_seconds": 0,
        "silent_sweeps": [],
        "lapses": 0,
        "lapsed": {},
        "causes": [],
        "oldest_lapse_seconds": 0,
    }


def test_without_redis_it_is_degraded_and_still_takes_incidents(
    client: Client, settings: Settings
) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock?db=0"
    _all_ran()

    found = _ready(client)

    assert (found["status"], found["redis"]) == ("degraded", "down")
    assert found["causes"] == ["redis"]


def test_the_oldest_event_that_nobody_followed_is_told(client: Client, incident: Incident) -> None:
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Unfollowed.objects.update(at=an_hour_ago)
    waiting = IncidentEvent.objects.filter(incident=incident).count()

    found = _ready(client)

    assert found["status"] == "degraded"
    assert found["unfollowed"] == waiting
    assert found["causes"][:2] == ["unfollowed", "lapse:unfollowed"]
    assert 3600 <= found["oldest_unfollowed_seconds"] < 3700


def test_tables_older_than_the_code_are_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["something"])

    found = _ready(client, status=503)

    assert (found["status"], found["database"]) == ("down", "not migrated")


def test_a_sweep_that_no_longer_comes_to_its_end_is_told(client: Client, olga: User) -> None:
    _all_ran()
    assert _ready(client)["status"] == "ok"
    LastRun.objects.filter(sweep=Sweep.DUE).update(at=timezone.now() - timedelta(minutes=3))

    found = _ready(client)

    assert (found["status"], found["silent_sweeps"]) == ("degraded", ["due"])
    assert b"\nguichet_silent_sweeps 1\n" in client.get("/metrics", headers=TOKEN).content
    client.force_login(olga)
    assert "Do what is due" in client.get("/").content.decode()


def test_a_beat_that_never_began_is_told(client: Client) -> None:
    tables = MigrationRecorder.Migration.objects.filter(app="escalation")
    tables.update(applied=timezone.now() - timedelta(days=2))

    found = _ready(client)

    assert (found["status"], found["last_audit_seconds"]) == ("degraded", None)
    assert set(found["silent_sweeps"]) == set(Sweep)


def test_each_cause_is_named_to_an_operator(
    client: Client, incident: Incident, olga: User, settings: Settings
) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis.sock?db=0"
    _all_ran()
    LastRun.objects.filter(sweep=Sweep.DUE).delete()
    note_run(Sweep.DUE, at=timezone.now() - timedelta(minutes=3))
    Unfollowed.objects.update(at=timezone.now() - timedelta(hours=1))
    client.force_login(olga)

    page = client.get("/").content.decode()

    for cause in (
        "Redis does not answer",
        "Events wait to be followed",
        f"An event that nobody followed: {Unfollowed.objects.count()}",
        "A sweep has gone silent: Do what is due",
    ):
        assert f"<li>{cause}" in page


def test_counts_of_what_waits_stop_at_a_hundred(
    client: Client, incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("escalation.selectors.MOST_COUNTED", 1)
    assert Unfollowed.objects.count() > 1

    assert _ready(client)["unfollowed"] == 1


def test_mails_that_were_given_up_are_told(
    client: Client, house: House, escalated: Incident, olga: User
) -> None:
    news(escalated, house.hank)
    Dispatch.objects.update(state=DispatchState.FAILED, failing_since=MORNING)
    given_up = Dispatch.objects.count()
    client.force_login(olga)

    assert _ready(client)["failed_mails"] == given_up > 0
    assert f"\nguichet_failed_mails {given_up}\n" in client.get("/metrics").content.decode()
    link = f'state__exact=failed&amp;medium__exact=email">{given_up}</a>'
    assert link in client.get("/").content.decode()


def test_strangers_and_clients_are_told_whether_it_serves_and_no_more(
    client: Client, incident: Incident, clara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [client.get("/health/ready/")]
    client.force_login(clara)
    told.append(client.get("/health/ready/"))
    client.logout()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["something"])
    health._see_that_tables_are_migrated.cache_clear()
    told.append(client.get("/health/ready/"))

    answers = [(answer.status_code, answer.json()) for answer in told]
    assert answers == [(200, {"status": "ok"})] * 2 + [(503, {"status": "not ready"})]


def test_without_a_database_it_is_not_ready_even_for_somebody_signed_in(
    client: Client, olga: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(olga)
    monkeypatch.setattr(health, "_database", lambda: "down")

    answer = client.get("/health/ready/")

    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
    assert _ready(client, status=503)["database"] == "down"


def test_an_operator_reads_the_parts(client: Client, olga: User) -> None:
    client.force_login(olga)

    found = client.get("/health/ready/").json()

    assert (found["database"], found["unfollowed"]) == ("ok", 0)


def test_staff_of_another_company_are_no_operators(rf: RequestFactory, clara: User) -> None:
    clara.is_staff = True
    request = rf.get("/metrics")
    request.user = clara

    assert health.metrics(request).status_code == 403
    assert json.loads(health.ready(request).content) == {"status": "ok"}


def test_measures_are_for_operators(client: Client, clara: User, olga: User) -> None:
    codes = [client.get("/metrics").status_code]
    for person in (clara, olga):
        client.force_login(person)
        codes.append(client.get("/metrics").status_code)

    assert codes == [403, 403, 200]


def test_measures_are_for_the_holder_of_the_token(client: Client) -> None:
    right = client.get("/metrics", headers=TOKEN)
    wrong = client.get("/metrics", headers={"Authorization": "Bearer other"})

    assert (right.status_code, wrong.status_code) == (200, 403)
    assert "# TYPE guichet_ready gauge\nguichet_ready 1\n" in right.content.decode()


def test_no_token_set_opens_nothing(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403
