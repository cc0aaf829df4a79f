"""Draw up the next state of a configuration: a draft is its author's own until it is proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts.access import may_draw_up
from contracts.choices import RevisionState
from contracts.models import Configuration, Product, Revision, RevisionItem, User
from contracts.rules.refusal import Forbidden
from contracts.selectors import last_signed

_BATCH = 2_000


@dataclass(frozen=True)
class Item:
    """A line of a revision, before it is written."""

    product: Product
    quantity: int = 1
    serial_number: str = ""
    host: str = ""
    role: str = ""
    site: str = ""


@dataclass(frozen=True)
class Plan:
    """What a revision says beside its items: why, from when, and how to go back."""

    note: str
    effective_at: datetime
    way_back: str = ""


@transaction.atomic
def write_draft(
    configuration: Configuration, items: Sequence[Item], plan: Plan, *, by: User
) -> Revision:
    """Write the draft of a person's company, in place of the one that it had.

    :raises Http404: the configuration is not this person's to see.
    :raises Forbidden: it is retired, or neither its client's nor its vendors' person asks.
    """
    locked = locked_configuration(configuration, by=by)
    refuse_unless_theirs(locked, by=by)
    draft = Revision.objects.filter(
        configuration=locked, author_id=by.organisation_id, state=RevisionState.DRAFT
    ).first() or Revision(
        configuration=locked, author_id=by.organisation_id, based_on=last_signed(locked)
    )
    draft.note, draft.way_back = plan.note.strip(), plan.way_back.strip()
    draft.effective_at = plan.effective_at
    draft.save()
    draft.items.all().delete()
    RevisionItem.objects.bulk_create(
        (RevisionItem(revision=draft, **_written(item)) for item in items), batch_size=_BATCH
    )
    return draft


@transaction.atomic
def discard_draft(draft: Revision, *, by: User) -> None:
    """Throw a draft away; nobody else has seen it.

    :raises Http404: it is no draft of this person's company.
    """
    locked_configuration(draft.configuration, by=by)
    own = Revision.objects.filter(
        pk=draft.pk, author_id=by.organisation_id, state=RevisionState.DRAFT
    )
    if not own.exists():
        raise Http404
    own.delete()


@transaction.atomic
def take_over_base(draft: Revision, *, by: User) -> Revision:
    """Take what was signed since as what the draft is based on; its items stay as they are.

    :raises Http404: it is no draft of this person's company.
    """
    locked = locked_configuration(draft.configuration, by=by)
    own = locked.revisions.filter(
        pk=draft.pk, author_id=by.organisation_id, state=RevisionState.DRAFT
    ).first()
    if own is None:
        raise Http404
    own.based_on = last_signed(locked)
    own.save(update_fields=["based_on"])
    return own


def _written(item: Item) -> dict[str, Any]:
    """Return an item's columns; a serial number is one and the same in small letters."""
    return {**vars(item), "serial_number": item.serial_number.strip().upper()}


def refuse_unless_theirs(configuration: Configuration, *, by: User) -> None:
    """Refuse a change of a system that has left service.

    :raises Forbidden: it is retired, or neither its client's nor its vendors' person asks.
    """
    if not may_draw_up(by, configuration):
        raise Forbidden(_("Nobody draws up a change of this system any more."))


def locked_configuration(configuration: Configuration, *, by: User) -> Configuration:
    """Lock a configuration that a person may see: its revisions move one at a time.

    :raises Http404: there is none, or not for this person.
    """
    found = (
        Configuration.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("contract__agreement", "client")
        .filter(pk=configuration.pk)
        .first()
    )
    if found is None:
        raise Http404
    return found
