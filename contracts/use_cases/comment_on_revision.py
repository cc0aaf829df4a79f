"""Comment on a revision, for both vendors or for the client too."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, RevisionAction, RevisionAudience
from contracts.models import Revision, RevisionComment, User
from contracts.rules.refusal import Invalid
from contracts.use_cases.hold_revision import hold_revision

BODY_LENGTH = 20_000


@transaction.atomic
def comment_on_revision(
    revision: Revision, audience: RevisionAudience, *, body: str, by: User, at: datetime
) -> RevisionComment:
    """Write a comment; what a client writes is for all.

    :raises Http404: not this person's to see.
    :raises RevisionMoveNotOpen: nobody else knows of a draft.
    :raises Invalid: nothing was written, or too much.
    """
    held = hold_revision(revision, RevisionAction.COMMENT, by=by, at=at)
    body = body.strip()
    if not body or len(body) > BODY_LENGTH:
        sentence = (
            _("This text is too long: %(limit_value)s characters at most.")
            % {"limit_value": BODY_LENGTH}
            if body
            else _("Write something first.")
        )
        raise Invalid(sentence, errors={"body": [sentence]})
    read_by = audience if by.organisation.is_vendor else RevisionAudience.ALL
    comment = RevisionComment.objects.create(
        revision=held, author=by, audience=read_by, body=body, at=at
    )
    journal.record(
        EventKind.REVISION_COMMENTED,
        by=by,
        at=at,
        configuration=held.configuration,
        revision=held.number,
        comment=comment.pk,
    )
    return comment
