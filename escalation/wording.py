"""Where news leads: the address of what it is about."""

from django.urls import NoReverseMatch, reverse

from contracts.models import Configuration, Revision


def address_in_register(configuration: Configuration, revision: Revision | None) -> str:
    """Return the page of a revision or, without one, of its configuration."""
    system = reverse("contracts:configuration", args=[configuration.pk])
    if revision is None or revision.number is None:
        return system
    try:
        return reverse("contracts:revision", args=[configuration.pk, revision.number])
    except NoReverseMatch:
        return system
