"""Mail servers as they are: slow, shy, hanging up in the middle; and workers that die or stop."""

import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.mail import get_connection

from escalation.choices import DispatchState, Sending
from escalation.models import Dispatch
from escalation.rules.backoff import LEASE, PAUSES
from escalation.use_cases import send_dispatch as module
from escalation.use_cases.send_dispatch import send_dispatch
from tests.cast import House
from tests.escalation.gathering import says
from tests.factories.contracts import MORNING
from tests.postbox import Postbox
from tickets.models import Incident

DUE = MORNING + timedelta(minutes=2)
_CONNECT = "escalation.use_cases.send_dispatch.get_connection"


@pytest.fixture
def mail(house: House, slow: Incident, postbox: Postbox) -> Dispatch:
    says(slow, house.hank)
    return Dispatch.objects.get()


def _ids(postbox: Postbox) -> set[str]:
    return {each["Message-ID"] for each in postbox.mails}


def test_a_server_that_is_slow_within_its_limits_is_waited_for(
    mail: Dispatch, postbox: Postbox
) -> None:
    postbox.takes_seconds = 1.0

    assert send_dispatch(mail.pk, at=DUE) == Sending.SENT


def test_a_server_that_asks_to_come_back_later_gets_it_later(
    house: House, mail: Dispatch, postbox: Postbox
) -> None:
    postbox.deferred = {house.clara.email}
    assert send_dispatch(mail.pk, at=DUE) == Sending.REFUSED
    mail.refresh_from_db()
    assert (mail.state, mail.failing_since) == (DispatchState.PENDING, DUE)
    assert "451" in mail.problem

    postbox.deferred = set()
    assert send_dispatch(mail.pk, at=DUE + PAUSES[0]) == Sending.SENT

    mail.refresh_from_db()
    assert (mail.attempts, mail.sent_at, mail.problem) == (2, DUE + PAUSES[0], "")
    assert len(postbox.mails) == 1


def test_a_server_that_hangs_up_after_the_mail_gets_it_again_under_the_same_id(
    mail: Dispatch, postbox: Postbox
) -> None:
    postbox.hangs_up = True
    assert send_dispatch(mail.pk, at=DUE) == Sending.UNREACHABLE

    postbox.hangs_up = False
    assert send_dispatch(mail.pk, at=DUE + PAUSES[0]) == Sending.SENT

    assert len(postbox.mails) == 2
    assert _ids(postbox) == {f"<{mail.key}@example.com>"}


def test_a_server_that_took_the_mail_and_says_no_goodbye_gets_it_once(
    mail: Dispatch, postbox: Postbox, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 1
    postbox.says_goodbye_after = 5

    assert send_dispatch(mail.pk, at=DUE) == Sending.SENT

    assert send_dispatch(mail.pk, at=DUE + LEASE) == Sending.NOT_DUE
    assert len(postbox.mails) == 1


def test_a_worker_that_dies_after_the_server_took_the_mail_sends_it_again_under_the_same_id(
    mail: Dispatch, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _dies(*_: object, **_how: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(module.Claim, "note", _dies)
        with pytest.raises(SystemExit):
            send_dispatch(mail.pk, at=DUE)
    assert send_dispatch(mail.pk, at=DUE + timedelta(minutes=1)) == Sending.NOT_DUE

    assert send_dispatch(mail.pk, at=DUE + LEASE + timedelta(seconds=5)) == Sending.SENT

    assert len(postbox.mails) == 2
    assert _ids(postbox) == {f"<{mail.key}@example.com>"}


def test_news_that_comes_after_the_first_attempt_is_not_added_to_a_mail_that_may_have_arrived(
    house: House, slow: Incident, mail: Dispatch, postbox: Postbox
) -> None:
    postbox.hangs_up = True
    send_dispatch(mail.pk, at=DUE)

    says(slow, house.hank, after=125, body="Later.")

    assert mail.mailed.count() == 1
    assert Dispatch.objects.filter(state=DispatchState.GATHERING).count() == 1


def test_a_worker_that_was_stopped_beyond_its_lease_sends_nothing_after_another_did(
    mail: Dispatch, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops when it has connected; another takes the mail, and sends it."""
    outcomes = list[Sending]()

    def _stopped() -> Any:
        monkeypatch.setattr(_CONNECT, get_connection)
        outcomes.append(send_dispatch(mail.pk, at=DUE + LEASE))
        return get_connection()

    monkeypatch.setattr(_CONNECT, _stopped)
    outcomes.append(send_dispatch(mail.pk, at=DUE))

    assert outcomes == [Sending.SENT, Sending.TAKEN]
    assert len(postbox.mails) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at) == (DispatchState.SENT, DUE + LEASE)


def test_whoever_wakes_in_time_takes_the_whole_lease_anew_before_it_sends(
    mail: Dispatch, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[datetime] = []

    def _looks(claim: module.Claim, *_news: object, **_how: object) -> None:
        time.sleep(0.2)
        claim.renew()
        seen.append(Dispatch.objects.get(pk=mail.pk).due_at)

    monkeypatch.setattr(module, "_SEND", {"email": _looks})
    send_dispatch(mail.pk, at=DUE)

    assert seen[0] - (DUE + LEASE) >= timedelta(seconds=0.2)
