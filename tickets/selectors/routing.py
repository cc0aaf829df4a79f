"""Which classifier routes now: the shipped one, or the one that took its place."""

import logging
from collections.abc import Sequence
from functools import lru_cache

from django.db import transaction

from contracts.models import Agreement
from tickets import router
from tickets.choices import ChangeOfRouter
from tickets.models import RouterChange, RouterTrial, RouterVersion
from tickets.rules.classification import Classification, Classifier, classify
from tickets.rules.routing_costs import Costs

logger = logging.getLogger(__name__)

BY_HAND = (ChangeOfRouter.CHOSEN, ChangeOfRouter.ROLLED_BACK)


def classifier_in_force() -> Classifier | None:
    """Return the classifier that routes, or None where there is none at all.

    A version that cannot be read any more, and a shipped one that a later release has replaced,
    give way to what is shipped now.
    """
    last = last_change()
    return (kept_classifier(last.name) if last else None) or router.shipped_classifier()


def guess_of(text: str, *, under: Agreement, item: str) -> Classification | None:
    """Return what the router makes of a report by an agreement's costs; None where it fails.

    ``item`` is the kind of product that the reporter chose, or empty. Opening never fails because
    of the classifier (domain.md, Incident): whatever goes wrong is said in the log.
    """
    costs = Costs(under.wrong_hardware_cost, under.wrong_software_cost, under.triage_cost)
    try:
        with transaction.atomic():  # a question that fails must not take the incident with it
            classifier = classifier_in_force()
        if classifier is None:
            return None
        return classify(text, classifier=classifier, costs=costs, item=item)
    except Exception:
        logger.exception("the classifier failed; the incident goes to triage")
        return None


def name_in_force() -> str:
    """Return the name of the version that routes; empty where there is none."""
    found = classifier_in_force()
    return found.version if found else ""


def shipped_name() -> str:
    """Return the name of the version that came with the software; empty where it is broken."""
    shipped = router.shipped_classifier()
    return shipped.version if shipped else ""


def can_route(name: str) -> bool:
    """Whether a version can be put in force: the shipped one, or one kept here and sound."""
    return bool(name) and (name == shipped_name() or kept_classifier(name) is not None)


def kept_classifier(name: str) -> Classifier | None:
    """Return a version that was trained here; None where there is none, or not of this format."""
    if name == shipped_name():
        return None
    try:
        return _loaded(name)
    except RouterVersion.DoesNotExist:
        return None


def last_change() -> RouterChange | None:
    """Return the last line of the router's journal."""
    return RouterChange.objects.order_by("-pk").first()


def last_trial() -> RouterTrial | None:
    """Return what became of the last challenger."""
    return RouterTrial.objects.order_by("-pk").first()


def was_left_by_hand(name: str) -> bool:
    """Whether an operator ever took this version out of force."""
    return RouterChange.objects.filter(kind__in=BY_HAND, before=name).exists()


def newest_changes(count: int) -> Sequence[RouterChange]:
    """Return so many lines of the router's journal, newest first."""
    return list(RouterChange.objects.order_by("-pk")[:count])


@lru_cache(maxsize=4)
def _loaded(name: str) -> Classifier | None:
    """Return a version that was trained here; a name stands for one for ever."""
    version = RouterVersion.objects.get(name=name)
    return router.read(bytes(version.artefact), name=name)
