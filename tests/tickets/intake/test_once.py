"""The same mail twice, one after the other or at once: one incident."""

from functools import partial

import pytest

from tests.cast import House
from tests.contracts.use_cases.test_at_the_same_moment import at_once
from tests.refused import refused_by
from tests.tickets.intake.letters import on_file, plain, taken
from tickets.models import Incident, ReceivedMail


def test_the_same_mail_twice_opens_once(house: House) -> None:
    first = taken(on_file("broken_disk"))

    assert taken(on_file("broken_disk")) == first
    assert Incident.objects.count() == 1


def test_the_name_of_another_s_mail_does_not_stop_it(house: House) -> None:
    taken(plain(house.stranger, "Slow", key="same"))
    raw = plain(house.clara, "Slow").replace(b"<1@vauquelin", b"<same@sorel")

    assert taken(raw).client == house.vauquelin


def test_a_mail_without_a_name_of_its_own_is_known_by_its_content(house: House) -> None:
    raw = plain(house.clara, "Slow").replace(b"Message-ID: <1@vauquelin.example>\n", b"")

    assert taken(raw) == taken(raw) != taken(raw.replace(b"slow", b"slower"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_two_servers_deliver_it_at_once(house: House, turn: int) -> None:
    deliver = partial(taken, on_file("broken_disk"))

    refusals = at_once(*[deliver] * 4)

    assert refusals == [None] * 4
    assert Incident.objects.count() == ReceivedMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_mails_at_once_open_two(house: House) -> None:
    at_once(*[partial(taken, plain(house.clara, "Slow", key=str(key))) for key in range(4)])

    assert Incident.objects.count() == 4


def test_a_mail_that_could_not_be_taken_leaves_nothing_and_may_come_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr("tickets.use_cases.take_mail.open_incident", broken)
        with pytest.raises(OSError, match="disk full"):
            taken(on_file("broken_disk"))

    assert not ReceivedMail.objects.exists()
    assert taken(on_file("broken_disk")).configuration == house.payroll


def test_the_database_keeps_one_row_a_mail(house: House) -> None:
    taken(on_file("broken_disk"))
    row = ReceivedMail.objects.get()

    with refused_by("a_mail_is_taken_once_from_its_sender"):
        ReceivedMail.objects.create(sender=house.clara, message_id=row.message_id, at=row.at)
