"""Take an e-mail of a client's person: a reply where it answers an incident, else a new one.

Nothing that is wrong with it refuses it: what was not understood is written down beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from contracts.choices import Impact, Kind
from contracts.models import User
from contracts.rules.refusal import Forbidden
from tickets import journal
from tickets.choices import Audience, Channel, EventKind
from tickets.models import Incident, ReceivedMail
from tickets.rules import uploads
from tickets.selectors.mailed_place import Place, place_of
from tickets.use_cases.converse import BODY_LENGTH, add_comment, why_refused
from tickets.use_cases.hold import MoveNotOpen
from tickets.use_cases.open_incident import IncidentReport, open_incident

_TITLE_LENGTH = 200
_WHOLE_TEXT = "message.txt"

Files = Sequence["UploadedFile[Any]"]


@dataclass(frozen=True)
class Letter:
    """An e-mail as it was read; ``answers`` are incidents that it names, the likeliest first."""

    message_id: str
    subject: str
    text: str
    reply: str
    files: Files = ()
    answers: Sequence[int] = ()


@dataclass
class _Taken:
    """The files that are taken, and the names of those that are not."""

    files: list["UploadedFile[Any]"] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def see_that_may_write(user: User) -> None:
    """Refuse those whose e-mail is not taken: what a vendor writes may be meant for few.

    :raises Forbidden: anybody but a client's person.
    """
    if user.kind != Kind.CLIENT:
        raise Forbidden(_("Only clients write to the counter by e-mail; sign in to answer."))


@transaction.atomic
def take_mail(letter: Letter, *, by: User, at: datetime) -> Incident:
    """Take an e-mail, once; sent again, it leads to the same incident.

    :raises Forbidden: anybody but a client's person.
    :raises NoContract: the sender's company has no contract at all.
    """
    see_that_may_write(by)
    received, is_first = ReceivedMail.objects.get_or_create(
        sender=by, message_id=letter.message_id, defaults={"at": at}
    )
    if not is_first and received.incident is not None:
        return received.incident
    named = _named(letter, by=by)
    incident = _replied(named, letter, by=by, at=at) if named else None
    received.incident = incident or _opened(letter, named, by=by, at=at)
    received.save(update_fields=["incident"])
    return received.incident


def _named(letter: Letter, *, by: User) -> Incident | None:
    """Return the incident that it answers; one of somebody else's does not exist."""
    visible = Incident.objects.visible_to(by).select_related("configuration")
    found = {each.pk: each for each in visible.filter(pk__in=letter.answers)}
    return next((found[pk] for pk in letter.answers if pk in found), None)


def _replied(named: Incident, letter: Letter, *, by: User, at: datetime) -> Incident | None:
    """Write a reply under an incident; None under a closed one, where nobody writes."""
    taken = _sorted(letter.files)
    body = _within(letter.reply or letter.text or letter.subject, BODY_LENGTH, taken)
    try:
        with transaction.atomic():
            add_comment(
                named, audience=Audience.CLIENT, body=body or "–", files=taken.files, by=by, at=at
            )
    except MoveNotOpen:
        return None
    if taken.refused:
        _note(named, by=by, at=at, refused=taken.refused)
    return named


def _opened(letter: Letter, closed: Incident | None, *, by: User, at: datetime) -> Incident:
    place = place_of(letter.subject, closed, user=by, at=at)
    taken = _sorted(letter.files)
    text = (letter.reply if closed else letter.text) or letter.subject
    report = IncidentReport(
        contract=place.contract,
        configuration=place.configuration,
        title=letter.subject[:_TITLE_LENGTH].strip(),
        description=_within(text, BODY_LENGTH, taken) or _("An e-mail without a word."),
        impact=Impact.DEGRADED,
        channel=Channel.EMAIL,
    )
    incident = open_incident(report, by=by, at=at)
    said: dict[str, Any] = {"impact": incident.impact, "refused": taken.refused}
    if closed is not None:
        said["follows"] = closed.reference
    said |= _of_place(place)
    _note(incident, by=by, at=at, **said)
    _tell_vendors(incident, place, at=at)
    if taken.files:
        add_comment(incident, audience=Audience.CLIENT, body="", files=taken.files, by=by, at=at)
    return incident


def _of_place(place: Place) -> dict[str, Any]:
    """Say to the sender for which system it was filed, or what is wrong with the number.

    A number of somebody else reads as one that is nobody's.
    """
    if place.configuration is not None:
        return {"system": place.configuration.name}
    return {"system_unknown": place.fault, "numbers": list(place.numbers)} if place.fault else {}


def _note(incident: Incident, *, by: User, at: datetime, **said: Any) -> None:
    """Tell the sender what became of the e-mail; the line is mailed as its receipt."""
    held = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    journal.record(
        held, EventKind.MAIL_READ, by=None, at=at, audience=Audience.CLIENT, to=by.pk, **said
    )


def _tell_vendors(incident: Incident, place: Place, *, at: datetime) -> None:
    if not place.fault:
        return
    held = Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    journal.record(
        held,
        EventKind.MAIL_READ,
        by=None,
        at=at,
        audience=Audience.VENDORS,
        fault=place.fault,
        typed=place.typed,
    )


def _sorted(files: Files) -> _Taken:
    """Tell the files that are taken from the others; the limits are those of the pages."""
    taken = _Taken()
    for each in files:
        if why_refused(each) or len(taken.files) >= uploads.MOST_FILES:
            taken.refused.append(uploads.safe_name(each.name or ""))
        else:
            taken.files.append(each)
    return taken


def _within(text: str, most: int, taken: _Taken) -> str:
    """Return a text that fits; the whole of a longer one goes along as a file."""
    if len(text) <= most:
        return text.strip()
    whole = SimpleUploadedFile(_WHOLE_TEXT, text.encode(), content_type="text/plain")
    taken.refused += [each.name or "" for each in taken.files[uploads.MOST_FILES - 1 :]]
    taken.files = [whole, *taken.files[: uploads.MOST_FILES - 1]]
    return text[: most - 1].rstrip() + "…"
