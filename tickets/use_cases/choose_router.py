"""Put another version of the router in force by hand, or go back to the one before."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from contracts.rules.refusal import Invalid
from tickets.choices import ChangeOfRouter
from tickets.models import RouterChange
from tickets.selectors.routing import can_route, name_in_force, shipped_name

_CHANGES = 4_712
"""The advisory lock under which the router is changed."""


class NothingBefore(Invalid):
    """The version that came with the software has routed from the beginning."""

    code = "nothing-before"


@transaction.atomic
def choose_router(name: str, *, by: str, reason: str, at: datetime) -> RouterChange:
    """Let a version route from now on; ``by`` is who operates the command line.

    :raises Invalid: there is no such version, it cannot be read, or it routes already.
    """
    lock_router()
    before = name_in_force()
    if name == before or not can_route(name):
        sentence = _("Choose a version that is known and does not route already.")
        raise Invalid(sentence, errors={"name": [sentence]})
    return RouterChange.objects.create(
        at=at, kind=ChangeOfRouter.CHOSEN, name=name, before=before, by=by, reason=reason
    )


@transaction.atomic
def roll_router_back(*, by: str, reason: str, at: datetime) -> RouterChange:
    """Let the version route again that did before the last change that still stands.

    Done twice it goes back two changes: what was rolled back never comes into force by it.

    :raises NothingBefore: there is no change left to undo.
    """
    lock_router()
    undone = _last_standing()
    if undone is None:
        raise NothingBefore(_("No change of the router is left to undo."))
    return RouterChange.objects.create(
        at=at,
        kind=ChangeOfRouter.ROLLED_BACK,
        name=undone.before if can_route(undone.before) else shipped_name(),
        before=name_in_force(),
        by=by,
        reason=reason,
    )


def lock_router() -> None:
    """Let changes happen one after the other: each names what routed before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHANGES])


def _last_standing() -> RouterChange | None:
    """Return the last change that no roll-back has undone; each undoes the last before it."""
    undone = 0
    for change in RouterChange.objects.order_by("-pk"):
        if change.kind == ChangeOfRouter.ROLLED_BACK:
            undone += 1
        elif undone:
            undone -= 1
        else:
            return change
    return None
