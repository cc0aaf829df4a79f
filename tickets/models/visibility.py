"""Which incidents a person may see (domain.md, Who sees what): the one policy."""

from django.db.models import Q

from contracts.choices import Kind
from contracts.models import User


def visible(user: User, of: str = "") -> Q:
    """Compile which incidents a person may see (domain.md, Who sees what): the one policy.

    A client sees its own; the manufacturer all under its agreements; the publisher what has been
    escalated to it at least once, or whose outage was proposed at more than 0 % to it, since
    ``shared_at``; a platform operator none. ``of`` leads to the incident.
    """
    match user.kind:
        case Kind.CLIENT | Kind.MANUFACTURER:
            return Q((f"{of}{user.kind}_id", user.organisation_id))
        case Kind.PUBLISHER:
            is_theirs = Q((f"{of}publisher_id", user.organisation_id))
            return is_theirs & Q((f"{of}shared_at__isnull", False))
        case _:
            return Q((f"{of}pk__in", []))
