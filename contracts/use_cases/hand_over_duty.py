"""Leave a note for whoever is on duty next."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind
from contracts.models import HandoverNote, Roster, User
from contracts.rules.refusal import Invalid
from contracts.use_cases.hold_roster import held_roster

NOTE_LENGTH = 5_000


@transaction.atomic
def leave_note(roster: Roster, *, text: str, by: User, at: datetime) -> HandoverNote:
    """Write what the next person must know; anybody of the company does.

    :raises Http404: not this person's to see.
    :raises Invalid: nothing written, or too much.
    """
    held = held_roster(roster, by=by)
    text = text.strip()
    if not 0 < len(text) <= NOTE_LENGTH:
        sentence = _("Write what the next person must know, in 5,000 characters at most.")
        raise Invalid(sentence, errors={"text": [sentence]})
    note = HandoverNote.objects.create(roster=held, by=by, at=at, text=text)
    journal.record(EventKind.DUTY_NOTE_LEFT, by=by, at=at, roster=held.pk, note=note.pk)
    return note
