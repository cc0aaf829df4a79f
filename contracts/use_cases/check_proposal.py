"""Judge a proposal, or what can be read of one: all that is wrong is told at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from contracts.choices import Kind
from contracts.dates import say_date, say_date_and_time
from contracts.models import Configuration, Revision, RevisionItem, User
from contracts.use_cases.check_items import ITEMS, NothingChanges, faults_in, is_same_as
from contracts.use_cases.draft_revision import Item


def refuse_wrong_proposal(
    configuration: Configuration,
    items: Sequence[RevisionItem | Item],
    said: Mapping[str, Any],
    *,
    last: Revision | None,
    by: User,
    at: datetime,
) -> None:
    """Refuse what cannot be proposed; ``errors`` says where: ``items.3.serial_number``, for one.

    ``said`` has the way back and the effective instant as far as they could be read, and under
    ``items`` whether all of them were. ``last`` is what was signed last. Serial numbers are locked
    until the transaction ends.

    :raises OutOfScope: a product outside the agreement's scope or no longer supported, by name.
    :raises SerialTwice: a serial number in two rows.
    :raises SerialTaken: a serial number that is guaranteed elsewhere; it tells nothing of a system
        that the person cannot see.
    :raises NothingChanges: a client's, whose items are those that were signed last.
    :raises Invalid: no item, no way back in a client's notice, a date before what is in force.
    """
    errors = _wrong_in_plan(configuration, said, by=by, at=at)
    if said["items"] and not items:
        errors[ITEMS] = [_("Say of what the system consists: at least one item.")]
    kind, faulty = faults_in(configuration, items, by=by, at=at)
    errors |= faulty
    if said["items"] and not faulty and last is not None and is_same_as(last, items, by=by):
        kind = NothingChanges
        errors[ITEMS] = [
            _("Nothing differs from %(revision)s: change an item first.") % {"revision": last}
        ]
    if errors:
        first = errors.get(ITEMS) or next(iter(errors.values()))
        raise kind(first[0], errors=errors)


def _wrong_in_plan(
    configuration: Configuration, said: Mapping[str, Any], *, by: User, at: datetime
) -> dict[str, list[str]]:
    errors = {}
    if by.kind == Kind.CLIENT and said.get("way_back") == "":
        errors["way_back"] = [_("Say how to go back if it goes wrong.")]
    effective_at: datetime | None = said.get("effective_at")
    if effective_at is not None and (
        sentence := _why_too_early(configuration, effective_at, at=at)
    ):
        errors["effective_at"] = [sentence]
    return errors


def _why_too_early(configuration: Configuration, effective_at: datetime, *, at: datetime) -> str:
    standing = configuration.revisions.in_force_at(at).first()
    begins_at = standing.in_force.lower if standing and standing.in_force else None
    if begins_at is not None and effective_at < begins_at:
        since = say_date_and_time(localtime(begins_at))
        return _("Revision %(revision)s is in force since %(instant)s: choose a later instant.") % {
            "revision": standing,
            "instant": since,
        }
    starts_on = configuration.contract.starts_on
    if configuration.contract.day_of(effective_at) < starts_on:
        return _("The contract starts on %(day)s: choose a later instant.") % {
            "day": say_date(starts_on)
        }
    return ""
