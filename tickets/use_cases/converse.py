"""Write about an incident, to one audience, with files; log a call."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.choices import Kind
from contracts.models import User
from contracts.rules.refusal import Forbidden, Invalid
from tickets import journal
from tickets.access import audiences_open_to, open_leg
from tickets.choices import Action, Audience, EventKind, Status
from tickets.models import Attachment, Comment, Draft, Incident
from tickets.rules import uploads
from tickets.rules.language import detect_language
from tickets.use_cases.first_contact import EVERYBODY, first_contact
from tickets.use_cases.hold import hold
from tickets.use_cases.keep_time import count_contact, settle_due
from tickets.use_cases.move_incident import answered
from tickets.use_cases.stated_words import stated_if_any

BODY_LENGTH = 50_000


@transaction.atomic
def add_comment(
    incident: Incident,
    *,
    audience: Audience,
    body: str,
    files: Sequence["UploadedFile[Any]"],
    by: User,
    at: datetime,
) -> Comment:
    """Write to one audience; a client's message ends the waiting for it.

    :raises Forbidden: this person may not write to that audience.
    :raises Invalid: nothing written, or a file that is too large or of a refused type.
    """
    held = hold(incident, Action.COMMENT, by=by, at=at)
    if audience not in audiences_open_to(by, held):
        raise Forbidden(_("You may not write to these readers."))
    body = body.strip()
    _refuse_impossible(body, files)
    comment = Comment.objects.create(
        incident=held,
        author=by,
        organisation_id=by.organisation_id,
        audience=audience,
        body=body,
        lang=detect_language(body) if body else "",
        at=at,
    )
    for upload in files:
        _attach(comment, upload)
    _take_note(held, audience, by=by, at=at)
    journal.save_and_record(
        held,
        EventKind.COMMENTED,
        by=by,
        at=at,
        audience=audience,
        comment=str(comment.pk),
        files=len(files),
    )
    Draft.objects.filter(user=by, place=draft_place(held, audience)).delete()
    return comment


@transaction.atomic
def log_call(incident: Incident, *, note: str, by: User, at: datetime) -> Incident:
    """Log that the client was called: a person has started, and news was given.

    The line keeps who was called: the incident's contact may change later.

    :raises Invalid: too long a note.
    """
    held = hold(incident, Action.CALL, by=by, at=at)
    said = {
        "note": stated_if_any(note, "note"),
        "contact": held.contact_name or held.client.short_name,
    }
    count_contact(held, by=by, at=at)
    first_contact(held, by=by, at=at)
    settle_due(held, open_leg(held))
    journal.save_and_record(held, EventKind.CALLED, by=by, at=at, audience=Audience.CLIENT, **said)
    return held


def draft_place(incident: Incident, audience: str) -> str:
    """Name the place of a draft: one per incident and audience."""
    return f"{incident.reference}:{audience}"


def _take_note(held: Incident, audience: Audience, *, by: User, at: datetime) -> None:
    """Draw what a message means for waiting, clocks and first contact."""
    if audience == Audience.INTERNAL:
        return
    if by.kind == Kind.CLIENT:
        if held.status == Status.WAITING:
            answered(held, by=by, at=at, by_message=True)
        return
    by_message = EVERYBODY if audience == Audience.CLIENT else (audience,)
    acknowledged = first_contact(held, by=by, at=at, by_act=by_message)
    if audience == Audience.CLIENT:
        count_contact(held, by=by, at=at)
    if audience == Audience.CLIENT or acknowledged:
        settle_due(held, open_leg(held))


def _refuse_impossible(body: str, files: Sequence["UploadedFile[Any]"]) -> None:
    errors: dict[str, list[str]] = {}
    if not body and not files:
        errors["body"] = [_("Write something, or attach a file.")]
    if len(body) > BODY_LENGTH:
        errors["body"] = [_("This text is too long. Attach it as a file.")]
    refused = [sentence for upload in files if (sentence := why_refused(upload))]
    if len(files) > uploads.MOST_FILES:
        refused.append(
            ngettext(
                "At most %(most)s file at a time.",
                "At most %(most)s files at a time.",
                uploads.MOST_FILES,
            )
            % {"most": uploads.MOST_FILES}
        )
    if refused:
        errors["files"] = refused
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)


def why_refused(upload: "UploadedFile[Any]") -> str:
    """Return why a file is not taken, or nothing."""
    name = uploads.safe_name(upload.name or "")
    size = upload.size or 0
    if not uploads.is_allowed(name):
        return _("“%(name)s”: files of this type are not taken. Put it in a ZIP archive.") % {
            "name": name
        }
    if size > uploads.LARGEST:
        return _("“%(name)s” is too large: %(most)s MB at most.") % {
            "name": name,
            "most": uploads.LARGEST // uploads.MEGABYTE,
        }
    if size == 0:
        return _("“%(name)s” is empty.") % {"name": name}
    return ""


def checksum_of(upload: "UploadedFile[Any]") -> str:
    """Return the SHA-256 of a file, which is read to its end and wound back."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _attach(comment: Comment, upload: "UploadedFile[Any]") -> Attachment:
    name = uploads.safe_name(upload.name or "")
    attachment = Attachment(
        comment=comment,
        name=name,
        content_type=_printable(upload.content_type or "application/octet-stream")[:100],
        size=upload.size or 0,
        sha256=checksum_of(upload),
    )
    # Stored under its key, so that no name that somebody chose becomes a path.
    attachment.file.save(f"{attachment.pk}.bin", upload, save=False)
    attachment.save(force_insert=True)
    return attachment


def _printable(text: str) -> str:
    """Return a header without what the database cannot keep."""
    return "".join(letter for letter in text if letter.isprintable())
