"""Who may see and do what with promises."""

from django.http import Http404

from contracts.choices import Kind, Role
from contracts.models import Configuration, Contract, Revision, User


def configuration_for(user: User, pk: int) -> Configuration:
    """Return a configuration this person may see.

    :raises Http404: there is none, or not for this person.
    """
    found = (
        Configuration.objects.visible_to(user)
        .select_related("client", "contract", "support_number")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def may_sign(user: User, revision: Revision) -> bool:
    """Tell whether this person may sign a revision for one of its two vendors."""
    agreement = revision.configuration.contract.agreement
    return user.role == Role.MANAGER and user.organisation_id in {
        agreement.manufacturer_id,
        agreement.publisher_id,
    }


def may_open_for(user: User, configuration: Configuration) -> bool:
    """Tell whether this person may open an incident on a configuration."""
    if user.kind == Kind.CLIENT:
        return configuration.client_id == user.organisation_id
    return may_open_under(user, configuration.contract)


def may_open_under(user: User, contract: Contract) -> bool:
    """Tell whether this person may open an incident under a contract, or for its client."""
    if user.kind == Kind.CLIENT:
        return contract.client_id == user.organisation_id
    is_manufacturer = user.kind == Kind.MANUFACTURER
    return is_manufacturer and contract.agreement.manufacturer_id == user.organisation_id


def is_operator(user: object) -> bool:
    """Tell whether somebody runs the platform: staff of its own organisation."""
    return (
        isinstance(user, User) and user.is_active and user.is_staff and user.kind == Kind.PLATFORM
    )
