"""Questions of whoever types a number: of a contract, or of a machine in a system."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Upper

from contracts.choices import RevisionState
from contracts.models import Configuration, Contract, Revision, RevisionItem, User
from contracts.rules.serial_numbers import same_serial

SHORTEST = 4
"""So many letters and digits name one thing; fewer are words like others."""

_ALIKE = Upper(
    Func(
        F("number"),
        Value("[^[:alnum:]]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=CharField(),
    )
)


def contract_numbered(user: User, text: str) -> Contract | None:
    """Return the contract of a number, however it is grouped, among those a person may see."""
    key = same_serial(text)
    if len(key) < SHORTEST:
        return None
    found = list(Contract.objects.visible_to(user).annotate(key=_ALIKE).filter(key=key)[:2])
    exact = [each for each in found if each.number == text.strip().upper()]
    return next(iter(exact or found), None)


def systems_with_serial(user: User, text: str) -> list[Configuration]:
    """Return the systems in which a machine stands or stood, among those a person may see.

    Its serial number is compared by letters and digits; only what was proposed or signed counts.
    """
    key = same_serial(text)
    if len(key) < SHORTEST or not any(letter.isdigit() for letter in key):
        return []
    revisions = Revision.objects.visible_to(user).filter(
        state__in=[RevisionState.PROPOSED, RevisionState.SIGNED]
    )
    items = RevisionItem.objects.with_serials([key]).filter(revision__in=revisions)
    systems = Configuration.objects.visible_to(user).filter(
        pk__in=items.values("revision__configuration_id")
    )
    return list(systems.select_related("client", "support_number").order_by("client__name", "name"))
