"""Questions about promises: which revision stood, what a number stands for, what is promised."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from contracts.choices import EventKind, Kind
from contracts.dates import say_date
from contracts.models import (
    Configuration,
    Contract,
    ContractEvent,
    Revision,
    RevisionItem,
    SignOff,
    SupportNumber,
    User,
)
from contracts.models.client_contract import approved_versions
from contracts.models.configuration import ConfigurationQuerySet
from contracts.rules import support_numbers
from contracts.rules.refusal import Invalid
from contracts.selectors.register import proposals_seen_by

_DIGITS = support_numbers.BODY_LENGTH + 2
"""A support number without its country has as many; no id does."""

BY_CLIENT_AND_NAME = ("client__name", "name", "id")
"""How systems stand in a list."""

MOST_LISTED = 50
"""So many items of a system stand beside other things; all are on their revision's own page."""


class NumberMistyped(Invalid):
    """The check digits do not agree: a slip of the finger (domain.md, Configuration)."""

    code = "mistyped"


@dataclass(frozen=True)
class Found:
    """What a typed support number leads to."""

    number: SupportNumber
    configuration: Configuration
    revision: int | None

    @property
    def is_revoked(self) -> bool:
        return self.number.revoked_at is not None


def mistyped(text: str) -> NumberMistyped:
    """Return the refusal of a number with a typing error; it repeats nothing but what was typed."""
    sentence = _("This number has a typing error. Check its digits, the last two above all.")
    return NumberMistyped(sentence, errors={"support_number": [sentence]})


def revoked(number: SupportNumber) -> str:
    """Say of a revoked number what whoever typed it must know; only to those who may see it."""
    if number.ended_at is None:
        raise ValueError("the number stands")
    day = say_date(timezone.localtime(number.ended_at))
    return _("This number was revoked on %(day)s: its system is no longer under contract.") % {
        "day": day
    }


def configuration_by_number(user: User, text: str) -> Found:
    """Read a typed support number and return what it stands for.

    :raises NumberMistyped: its check digits do not agree.
    :raises Http404: unknown, or not this person's to see: the two cannot be told apart.
    """
    try:
        typed = support_numbers.read_number(text)
    except support_numbers.Mistyped as slip:
        raise mistyped(text) from slip
    except support_numbers.NotANumber as nothing:
        raise Http404 from nothing
    configuration = (
        Configuration.objects.visible_to(user)
        .select_related("support_number", "client", "contract")
        .filter(support_number__digits=typed.digits)
        .first()
    )
    if configuration is None or typed.country not in {"", configuration.support_number.country}:
        raise Http404
    return Found(configuration.support_number, configuration, typed.revision)


def configuration_by_key(user: User, key: str) -> Configuration:
    """Return a configuration by its permanent id or by its support number.

    :raises NumberMistyped: a number whose check digits do not agree.
    :raises Http404: unknown, or not this person's to see.
    """
    if not (key.isascii() and key.isdecimal() and len(key) < _DIGITS):
        return configuration_by_number(user, key).configuration
    found = Configuration.objects.visible_to(user).filter(pk=int(key)).first()
    if found is None:
        raise Http404
    return found


def configurations_at(user: User, at: datetime) -> QuerySet[Configuration]:
    """Return the configurations that a person may see, their only revision the one then in force.

    Three queries, however many there are.
    """
    items = RevisionItem.objects.select_related("product").order_by("pk")
    revisions = Revision.objects.in_force_at(at).prefetch_related(Prefetch("items", items))
    return (
        Configuration.objects.visible_to(user)
        .select_related("client", "contract", "support_number")
        .prefetch_related(Prefetch("revisions", revisions))
    )


def colleagues_of(user: User) -> list[User]:
    """Return the active people of one's own company, oneself among them."""
    return list(
        User.objects.filter(organisation_id=user.organisation_id, is_active=True).order_by("name")
    )


def revision_in_force(configuration: Configuration, at: datetime) -> Revision | None:
    """Return the revision in force at an instant, whether or not a worker ran since."""
    return Revision.objects.filter(configuration=configuration).in_force_at(at).first()


