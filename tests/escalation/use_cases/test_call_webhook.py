"""Webhooks against a real server: what they say, how they are signed, how they are tried again."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.choices import Impact, Language
from contracts.models import User
from escalation.choices import DispatchState, Medium, NewsGroup, Sending
from escalation.models import Dispatch, NewsChoice, Webhook
from escalation.rules.backoff import PAUSES
from escalation.rules.signatures import signature
from escalation.use_cases.call_webhook import MOST_CHARACTERS
from escalation.use_cases.choose_news import Wish, choose_news
from escalation.use_cases.follow_event import follow_left_behind
from escalation.use_cases.post_news import call_due
from escalation.use_cases.send_dispatch import send_dispatch, send_due
from tests.cast import House
from tests.escalation.gathering import forget, says
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated
from tests.factories.tickets import incident as opened
from tests.gateway import Gateway
from tickets.models import Incident
from tickets.use_cases.work_escalation import acknowledge_escalation

DUE = MORNING + timedelta(minutes=2)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def called(house: House, gateway: Gateway) -> User:
    """Clara, who is called by webhook when somebody writes."""
    Webhook.objects.create(
        person=house.clara, address=gateway.address, secret=SECRET, created_at=MORNING
    )
    NewsChoice.objects.create(person=house.clara, group=NewsGroup.MESSAGE, by_webhook=True)
    house.clara.language = Language.ENGLISH
    house.clara.save()
    return house.clara


def _call() -> Dispatch:
    return Dispatch.objects.get(medium=Medium.WEBHOOK)


def test_a_call_says_in_one_line_what_happened_and_where_to_read_on(
    house: House, slow: Incident, called: User, gateway: Gateway
) -> None:
    says(slow, house.hank)

    assert send_dispatch(_call().pk, at=DUE) == Sending.SENT

    (call,) = gateway.calls
    data = call.said["data"]
    assert call.said["type"] == "notification"
    assert data["text"] == f"{slow.reference}: Hank Rey wrote."
    assert data["urgent"] is False
    assert data["link"] == f"http://testserver/i/{slow.reference}/"
    (news,) = data["news"]
    assert (news["reference"], news["kind"]) == (slow.reference, "comment.added")
    assert (news["title"], news["priority"]) == (slow.title, "medium")
    assert "Restart it." not in call.body.decode()  # what was written stays in the portal


def test_a_call_is_signed_over_its_id_its_time_and_its_body(
    house: House, slow: Incident, called: User, gateway: Gateway
) -> None:
    says(slow, house.hank)
    send_dispatch(_call().pk, at=DUE)

    (call,) = gateway.calls
    seconds = int(call.headers["webhook-timestamp"])
    assert seconds == int(DUE.timestamp())
    assert call.headers["webhook-id"] == _call().key
    assert call.headers["webhook-signature"] == signature(
        SECRET, message=_call().key, seconds=seconds, body=call.body
    )


def test_many_pieces_of_news_make_one_short_text(
    house: House, slow: Incident, called: User, gateway: Gateway
) -> None:
    for second in range(3):
        says(slow, house.hank, after=second)

    send_dispatch(_call().pk, at=DUE)

    data = gateway.calls[0].said["data"]
    assert data["text"].endswith("And 2 more.")
    assert len(data["text"]) <= MOST_CHARACTERS
    assert len(data["news"]) == 3


def test_what_is_urgent_is_called_at_once(
    house: House, incident: Incident, called: User, gateway: Gateway
) -> None:
    forget()
    says(incident, house.hank)

    assert send_dispatch(_call().pk, at=MORNING) == Sending.SENT

    data = gateway.calls[0].said["data"]
    assert (data["urgent"], data["news"][0]["priority"]) == (True, "high")


def test_a_client_who_is_not_told_who_has_it_learns_nothing_of_a_forced_priority(
    house: House, called: User, gateway: Gateway
) -> None:
    house.agreement.names_holder_to_client = False
    house.agreement.save()
    degraded = opened(house.payroll, house.clara, impact=Impact.DEGRADED, down_since=None)
    forced = escalated(degraded, by=house.hank)
    forget()
    says(forced, house.hank)

    assert send_dispatch(_call().pk, at=MORNING) == Sending.NOT_DUE  # it waits, as all that gathers
    assert send_dispatch(_call().pk, at=DUE) == Sending.SENT

    data = gateway.calls[0].said["data"]
    assert (data["urgent"], data["news"][0]["priority"]) == (False, "medium")


@pytest.mark.parametrize(
    ("is_told", "kind"), [(True, "escalation.acknowledged"), (False, "incident.acknowledged")]
)
def test_a_client_is_called_when_somebody_takes_it_up_and_learns_no_more_than_it_may(
    house: House, called: User, gateway: Gateway, is_told: bool, kind: str
) -> None:
    house.agreement.names_holder_to_client = is_told
    house.agreement.save()
    NewsChoice.objects.create(
        person=called, group=NewsGroup.INCIDENT, by_mail=False, by_webhook=True
    )
    degraded = opened(house.payroll, house.clara, impact=Impact.DEGRADED, down_since=None)
    asked = escalated(degraded, by=house.hank)
    forget()
    acknowledge_escalation(asked, case_number="", by=house.mia, at=MORNING)
    while follow_left_behind(at=DUE):
        pass

    assert send_dispatch(_call_to(called).pk, at=DUE + timedelta(minutes=2)) == Sending.SENT
    assert gateway.calls[0].said["data"]["news"][0]["kind"] == kind
    assert not Dispatch.objects.filter(recipient=called, medium=Medium.EMAIL).exists()


def _call_to(person: User) -> Dispatch:
    return Dispatch.objects.get(medium=Medium.WEBHOOK, recipient=person)


@pytest.mark.parametrize("status", [301, 400, 404, 429, 500])
def test_a_call_that_is_not_taken_is_tried_again_under_the_same_id_and_led_nowhere_else(
    house: House, slow: Incident, called: User, gateway: Gateway, status: int
) -> None:
    says(slow, house.hank)
    gateway.status = status

    assert send_dispatch(_call().pk, at=DUE) == Sending.REFUSED

    waiting = _call()
    assert (waiting.state, waiting.due_at) == (DispatchState.PENDING, DUE + PAUSES[0])
    assert (waiting.failing_since, waiting.problem) == (DUE, f"status {status}")
    gateway.status = 204
    assert send_dispatch(waiting.pk, at=DUE + PAUSES[0]) == Sending.SENT
    assert len({call.headers["webhook-id"] for call in gateway.calls}) == 1
    assert len(gateway.calls) == 2


def test_a_gateway_that_is_down_holds_up_no_mail(
    house: House, slow: Incident, called: User, gateway: Gateway
) -> None:
    Webhook.objects.update(address="http://127.0.0.1:1/")
    says(slow, house.hank)

    assert send_dispatch(_call().pk, at=DUE) == Sending.REFUSED
    mail = Dispatch.objects.get(medium=Medium.EMAIL)
    assert send_dispatch(mail.pk, at=DUE) == Sending.SENT


def test_what_is_urgent_is_rung_for_unless_the_webhook_fails(
    house: House,
    incident: Incident,
    called: User,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forget()
    rung: list[int] = []
    monkeypatch.setattr(call_due, "send_robust", lambda *, ids, **_bell: rung.extend(ids))

    with django_capture_on_commit_callbacks(execute=True):
        says(incident, house.hank)
    first = _call()
    assert rung == [first.pk]

    Dispatch.objects.filter(pk=first.pk).update(failing_since=MORNING)
    with django_capture_on_commit_callbacks(execute=True):
        says(incident, house.hank, after=1)
    assert rung == [first.pk]


def test_a_sweep_calls_those_that_fail_last(
    house: House, incident: Incident, called: User, gateway: Gateway
) -> None:
    forget()
    for second in range(2):
        says(incident, house.hank, after=second)
    failing, other = Dispatch.objects.filter(medium=Medium.WEBHOOK).order_by("pk")
    Dispatch.objects.filter(pk=failing.pk).update(failing_since=MORNING)

    assert send_due(Medium.WEBHOOK, clock=lambda: DUE) == 2

    assert [call.headers["webhook-id"] for call in gateway.calls] == [other.key, failing.key]


def test_a_webhook_that_was_given_up_is_called_no_more(
    house: House, slow: Incident, called: User, gateway: Gateway
) -> None:
    says(slow, house.hank)

    choose_news(called, Wish({}), at=MORNING)

    assert send_dispatch(_call().pk, at=DUE) == Sending.NOT_DUE
    assert _call().state == DispatchState.DROPPED


def test_what_its_reader_may_no_longer_read_is_not_called(
    house: House, slow: Incident, called: User, gateway: Gateway
) -> None:
    says(slow, house.hank)
    called.organisation = house.stranger.organisation
    called.save()

    assert send_dispatch(_call().pk, at=DUE) == Sending.NOT_DUE

    assert _call().state == DispatchState.DROPPED
    assert gateway.calls == []
