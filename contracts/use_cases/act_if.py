"""Act on a configuration or its revisions only while what the actor had seen still holds."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import Configuration, User
from contracts.rules.refusal import Stale
from contracts.use_cases.draft_revision import locked_configuration

Result = TypeVar("Result")


@transaction.atomic
def act_if(
    configuration: Configuration, holds: Callable[[], bool], *, act: Callable[[], Result], by: User
) -> Result:
    """Lock the configuration, look whether it is still what was seen, and only then act.

    :raises Http404: it is not this person's to see.
    :raises Stale: it has changed.
    """
    locked_configuration(configuration, by=by)
    if not holds():
        raise Stale(_("It has changed since you read it. Read it again, then decide."))
    return act()
