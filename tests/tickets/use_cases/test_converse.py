import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.rules.refusal import Forbidden, Invalid
from tests.cast import House
from tests.factories.contracts import MORNING
from tickets.choices import Audience, EventKind, Status
from tickets.models import Attachment, Comment, Draft, Incident, IncidentEvent
from tickets.rules.uploads import LARGEST, MOST_FILES
from tickets.use_cases.converse import BODY_LENGTH, add_comment, draft_place, log_call
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.move_incident import close_incident, resolve_incident, wait_for_client
from tickets.use_cases.save_draft import save_draft
from tickets.use_cases.work_escalation import return_escalation

SOON = MORNING + timedelta(minutes=3)


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def _write(
    incident: Incident, by: Any, audience: Audience = Audience.CLIENT, **more: Any
) -> Comment:
    said: dict[str, Any] = {"body": "Hello.", "files": []}
    return add_comment(incident, audience=audience, by=by, at=SOON, **(said | more))


def _file(name: str, content: bytes = b"text") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


READERS = {
    ("clara", Audience.CLIENT): {"clara", "hank", "mia"},
    ("clara", Audience.INTERNAL): {"clara"},
    ("hank", Audience.CLIENT): {"clara", "hank", "mia"},
    ("hank", Audience.VENDORS): {"hank", "mia"},
    ("hank", Audience.INTERNAL): {"hank"},
    ("mia", Audience.CLIENT): {"clara", "hank", "mia"},
    ("mia", Audience.VENDORS): {"hank", "mia"},
    ("mia", Audience.INTERNAL): {"mia"},
}


@pytest.mark.parametrize(("who", "audience"), READERS)
def test_a_message_is_read_by_its_audience_alone(
    house: House, escalated: Incident, who: str, audience: Audience
) -> None:
    comment = _write(escalated, getattr(house, who), audience)

    everybody = ("clara", "hank", "mia", "stranger", "rival_agent", "olga")
    written = Comment.objects.filter(pk=comment.pk)
    line = IncidentEvent.objects.filter(incident=escalated, detail__comment=str(comment.pk))
    visible = [
        who
        for who in everybody
        if Incident.objects.visible_to(getattr(house, who)).filter(pk=escalated.pk).exists()
    ]
    for rows in (written, line):
        readers = {who for who in visible if rows.readable_by(getattr(house, who)).exists()}
        assert readers == READERS[who, audience]


def test_a_client_does_not_write_to_vendors_alone(house: House, escalated: Incident) -> None:
    with pytest.raises(Forbidden):
        _write(escalated, house.clara, Audience.VENDORS)


def test_a_publisher_that_handed_it_back_does_not_write_to_the_client(
    house: House, escalated: Incident
) -> None:
    return_escalation(escalated, reason="x", by=house.mia, at=SOON)

    with pytest.raises(Forbidden):
        _write(escalated, house.mia, Audience.CLIENT)
    _write(escalated, house.mia, Audience.VENDORS)


def test_the_clients_answer_ends_the_waiting(house: House, incident: Incident) -> None:
    wait_for_client(incident, reason="x", by=house.hank, at=MORNING)

    _write(incident, house.clara)

    moved = incident.events.filter(kind=EventKind.MOVED).latest("sequence")
    assert Incident.objects.get(pk=incident.pk).status == Status.OPEN
    assert moved.detail["by_message"]


@pytest.mark.parametrize(
    ("who", "audience"), [("hank", Audience.CLIENT), ("clara", Audience.INTERNAL)]
)
def test_other_messages_do_not(
    house: House, incident: Incident, who: str, audience: Audience
) -> None:
    wait_for_client(incident, reason="x", by=house.hank, at=MORNING)

    _write(incident, getattr(house, who), audience)

    assert Incident.objects.get(pk=incident.pk).status == Status.WAITING


@pytest.mark.parametrize(
    ("audience", "counts"), [(Audience.CLIENT, True), (Audience.VENDORS, False)]
)
def test_a_vendors_word_to_the_client_is_a_response_and_news(
    house: House, incident: Incident, audience: Audience, counts: bool
) -> None:
    _write(incident, house.hank, audience)

    held = Incident.objects.get(pk=incident.pk)
    assert (held.responded_at == SOON) == counts
    assert (held.news_due_at == SOON + timedelta(minutes=30)) == counts


def test_a_call_is_a_response_too(house: House, incident: Incident) -> None:
    held = log_call(incident, note=" told him ", by=house.hank, at=SOON)

    line = held.events.get(kind=EventKind.CALLED)
    assert (held.responded_at, line.detail, line.audience) == (
        SOON,
        {"note": "told him", "contact": incident.contact_name},
        Audience.CLIENT,
    )


WRONG: dict[str, dict[str, Any]] = {
    "nothing": {"body": " "},
    "too long": {"body": "x" * (BODY_LENGTH + 1)},
    "a program": {"files": [("run.exe", b"x")]},
    "an empty file": {"files": [("a.txt", b"")]},
    "too many files": {"files": [(f"{number}.txt", b"x") for number in range(MOST_FILES + 1)]},
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_taken_is_said(house: House, incident: Incident, case: str) -> None:
    said = dict(WRONG[case])
    said["files"] = [_file(*each) for each in said.get("files", [])]

    with pytest.raises(Invalid) as refusal:
        _write(incident, house.clara, **said)

    assert set(refusal.value.errors) <= {"body", "files"}
    assert not Comment.objects.exists()


def test_a_file_that_is_too_large_is_said(house: House, incident: Incident) -> None:
    large = _file("a.zip")
    large.size = LARGEST + 1

    with pytest.raises(Invalid, match=r"a\.zip"):
        _write(incident, house.clara, files=[large])


def test_a_file_is_kept_under_its_key_with_its_checksum(house: House, incident: Incident) -> None:
    comment = _write(incident, house.clara, body="", files=[_file("C:\\x\\é.log", b"lines")])

    kept = Attachment.objects.get(comment=comment)
    assert (kept.name, kept.size) == ("é.log", 5)
    assert kept.sha256 == hashlib.sha256(b"lines").hexdigest()
    assert str(kept.file.name).endswith(f"{kept.pk}.bin")
    with kept.file.open() as stored:
        assert stored.read() == b"lines"


def test_what_was_sent_is_no_draft_any_more(house: House, incident: Incident) -> None:
    for audience in (Audience.CLIENT, Audience.INTERNAL):
        save_draft(house.clara, place=draft_place(incident, audience), body="x", at=MORNING)

    _write(incident, house.clara)

    places = list(Draft.objects.values_list("place", flat=True))
    assert places == [draft_place(incident, Audience.INTERNAL)]


def test_nobody_writes_under_a_closed_incident(house: House, incident: Incident) -> None:
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=SOON)
    close_incident(incident, by=house.clara, at=SOON)

    with pytest.raises(MoveNotOpen):
        _write(incident, house.clara)
