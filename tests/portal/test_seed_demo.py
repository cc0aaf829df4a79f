"""`manage.py seed_demo`: once and for all, believable, alive, and with its doors locked."""

import json
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from contracts.choices import (
    ContestDecision,
    EventKind,
    Kind,
    RevisionAudience,
    RevisionState,
    Role,
)
from contracts.models import (
    AccessToken,
    Attainable,
    Configuration,
    Contest,
    Contract,
    LedgerEntry,
    Organisation,
    Revision,
    RevisionComment,
    Statement,
    UnfollowedNews,
    User,
)
from contracts.use_cases.issue_token import digest_of
from escalation.choices import DispatchState
from escalation.models import Dispatch, DueAction, Notification
from escalation.selectors import lapses
from escalation.use_cases.check_clocks import check_clocks
from portal.demo.script import PARIS, Story, read_stories
from tickets.choices import UNFINISHED, Audience, Channel, LegState, Queue, Status
from tickets.choices import EventKind as Happened
from tickets.models import Attachment, Comment, Escalation, Incident, IncidentEvent, Unfollowed

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]  # it is loaded once


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """Load it once for all tests of this module; returns the file with the logins."""
    var = tmp_path_factory.mktemp("demo")
    before, settings.VAR = settings.VAR, var
    try:
        with django_db_blocker.unblock(), transaction.atomic():
            call_command("seed_demo", url="http://127.0.0.1:8123", verbosity=0, stdout=StringIO())
            yield var / "demo.json"
            transaction.set_rollback(True)
    finally:
        settings.VAR = before


