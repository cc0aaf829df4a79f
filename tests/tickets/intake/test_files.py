"""Files of mails: the limits of the pages hold, and what is refused is named."""

from tests.cast import House
from tests.tickets.intake.letters import on_file, plain, receipt_of, taken
from tickets.choices import Audience
from tickets.models import Attachment, Comment, Incident
from tickets.rules.uploads import MOST_FILES
from tickets.use_cases.converse import BODY_LENGTH


def _kept(file: Attachment) -> bytes:
    with file.file.open() as stored:
        content: bytes = stored.read()
    return content


def test_files_come_along_and_refused_ones_are_named(house: House) -> None:
    opened = taken(on_file("with_attachments"))

    comment = Comment.objects.get(incident=opened)
    (file,) = comment.attachments.all()
    assert (comment.author, comment.audience) == (house.clara, Audience.CLIENT)
    assert file.name == "contrôleur.log"
    assert _kept(file) == b"09:12 controller 0: battery failed\n09:13 write cache off\n"
    assert receipt_of(opened).detail["refused"] == ["survey.exe"]
    assert opened.description == "Voir le journal du contrôleur."


def test_a_text_too_long_goes_along_as_a_file(house: House) -> None:
    body = "\n".join(["slow"] * BODY_LENGTH)

    opened = taken(plain(house.clara, "Slow", body))

    (file,) = Comment.objects.get(incident=opened).attachments.all()
    assert len(opened.description) <= BODY_LENGTH
    assert _kept(file).decode() == body


def test_refused_files_of_a_reply_are_named_too(house: House, incident: Incident) -> None:
    raw = on_file("with_attachments").replace(
        b"Subject: ", f"Subject: Re: {incident.reference} ".encode()
    )

    taken(raw)

    assert receipt_of(incident).detail["refused"] == ["survey.exe"]
    assert Comment.objects.get(incident=incident).attachments.count() == 1


def test_more_files_than_are_taken_are_named(house: House) -> None:
    parts = "".join(
        f'--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="{n}.txt"\n\nx\n'
        for n in range(MOST_FILES + 1)
    )
    raw = plain(house.clara, "Slow", f"--b\n\nSlow.\n{parts}--b--").replace(
        b"text/plain; charset=utf-8", b"multipart/mixed; boundary=b", 1
    )

    opened = taken(raw)

    assert Comment.objects.get(incident=opened).attachments.count() == MOST_FILES
    assert receipt_of(opened).detail["refused"] == [f"{MOST_FILES}.txt"]
