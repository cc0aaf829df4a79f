"""A mail server that is slow keeps mails waiting, and nothing else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from escalation import receivers, tasks
from escalation.choices import DispatchState
from escalation.models import Dispatch
from escalation.use_cases.follow_event import follow_left_behind
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tests.factories.tickets import put_in
from tests.postbox import SlowPostbox
from tests.running import free_port
from tests.workers import Floor, becomes
from tickets.choices import Queue
from tickets.models import Escalation

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hanging(floor: Floor) -> Iterator[SlowPostbox]:
    postbox, port = SlowPostbox(), free_port()
    floor.mail_url = f"smtp://127.0.0.1:{port}"
    controller = Controller(postbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield postbox
    controller.stop()


def test_a_mail_server_that_hangs_keeps_no_escalation_waiting(
    house: House, floor: Floor, hanging: SlowPostbox
) -> None:
    receivers.disconnect()
    put_in(opened(house.payroll, house.clara), Queue.SOFTWARE, by=house.hank)
    for minutes in (1, 2):  # the escalation, then the news of it
        follow_left_behind(at=MORNING + timedelta(minutes=minutes))
    receivers.connect()
    stuck = Dispatch.objects.earliest("pk")

    with floor.worker(queues="celery"), floor.worker(queues="mail"):
        tasks.deliver.apply_async(kwargs={"dispatch_id": stuck.pk})
        becomes(lambda: len(hanging.ids) == 1)
        put_in(opened(house.payroll, house.clara), Queue.SOFTWARE, by=house.hank)
        becomes(lambda: Escalation.objects.count() == 2)

        stuck.refresh_from_db()
        assert (stuck.state, len(hanging.ids)) == (DispatchState.SENDING, 1)
