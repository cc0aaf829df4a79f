"""Writes what callers read of promises, from rows fetched for it."""

from datetime import UTC, datetime

from contracts.api.standing import standing_at
from contracts.models import AccessToken, Configuration, Revision, RevisionItem, User
from contracts.rest import Data


def configuration_document(configuration: Configuration, *, at: datetime) -> Data:
    """Return a configuration fetched by `contracts.selectors.configurations_at` of an instant."""
    number = getattr(configuration, "support_number", None)
    revision = next(iter(configuration.revisions.all()), None)
    return {
        "id": configuration.pk,
        "name": configuration.name,
        "client": configuration.client.name,
        "contract": configuration.contract.number,
        "host": configuration.host,
        "site": configuration.site,
        "support_number": str(number) if number else None,
        "revoked_at": instant(number.revoked_at) if number else None,
        "retired_at": instant(configuration.retired_at),
        "revision": _revision(revision, at) if revision else None,
    }


def _revision(revision: Revision, at: datetime) -> Data:
    return {
        **stands(revision, at),
        "note": revision.note,
        "effective_at": instant(revision.effective_at),
        "items": [item_document(each) for each in revision.items.all()],
    }


def stands(revision: Revision, at: datetime) -> Data:
    """Return how a revision stands at an instant."""
    in_force = revision.in_force
    return {
        "number": revision.number,
        "state": standing_at(revision, at),
        "in_force_from": instant(in_force.lower) if in_force else None,
        "in_force_until": instant(in_force.upper) if in_force else None,
    }


def item_document(item: RevisionItem) -> Data:
    """Return an item fetched with its product."""
    product = item.product
    return {
        "id": item.pk,
        "product": {
            "id": product.pk,
            "kind": product.kind,
            "name": product.name,
            "version": product.version,
        },
        "quantity": item.quantity,
        "serial_number": item.serial_number,
        "host": item.host,
        "role": item.role,
        "site": item.site,
    }


def me_document(user: User, *, token: AccessToken | None, colleagues: list[User]) -> Data:
    """Return who is asking."""
    organisation = user.organisation
    return {
        "id": user.pk,
        "name": user.name,
        "email": user.email,
        "organisation": {
            "id": organisation.pk,
            "name": organisation.name,
            "kind": organisation.kind,
        },
        "role": user.role,
        "language": user.language,
        "time_zone": user.time_zone,
        "scopes": list(token.scopes) if token else None,
        "colleagues": [{"id": each.pk, "name": each.name} for each in colleagues],
    }


def instant(at: datetime | None) -> str | None:
    """Write an instant as RFC 3339 with its offset."""
    return at.astimezone(UTC).isoformat() if at else None
