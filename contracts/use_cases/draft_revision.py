"""Draw up the next state of a configuration: a draft is its author's own until it is proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contracts.access import may_draw_up
from contracts.choices import RevisionState
from contracts.models import Configuration, Product, Revision, RevisionItem, User
from contracts.rules.figures_of_products import Standby
from contracts.rules.refusal import Forbidden, Refusal
from contracts.selectors import draft_of, last_signed
from contracts.selectors.designs import standby_of
from contracts.use_cases.keep_redundancy import refuse_impossible_standby, write_redundancy

_BATCH = 2_000


class DraftChanged(Refusal):
    """Somebody has written the draft, or it has ended, since it was opened to be edited."""

    code = "draft-changed"


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
    standby: Mapping[str, Standby] | None = None
    """How many parts of its groups are needed; without a word, as it was stated before."""


@transaction.atomic
def write_draft(
    configuration: Configuration,
    items: Sequence[Item],
    plan: Plan,
    *,
    by: User,
    seen: str | None = None,
) -> Revision:
    """Write the draft of a person's company, in place of the one that it had.

    ``seen`` is the `mark_of` the draft that they began with, if they want to overwrite no other.

    :raises Http404: the configuration is not this person's to see.
    :raises Forbidden: it is retired, or neither its client's nor its vendors' person asks.
    :raises DraftChanged: it is not any more what they began with.
    :raises Invalid: more parts of a group are said to be needed than there are.
    """
    locked = locked_configuration(configuration, by=by)
    refuse_unless_theirs(locked, by=by)
    stored = draft_of(by, locked)
    _refuse_unless_seen(stored, seen, by=by)
    draft = stored or Revision(
        configuration=locked, author_id=by.organisation_id, based_on=last_signed(locked)
    )
    draft.edition, draft.edited_by = draft.edition + 1, by
    draft.note, draft.way_back = plan.note.strip(), plan.way_back.strip()
    draft.effective_at = plan.effective_at
    draft.save()
    draft.items.all().delete()
    RevisionItem.objects.bulk_create(
        (RevisionItem(revision=draft, **_written(item)) for item in items), batch_size=_BATCH
    )
    if plan.standby is not None:
        refuse_impossible_standby(plan.standby, items)
        write_redundancy(draft, plan.standby)
    elif stored is None:
        write_redundancy(draft, standby_of(draft.based_on))
    return draft


def mark_of(draft: Revision | None) -> str:
    """Return what tells one state of a draft from another; of none, nothing."""
    return f"{draft.pk}.{draft.edition}" if draft else ""


def _refuse_unless_seen(stored: Revision | None, seen: str | None, *, by: User) -> None:
    if seen is None or seen == mark_of(stored):
        return
    if stored is None:
        raise DraftChanged(
            _(
                "This draft was proposed or discarded meanwhile. Nothing was done, and what you "
                "typed is still here: the next press begins a new one."
            )
        )
    if stored.edited_by is None or stored.edited_by == by:
        raise DraftChanged(
            _(
                "This draft was changed meanwhile, in another window. Nothing was done, and what "
                "you typed is still here: look at the other first, the next press counts."
            )
        )
    raise DraftChanged(
        _(
            "%(name)s changed this draft meanwhile. Nothing was done, and what you typed is still "
            "here: look at theirs first, the next press counts."
        )
        % {"name": stored.edited_by.name}
    )


@transaction.atomic
def discard_draft(draft: Revision, *, by: User, seen: str | None = None) -> None:
    """Throw a draft away; nobody else has seen it.

    :raises Http404: it is no draft of this person's company.
    :raises DraftChanged: it is not any more what they have ``seen``.
    """
    locked = locked_configuration(draft.configuration, by=by)
    own = draft_of(by, locked)
    if own is None or own.pk != draft.pk:
        raise Http404
    _refuse_unless_seen(own, seen, by=by)
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

    It is read once it is locked: whoever waited finds it under the contract to which it has passed.

    :raises Http404: there is none, or not for this person.
    """
    Configuration.objects.select_for_update().filter(pk=configuration.pk).first()
    found = (
        Configuration.objects.visible_to(by)
        .select_related("contract__agreement", "client")
        .filter(pk=configuration.pk)
        .first()
    )
    if found is None:
        raise Http404
    return found
