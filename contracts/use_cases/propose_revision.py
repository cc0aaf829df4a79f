"""Propose a revision: both vendors can sign it from then on, and its items never change again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.http import Http404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts import journal
from contracts.choices import EventKind, Kind, RevisionState
from contracts.dates import say_date, say_date_and_time
from contracts.models import Configuration, Revision, RevisionItem, User
from contracts.rules.refusal import Invalid, Refusal
from contracts.rules.serial_numbers import same_serial
from contracts.selectors import draft_of, last_signed
from contracts.use_cases.draft_revision import (
    Item,
    Plan,
    locked_configuration,
    refuse_unless_theirs,
    write_draft,
)

_SERIALS = 4_711
"""The advisory lock under which serial numbers are looked up and taken."""


class OutOfScope(Invalid):
    """A product that the agreement does not cover, or beyond its end of support."""

    code = "out-of-scope"


class SerialTaken(Invalid):
    """A serial number that another configuration guarantees already."""

    code = "serial-taken"


class SerialTwice(Invalid):
    """A serial number that stands in two rows: a machine is in a system once."""

    code = "serial-twice"


class ProposalOpen(Refusal):
    """One open proposal per configuration."""

    code = "proposal-open"


class DraftOpen(Refusal):
    """The company has begun a change, which must not be lost to another."""

    code = "draft-open"


class BasedOnOld(Refusal):
    """Another revision was signed since this one was begun."""

    code = "based-on-old"


def propose_revision(
    configuration: Configuration, items: Sequence[Item], plan: Plan, *, by: User, at: datetime
) -> Revision:
    """Draw up and propose a new state of a configuration in one go, as `propose_draft` does.

    :raises DraftOpen: somebody of the company has begun another change, in the portal.
    """
    with transaction.atomic():
        locked = locked_configuration(configuration, by=by)
        if draft_of(by, locked) is not None:
            raise DraftOpen(
                _("Your company has begun a change of this system: propose it or discard it first.")
            )
        return propose_draft(write_draft(configuration, items, plan, by=by), by=by, at=at)


@transaction.atomic
def propose_edited(
    configuration: Configuration,
    items: Sequence[Item],
    plan: Plan,
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> Revision:
    """Write the company's draft as somebody has edited it, and propose it: both or neither.

    It refuses what `write_draft` and `propose_draft` refuse.
    """
    return propose_draft(write_draft(configuration, items, plan, by=by, seen=seen), by=by, at=at)


@transaction.atomic
def propose_draft(draft: Revision, *, by: User, at: datetime) -> Revision:
    """Propose a draft to both vendors; a client's is its change notice.

    :raises Http404: it is no draft of this person's company.
    :raises Forbidden: the system was retired, or is no longer theirs to draw up.
    :raises ProposalOpen: another proposal still waits for its signatures.
    :raises BasedOnOld: another revision was signed since the draft was begun.
    :raises OutOfScope: a product outside the agreement's scope or no longer supported, by name.
    :raises SerialTwice: a serial number in two rows, by row.
    :raises SerialTaken: a serial number that is guaranteed elsewhere.
    :raises Invalid: no item, no way back in a client's notice, a date before what is in force.
    """
    configuration = locked_configuration(draft.configuration, by=by)
    own = configuration.revisions.filter(
        pk=draft.pk, author_id=by.organisation_id, state=RevisionState.DRAFT
    ).first()
    if own is None:
        raise Http404
    refuse_unless_theirs(configuration, by=by)
    if configuration.revisions.filter(state=RevisionState.PROPOSED).exists():
        raise ProposalOpen(_("Another proposal is still waiting for its signatures."))
    _refuse_old_base(own, last_signed(configuration))
    _refuse_incomplete(own, configuration, by=by, at=at)
    items = list(own.items.select_related("product").order_by("pk"))
    _refuse_serials_twice(items)
    _refuse_out_of_scope(configuration, items, at=at)
    _refuse_taken_serials(configuration, items, by=by, at=at)
    return _propose(own, configuration, by=by, at=at)


def _propose(own: Revision, configuration: Configuration, *, by: User, at: datetime) -> Revision:
    last = configuration.revisions.aggregate(last=Max("number"))["last"] or 0
    own.number, own.state = last + 1, RevisionState.PROPOSED
    own.proposed_at, own.proposed_by = at, by
    if by.kind == Kind.CLIENT:
        terms = configuration.contract.terms_at(at)
        own.answer_due_at = at + timedelta(days=terms.answer_days) if terms else None
    own.save()
    if configuration.first_proposed_at is None:
        configuration.first_proposed_at = at
        configuration.save(update_fields=["first_proposed_at"])
    journal.record(
        EventKind.REVISION_PROPOSED, by=by, at=at, configuration=configuration, revision=own.number
    )
    return own


def _refuse_old_base(own: Revision, last: Revision | None) -> None:
    if last is not None and own.based_on_id != last.pk:
        raise BasedOnOld(
            _("Revision %(revision)s was signed since: look at what it changed, then propose.")
            % {"revision": last}
        )


def _refuse_incomplete(
    own: Revision, configuration: Configuration, *, by: User, at: datetime
) -> None:
    errors = {}
    if not own.items.exists():
        errors["items"] = [_("Say of what the system consists: at least one item.")]
    if by.kind == Kind.CLIENT and not own.way_back:
        errors["way_back"] = [_("Say how to go back if it goes wrong.")]
    starts_on = configuration.contract.starts_on
    if configuration.contract.day_of(own.effective_at) < starts_on:
        errors["effective_at"] = [
            _("The contract starts on %(day)s: choose a later instant.")
            % {"day": say_date(starts_on)}
        ]
    standing = configuration.revisions.in_force_at(at).first()
    begins_at = standing.in_force.lower if standing and standing.in_force else None
    if begins_at is not None and own.effective_at < begins_at:
        since = say_date_and_time(localtime(begins_at))
        errors["effective_at"] = [
            _("Revision %(revision)s is in force since %(instant)s: choose a later instant.")
            % {"revision": standing, "instant": since}
        ]
    if errors:
        raise Invalid(next(iter(errors.values()))[0], errors=errors)


def _refuse_out_of_scope(
    configuration: Configuration, items: Sequence[RevisionItem], *, at: datetime
) -> None:
    in_scope = set(configuration.contract.agreement.products.values_list("pk", flat=True))
    day = configuration.contract.day_of(at)
    sentences = []
    for product in sorted({item.product for item in items}, key=str):
        until = product.supported_until
        if product.pk not in in_scope:
            sentence = _("%(product)s is not in the agreement’s scope.")
        elif until is not None and until < day:
            sentence = _("%(product)s is no longer supported since %(day)s.")
        else:
            continue
        said = {"product": product, "day": say_date(until) if until else ""}
        sentences.append(sentence % said)
    if sentences:
        raise OutOfScope(sentences[0], errors={"items": sentences})


def _refuse_serials_twice(items: Sequence[RevisionItem]) -> None:
    """Refuse a serial number in a second row; rows count from one."""
    first: dict[str, int] = {}
    sentences = []
    for row, serial in enumerate((item.serial_number for item in items), start=1):
        key = same_serial(serial)
        if key and key in first:
            said = {"row": row, "serial": serial, "first": first[key]}
            sentences.append(_("Row %(row)s: %(serial)s stands in row %(first)s already.") % said)
        first.setdefault(key, row)
    if sentences:
        raise SerialTwice(sentences[0], errors={"items": sentences})


def _refuse_taken_serials(
    configuration: Configuration, items: Sequence[RevisionItem], *, by: User, at: datetime
) -> None:
    """Refuse what another system guarantees, telling nothing of one that the person cannot see."""
    typed = {same_serial(item.serial_number): item.serial_number for item in items}
    typed.pop("", None)
    if not typed:
        return
    with connection.cursor() as cursor:  # two proposals look and take one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SERIALS])
    taken = RevisionItem.objects.guaranteed(at).with_serials(typed)
    elsewhere = {
        typed[same_serial(each.serial_number)]: each.revision.configuration_id
        for each in taken.exclude(revision__configuration=configuration).select_related("revision")
    }
    if not elsewhere:
        return
    seen = Configuration.objects.visible_to(by).in_bulk(elsewhere.values())
    sentences = [
        _("%(serial)s cannot be registered: “%(system)s” has it.")
        % {"serial": serial, "system": seen[pk]}
        if pk in seen
        else _("%(serial)s cannot be registered, contact your manufacturer.") % {"serial": serial}
        for serial, pk in sorted(elsewhere.items())
    ]
    raise SerialTaken(sentences[0], errors={"items": sentences})
