"""A mail worker that is stopped (SIGSTOP) beyond its lease wakes to find its mail sent."""

import asyncio
import os
import signal
from collections.abc import Iterator
from threading import Event
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from escalation import receivers, tasks
from escalation.choices import DispatchState, Sending
from escalation.models import Dispatch
from escalation.use_cases.send_dispatch import send_dispatch
from tests.cast import House
from tests.escalation.gathering import says
from tests.factories.contracts import MORNING
from tests.postbox import Postbox
from tests.running import free_port
from tests.workers import Floor, becomes
from tickets.models import Incident

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


class ShyPostbox(Postbox):
    """A mail server that lets its first visitor wait before it returns the greeting."""

    def __init__(self) -> None:
        super().__init__()
        self.is_visited, self.may_greet = Event(), Event()
        self.goodbyes = 0

    async def handle_EHLO(  # noqa: N802  the server calls it so
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        host: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = host
        if not self.is_visited.is_set():
            self.is_visited.set()
            while not self.may_greet.is_set():
                await asyncio.sleep(0.05)
        return responses

    async def handle_QUIT(  # noqa: N802  the server calls it so
        self, _server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        self.goodbyes += 1
        return "221 Bye"


@pytest.fixture
def shy(floor: Floor, settings: Any) -> Iterator[ShyPostbox]:
    """The mail server of the floor's workers and of this process."""
    postbox, port = ShyPostbox(), free_port()
    floor.mail_url = f"smtp://127.0.0.1:{port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    receivers.disconnect()
    yield postbox
    receivers.connect()
    controller.stop()


def test_a_worker_stopped_beyond_its_lease_sends_nothing_after_another_did(
    house: House, slow: Incident, floor: Floor, shy: ShyPostbox
) -> None:
    says(slow, house.hank)
    Dispatch.objects.update(due_at=MORNING)
    mail = Dispatch.objects.get()

    with floor.worker(queues="mail") as worker:
        tasks.deliver.apply_async(kwargs={"dispatch_id": mail.pk})
        becomes(shy.is_visited.is_set)
        os.killpg(worker.pid, signal.SIGSTOP)
        try:
            Dispatch.objects.update(due_at=MORNING)  # as if the lease had run out
            assert send_dispatch(mail.pk, at=MORNING) == Sending.SENT
            shy.may_greet.set()
        finally:
            os.killpg(worker.pid, signal.SIGCONT)
        becomes(lambda: shy.goodbyes == 2)

    assert len(shy.mails) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (DispatchState.SENT, 2)