def was_activated(contract: Contract, *, at: datetime) -> bool:
    """Tell whether a revision had come into force under a contract by an instant.

    It stood there while its system did: what came into force under another one does not count.
    """
    begun = Revision.objects.filter(in_force__startswith__lte=at)
    return begun.filter(
        configuration__placements__contract=contract,
        configuration__placements__during__startswith__lte=at,
        configuration__placements__during__overlap=F("in_force"),
    ).exists()


def last_signed(configuration: Configuration) -> Revision | None:
    """Return the revision that stands or is to stand last: the next one is based on it."""
    return configuration.revisions.filter(in_force__upper_inf=True).first()


def contracts_of(user: User) -> list[Contract]:
    """Return the contracts this person may see, with their terms."""
    return list(Contract.objects.visible_to(user).with_terms().order_by("number"))


def hotline_for(user: User, *, at: datetime) -> str:
    """Return the number to call: of the manufacturer of the client's contracts, or one's own.

    Of several manufacturers' numbers none is right for every system, so that there is none.
    """
    if user.kind != Kind.CLIENT:
        return user.organisation.hotline
    contracts = Contract.objects.visible_to(user)
    numbers = {
        each.agreement.manufacturer.hotline
        for each in contracts.select_related("agreement__manufacturer")
        if each.is_running(at)
    }
    return numbers.pop() if len(numbers) == 1 else ""


def retirement_of(configuration: Configuration) -> ContractEvent | None:
    """Return the line that says who retired a system, and why."""
    lines = configuration.events.filter(kind=EventKind.CONFIGURATION_RETIRED)
    return lines.select_related("by__organisation").first()


def systems_in_order(user: User) -> ConfigurationQuerySet:
    """Return the systems that a person may see, by their client's name and their own.

    The client is joined first: joins are planned as they are written, and so a page is read along
    the index of the clients' names.
    """
    by_client = Configuration.objects.alias(client_name=F("client__name"))
    return by_client.visible_to(user).order_by(*BY_CLIENT_AND_NAME)


def page_of_systems(user: User, *, at: datetime) -> ConfigurationQuerySet:
    """Return the systems that a person may see, each with its revision in force and its promises.

    Retired ones are among them.

    ``in_force`` holds the revision in force with its first items, or nothing; ``to_come`` what is
    signed for later; ``proposals`` what waits for signatures.
    """
    items = RevisionItem.objects.select_related("product__vendor").order_by("pk")
    revisions = (
        Revision.objects.in_force_at(at)
        .annotate(item_count=Count("items"))
        .prefetch_related(Prefetch("items", items[:MOST_LISTED], to_attr="first_items"))
        .order_by("-number")
    )
    return (
        systems_in_order(user)
        .select_related(
            "client",
            "support_number",
            "contract__client",
            "contract__agreement__manufacturer",
            "contract__agreement__publisher",
        )
        .prefetch_related(
            Prefetch("revisions", queryset=revisions, to_attr="in_force"),
            Prefetch("revisions", queryset=_to_come(at), to_attr="to_come"),
            proposals_seen_by(user),
            approved_versions("contract__versions"),
        )
    )


def first_to_come(configuration: Configuration, *, at: datetime) -> Revision | None:
    """Return, of what both vendors have signed for later, what begins first."""
    return _to_come(at).filter(configuration=configuration).first()


def _to_come(at: datetime) -> QuerySet[Revision]:
    return Revision.objects.filter(in_force__startswith__gt=at).order_by("in_force")


def revision_shown(configuration: Configuration, *, at: datetime) -> Revision | None:
    """Return the revision in force with its first items and its signatures."""
    items = RevisionItem.objects.select_related("product__vendor").order_by("pk")
    return (
        Revision.objects.filter(configuration=configuration)
        .in_force_at(at)
        .annotate(item_count=Count("items"))
        .prefetch_related(
            Prefetch("items", items[:MOST_LISTED], to_attr="first_items"),
            Prefetch(
                "sign_offs", queryset=SignOff.objects.select_related("organisation", "signed_by")
            ),
        )
        .first()
    )


def contract_with_terms(pk: int) -> Contract:
    """Return a contract with all that a promise is read from; its reader may see it."""
    return Contract.objects.with_terms().get(pk=pk)
