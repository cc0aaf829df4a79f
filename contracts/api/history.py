"""Writes what callers read of revisions: how they stand, who signed, what was said of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from contracts.access import revision_abilities
from contracts.api.documents import instant, item_document, stands
from contracts.choices import RevisionAction
from contracts.models import Revision, RevisionComment, RevisionItem, SignOff, User
from contracts.rest import Data
from contracts.rules.differences import Change, Difference


def revision_document(revision: Revision, *, reader: User, at: datetime) -> Data:
    """Return a revision fetched with its signatures, without its items."""
    able = revision_abilities(reader, revision, at=at)
    ended_by = revision.ended_by
    return {
        **stands(revision, at),
        "author": _author(revision.proposed_by) if revision.proposed_by else None,
        "based_on": revision.based_on.number if revision.based_on else None,
        "note": revision.note,
        "way_back": revision.way_back,
        "proposed_at": instant(revision.proposed_at),
        "effective_at": instant(revision.effective_at),
        "answer_due_at": instant(revision.answer_due_at),
        "signatures": [_signature(each) for each in revision.sign_offs.all()],
        "signed_at": instant(revision.signed_at),
        "ended_at": instant(revision.ended_at),
        "ended_by": _author(ended_by) if ended_by else None,
        "reason": revision.reason,
        "moves": [str(each) for each in RevisionAction if each in able],
    }


def whole_document(
    revision: Revision, items: Sequence[RevisionItem], *, reader: User, at: datetime
) -> Data:
    """Return a revision with its items."""
    document = revision_document(revision, reader=reader, at=at)
    return document | {"items": [item_document(each) for each in items]}


def comment_document(comment: RevisionComment) -> Data:
    """Return a message on a revision, fetched with its author's organisation."""
    return {
        "author": _author(comment.author),
        "audience": comment.audience,
        "body": comment.body,
        "at": instant(comment.at),
    }


def difference_document(before: Revision, after: Revision, difference: Difference) -> Data:
    """Return what changed from one revision to another."""
    return {
        "from": before.number,
        "to": after.number,
        "added": [asdict(each) for each in difference.added],
        "removed": [asdict(each) for each in difference.removed],
        "changed": [_change(each) for each in difference.changed],
        "unchanged": difference.unchanged,
    }


def _change(change: Change) -> Data:
    before, after = change.before, change.after
    return {
        "before": asdict(before) if before else None,
        "after": asdict(after) if after else None,
        "fields": list(change.fields),
    }


def _author(person: User) -> Data:
    organisation = person.organisation
    return {"organisation": organisation.name, "kind": organisation.kind, "name": person.name}


def _signature(signature: SignOff) -> Data:
    return {
        "organisation": signature.organisation.name,
        "kind": signature.organisation.kind,
        "name": signature.signed_by.name,
        "signed_at": instant(signature.signed_at),
    }