def _people(demo: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(demo.read_text(encoding="utf-8"))["people"]
    return found


def _counts() -> list[int]:
    tables = (User, Contract, Incident, IncidentEvent, Comment, Notification, AccessToken)
    return [table._default_manager.count() for table in tables]


def test_there_are_sixty_incidents_in_every_state_and_queue(demo: Path) -> None:
    assert Incident.objects.count() == 60
    assert set(Incident.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Incident.objects.values_list("queue", flat=True)) == set(Queue.values)
    states = set(Escalation.objects.values_list("state", flat=True))
    assert states >= set(LegState.values) - {LegState.WITHDRAWN}
    assert Escalation.objects.filter(is_joint=True).exists()
    channels = set(Incident.objects.values_list("channel", flat=True))
    assert channels == set(Channel.values)


def test_every_organisation_has_a_member_and_a_manager(demo: Path) -> None:
    for organisation in Organisation.objects.all():
        roles = set(organisation.people.values_list("role", flat=True))
        assert roles == {Role.MEMBER, Role.MANAGER}, organisation


def test_one_configuration_is_being_activated_and_one_contract_ends_soon(demo: Path) -> None:
    without_number = Configuration.objects.filter(support_number=None)
    soon = (datetime.now(UTC) + timedelta(days=31)).date()

    assert [each.name for each in without_number] == ["Progiciel de gestion, nouveau cluster"]
    assert Contract.objects.filter(ends_on__lte=soon).count() == 1


def test_changes_wait_for_a_signature_or_an_answer_or_were_refused(demo: Path) -> None:
    now = datetime.now(UTC)
    waiting = Revision.objects.filter(state=RevisionState.PROPOSED)
    notices = waiting.filter(author__kind=Kind.CLIENT)

    assert notices.filter(answer_due_at__gt=now, sign_offs__isnull=False).exists()
    assert notices.filter(answer_due_at__lt=now, sign_offs__isnull=True).exists()
    assert waiting.exclude(author__kind=Kind.CLIENT).filter(sign_offs__isnull=False).exists()
    assert Revision.objects.filter(state=RevisionState.REFUSED).exclude(reason="").exists()
    read_by = RevisionComment.objects.filter(revision__in=notices).values_list(
        "audience", flat=True
    )
    assert set(read_by) == set(RevisionAudience.values)
    assert not UnfollowedNews.objects.exclude(event__configuration=None).exists()
    assert not UnfollowedNews.objects.exclude(event__contract=None).exists()


def test_it_looks_alive(demo: Path) -> None:
    now = datetime.now(UTC)
    running = Incident.objects.filter(status__in=UNFINISHED)

    assert running.filter(due_at__lt=now).exists()
    assert running.filter(due_at__range=(now, now + timedelta(minutes=30))).exists()
    assert Incident.objects.filter(opened_at__gt=now).count() == 0
    assert Attachment.objects.count() >= 2
    audiences = set(Comment.objects.values_list("audience", flat=True))
    assert audiences == set(Audience.values)
    assert set(Comment.objects.values_list("lang", flat=True)) >= {"fr", "en"}


def test_workers_have_nothing_to_do_with_it_and_no_mail_goes_out(demo: Path) -> None:
    assert Unfollowed.objects.count() == 0
    assert Dispatch.objects.exclude(state=DispatchState.SENT).get().state == DispatchState.FAILED
    assert mail.outbox == []
    assert Notification.objects.unread().exists()


def test_every_timeline_holds(demo: Path) -> None:
    call_command("verify_timeline", verbosity=0)


def test_the_file_says_who_may_come_in_and_how(demo: Path) -> None:
    described = json.loads(demo.read_text(encoding="utf-8"))

    assert stat.S_IMODE(demo.stat().st_mode) == 0o600
    assert described["url"] == "http://127.0.0.1:8123"
    for person in described["people"]:
        user = User.objects.get(email=person["email"])
        assert user.check_password(person["password"])
        assert AccessToken.objects.get(digest=digest_of(person["token"])).user == user
        assert (person["name"], person["organisation"]) == (user.name, user.organisation.name)
        assert person["manager"] is user.is_manager
        assert person["kind"] in {"client", "manufacturer", "publisher", "operator"}
    keys = [person["key"] for person in described["people"]]
    assert len(set(keys)) == len(keys) == User.objects.count()
    assert "claire" in keys


def test_a_second_run_changes_nothing(demo: Path) -> None:
    before, file = _counts(), demo.read_text(encoding="utf-8")

    call_command("seed_demo", verbosity=0, stdout=StringIO())

    assert _counts() == before
    assert demo.read_text(encoding="utf-8") == file


def test_when_the_file_is_lost_new_secrets_replace_the_old_ones(demo: Path) -> None:
    lost = demo.read_text(encoding="utf-8")
    with transaction.atomic():
        demo.unlink()
        call_command("seed_demo", verbosity=0, stdout=StringIO())

        for old, new in zip(json.loads(lost)["people"], _people(demo), strict=True):
            user = User.objects.get(email=new["email"])
            assert user.check_password(new["password"])
            assert not user.check_password(old["password"])
            valid = AccessToken.objects.valid_at(datetime.now(UTC)).filter(user=user)
            assert [each.digest for each in valid] == [digest_of(new["token"])]
        transaction.set_rollback(True)
    demo.write_text(lost, encoding="utf-8")


def test_the_two_manufacturers_and_their_clients_see_nothing_of_each_other(demo: Path) -> None:
    by_key = {each["key"]: User.objects.get(email=each["email"]) for each in _people(demo)}
    seen = {
        key: set(Incident.objects.visible_to(user).values_list("pk", flat=True))
        for key, user in by_key.items()
    }

    assert seen["ines"] | seen["rachid"] == set(Incident.objects.values_list("pk", flat=True))
    assert not seen["ines"] & seen["rachid"]
    assert len(seen["rachid"]) == 8
    assert seen["amelie"] <= seen["rachid"]
    assert seen["nadia"] == set()
    clients = [user for user in by_key.values() if user.kind == Kind.CLIENT]
    for user in clients:
        for other in clients:
            shares = bool(seen[user.email.split("@")[0]] & seen[other.email.split("@")[0]])
            assert shares == (user.organisation_id == other.organisation_id)


@pytest.mark.parametrize("story", read_stories(), ids=lambda story: story.title[:30])
def test_no_story_reaches_into_the_future_at_whatever_hour_it_is_loaded(story: Story) -> None:
    just_after_midnight = datetime(2026, 11, 24, 0, 1, tzinfo=PARIS)
    last = max((step.after for step in story.steps), default=timedelta())

    assert story.opened_at(just_after_midnight) + last <= just_after_midnight
    assert list(story.steps) == sorted(story.steps, key=lambda step: step.after)


def test_the_systems_under_a_contract_bear_all_of_its_fee(demo: Path) -> None:
    shared = Contract.objects.filter(configurations__isnull=False).distinct()

    assert shared.count() > 2
    for contract in shared:
        in_use = contract.configurations.filter(retired_at=None)
        assert sum(each.fee_share for each in in_use) == 1
        assert contract.events.filter(kind=EventKind.FEE_SHARED).exists()


def test_the_last_months_were_shared_as_the_fee_is_today(demo: Path) -> None:
    for contract in Contract.objects.all():
        shares = contract.configurations.filter(fee_share__gt=0).values_list("pk", "fee_share")
        lines = contract.statements.latest("month").reckoning["lines"]
        issued = {each["configuration"]: Fraction(each["share"]) for each in lines}

        assert issued == {pk: Fraction(share) for pk, share in shares}, contract.number


def test_what_each_system_can_hold_is_reckoned_or_says_what_is_missing(demo: Path) -> None:
    figures = Attainable.objects.all()

    assert figures.count() == Revision.objects.exclude(state=RevisionState.DRAFT).count()
    assert [each.missing for each in figures.filter(availability=None)] == [["NetRAID-4M"]]
    assert {each.method for each in figures} >= {"closed", "simulated"}
    assert figures.filter(most__lt=F("target")).exists()
    assert figures.filter(least__gte=F("target")).count() > 10


def test_time_has_done_its_part_and_left_nothing_undone(demo: Path) -> None:
    last = IncidentEvent.objects.latest("at").at

    assert IncidentEvent.objects.filter(kind=Happened.PROMISE_WARNED).exists()
    assert DueAction.objects.undone().exists()
    assert check_clocks(at=last) == 0
    assert lapses(at=last) == []


def test_the_books_follow_the_days(demo: Path) -> None:
    booked = list(LedgerEntry.objects.order_by("pk").values_list("at", flat=True))
    numbered = Statement.objects.order_by("agreement", "number").values_list(
        "agreement", "issued_at"
    )

    assert booked == sorted(booked)
    assert len(booked) > 10
    assert list(numbered) == sorted(numbered)
    assert Contest.objects.filter(decision="").count() == 1
    assert set(Contest.objects.values_list("decision", flat=True)) == {"", *ContestDecision.values}
