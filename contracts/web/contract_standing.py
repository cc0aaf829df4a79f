"""How contracts and the versions of their terms stand, in the words of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contracts.choices import ContractStanding, Kind, TermsState
from contracts.models import Approval, Contract, Organisation, Terms, User
from contracts.rules.approval import last_day_to_approve
from contracts.selectors.promises import open_offer, place_among_seen, standing_of_contract

_LOOKS = {
    ContractStanding.PROPOSED: "proposed",
    ContractStanding.TO_COME: "signed",
    ContractStanding.IN_FORCE: "in_force",
    ContractStanding.ENDED: "superseded",
    ContractStanding.NOT_AGREED: "refused",
}


@dataclass(frozen=True)
class Version:
    """A version of terms with the state that is read off it on a day."""

    terms: Terms
    state: str
    label: str
    approvals: tuple[tuple[Organisation, Approval | None], ...]
    """One line for each of the two vendors, whether it has approved or not."""

    @property
    def is_open(self) -> bool:
        return self.state == TermsState.PROPOSED

    @property
    def missing(self) -> list[Organisation]:
        return [vendor for vendor, approval in self.approvals if approval is None]


@dataclass(frozen=True)
class Standing:
    """How a contract stands; ``waits`` says what waits beside what is in force."""

    state: str
    label: str
    waits: str = ""


def version_on(terms: Terms, contract: Contract, *, day: date) -> Version:
    """Return how terms stand on a day of the contract's zone; fetched with their approvals."""
    agreement = contract.agreement
    given = {each.organisation_id: each for each in terms.approvals.all()}
    approvals = tuple(
        (vendor, given.get(vendor.pk)) for vendor in (agreement.manufacturer, agreement.publisher)
    )
    missing = [vendor for vendor, approval in approvals if approval is None]
    until = last_day_to_approve(terms.effective_on, amends=contract.approved_at is not None)
    awaited = say_too_late_to_approve() if day > until else say_awaited_approval(missing)
    state, label = _state(terms, awaited, day)
    return Version(terms, state, label, approvals)


def name_of_version(terms: Terms, contract: Contract, *, reader: User) -> str:
    """Name a version of a contract fetched by `contracts_seen_by`.

    Vendors read its number. A client counts amendments to what it was promised first: the numbers
    of what the vendors refused one another would be gaps to it.
    """
    if reader.kind != Kind.CLIENT:
        return _("Version %(version)s") % {"version": terms.number}
    place = place_among_seen(contract, terms)
    return _("Amendment %(number)s") % {"number": place} if place else _("Original contract")


def _state(terms: Terms, awaited: str, day: date) -> tuple[str, str]:
    if terms.state == TermsState.PROPOSED:
        return terms.state, awaited
    if terms.state == TermsState.RESCINDED:
        return "withdrawn", pgettext("terms", "Rescinded, never begins")
    if terms.state == TermsState.APPROVED:
        return _state_of_agreed(terms, day)
    return terms.state, str(TermsState(terms.state).label)


def _state_of_agreed(terms: Terms, day: date) -> tuple[str, str]:
    if day < terms.effective_on:
        return "signed", pgettext("terms", "Approved, to come")
    days: DateRange | None = terms.in_force
    is_over = days is not None and days.upper is not None and days.upper <= day
    if is_over or (terms.ends_on is not None and terms.ends_on < day):
        return "superseded", pgettext("terms", "Past")
    return "in_force", pgettext("terms", "In force")


def standing_on(contract: Contract, *, day: date) -> Standing:
    """Return how a contract fetched by `contracts_seen_by` stands on a day of its zone."""
    standing = standing_of_contract(contract, on=day)
    offered = open_offer(contract)
    awaited = ""
    if offered is not None:
        awaited = version_on(offered, contract, day=day).label
    if standing == ContractStanding.PROPOSED:
        return Standing(_LOOKS[standing], awaited)
    if standing == ContractStanding.NOT_AGREED:
        ended: Terms | None = next(iter(getattr(contract, "seen", [])), None)
        label = TermsState(ended.state).label if ended else standing.label
        return Standing(_LOOKS[standing], str(label))
    waits = _("Amendment: %(awaited)s") % {"awaited": awaited} if awaited else ""
    return Standing(_LOOKS[standing], str(standing.label), waits)


def say_too_late_to_approve() -> str:
    """Say of what is still offered that nobody can approve it any more."""
    return _("Its day has passed: too late to approve")


def say_awaited_approval(vendors: Iterable[Organisation]) -> str:
    """Say who has not approved yet: *Waits for Compaq’s approval*."""
    names = [each.short_name for each in vendors]
    if len(names) == 1:
        return _("Waits for %(vendor)s’s approval") % {"vendor": names[0]}
    return _("Waits for the approval of %(vendors)s") % {"vendors": _(" and ").join(names)}
