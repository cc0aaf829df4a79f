"""Questions of whoever types a number: of a contract, or of a machine in a system."""

from django.db.models import Q

from contracts.choices import RevisionState
from contracts.models import Configuration, Contract, Revision, RevisionItem, User
from contracts.models.alike import letters_and_digits
from contracts.models.configuration import ConfigurationQuerySet
from contracts.models.revision import RevisionQuerySet
from contracts.rules.serial_numbers import same_serial

SHORTEST = 4
"""So many letters and digits name one thing; fewer are words like others."""
_LIKE_A_NUMBER = 9
"""So many digits in a host's name can be taken for a support number, with a slip or without."""

_ALIKE = letters_and_digits("number")


def contract_numbered(user: User, text: str) -> Contract | None:
    """Return the contract of a number, among those that a person may see.

    As it is written, else however it is grouped, where one contract alone can be meant and no word
    is: “mail” looks for mail, whatever a contract is called.
    """
    seen = Contract.objects.visible_to(user)
    written = text.strip().upper()
    exact = seen.filter(number=written).first() if _has_digit(written) else None
    key = same_serial(text)
    if exact is not None or len(key) < SHORTEST or not _has_digit(key):
        return exact
    alike = list(seen.annotate(key=_ALIKE).filter(key=key)[:2])
    return alike[0] if len(alike) == 1 else None


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def systems_with_serial(user: User, text: str) -> list[Configuration]:
    """Return the systems in which a machine stands or stood, among those a person may see.

    Its serial number is compared by letters and digits; only what was proposed or signed counts.
    """
    key = same_serial(text)
    if len(key) < SHORTEST or not _has_digit(key):
        return []
    items = RevisionItem.objects.with_serials([key]).filter(revision__in=_revisions_counted(user))
    systems = Configuration.objects.visible_to(user).filter(
        pk__in=items.values("revision__configuration_id")
    )
    return list(systems.select_related("client", "support_number").order_by("client__name", "name"))


def systems_with_host(user: User, text: str) -> ConfigurationQuerySet:
    """Return the systems of which a machine bears a name, or stands in one that does.

    A name is one word; only what was proposed or signed counts, among what a person may see.
    """
    name = text.strip()
    if len(same_serial(name)) < SHORTEST or len(name.split()) != 1:
        return Configuration.objects.none()
    items = RevisionItem.objects.filter(
        host__icontains=name, revision__in=_revisions_counted(user)
    ).values("revision__configuration_id")
    seen = Configuration.objects.visible_to(user)
    return seen.filter(Q(host__icontains=name) | Q(pk__in=items))


def names_a_host(user: User, text: str) -> bool:
    """Tell whether all figures that look like a support number are those of machines' names."""
    words = [
        word for word in text.split() if sum(letter.isdigit() for letter in word) >= _LIKE_A_NUMBER
    ]
    return bool(words) and all(systems_with_host(user, word).exists() for word in words)


def _revisions_counted(user: User) -> RevisionQuerySet:
    """Return the revisions that a person may see and that were more than drawn up."""
    return Revision.objects.visible_to(user).filter(
        state__in=[RevisionState.PROPOSED, RevisionState.SIGNED]
    )
