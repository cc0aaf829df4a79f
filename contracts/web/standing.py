"""How a revision stands, in the words of a list: awaited from whom, in force, superseded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.choices import RevisionState
from contracts.models import Organisation, Revision, SignOff


@dataclass(frozen=True)
class Shown:
    """A revision with the state that is read off it at an instant."""

    revision: Revision
    state: str
    label: str
    signatures: tuple[tuple[Organisation, SignOff | None], ...]
    """One line for each of the two vendors, whether it has signed or not."""
    is_late: bool

    @property
    def is_open(self) -> bool:
        return self.state == RevisionState.PROPOSED

    @property
    def is_notice(self) -> bool:
        return self.revision.answer_due_at is not None

    @property
    def missing(self) -> list[Organisation]:
        return [vendor for vendor, signature in self.signatures if signature is None]


AGAIN = "from"
"""The part of an address that names the revision to be taken up again."""
_ENDED = frozenset({RevisionState.REFUSED, RevisionState.WITHDRAWN})


def taken_up(history: Iterable[Revision], number: str) -> Revision | None:
    """Return the revision of a number that was refused or withdrawn, to be taken up again."""
    ended = (each for each in history if each.state in _ENDED)
    return next((each for each in ended if str(each.number) == number), None)


def shown_at(revision: Revision, at: datetime) -> Shown:
    """Return how a revision stands; it was fetched ``with_signatures``."""
    agreement = revision.configuration.contract.agreement
    by_vendor = {each.organisation_id: each for each in revision.sign_offs.all()}
    signatures = tuple(
        (vendor, by_vendor.get(vendor.pk))
        for vendor in (agreement.manufacturer, agreement.publisher)
    )
    state, label = _state(revision, [v for v, signature in signatures if not signature], at)
    due_at = revision.answer_due_at
    is_late = state == RevisionState.PROPOSED and due_at is not None and due_at < at
    return Shown(revision, state, label, signatures, is_late)


def _state(revision: Revision, missing: list[Organisation], at: datetime) -> tuple[str, str]:
    if revision.state == RevisionState.PROPOSED:
        return revision.state, say_awaited(missing)
    if revision.state == RevisionState.SIGNED:
        return _state_of_signed(revision, at)
    return revision.state, str(RevisionState(revision.state).label)


def _state_of_signed(revision: Revision, at: datetime) -> tuple[str, str]:
    span = revision.in_force
    begins_at, ends_at = (span.lower, span.upper) if span else (None, None)
    if begins_at is None:  # another one was signed for an earlier instant
        return "superseded", _("Superseded before it began")
    if begins_at > at:
        return revision.state, _("Signed, not in force yet")
    if ends_at is not None and ends_at == revision.configuration.retired_at:
        return "superseded", _("Ended with the system")
    if ends_at is not None and ends_at <= at:
        return "superseded", pgettext("revision", "Superseded")
    return "in_force", pgettext("revision", "In force")


def say_awaited(vendors: Iterable[Organisation]) -> str:
    """Say whose signature is awaited: *Awaiting Microsoft*."""
    names = [each.short_name for each in vendors]
    if len(names) == 1:
        return _("Awaiting %(vendor)s") % {"vendor": names[0]}
    return _("Awaiting %(vendors)s") % {"vendors": _(" and ").join(names)}
