"""Put news where each recipient wants it: always into the portal, into a mail, to a webhook.

What is urgent leaves at once and alone; the rest joins what gathers for its recipient, which leaves
two minutes after its first piece of news, later in quiet hours.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.dispatch import Signal

from contracts.models import User
from escalation.choices import DispatchState, Medium, NewsGroup
from escalation.models import Dispatch, NewsChoice, Notification, QuietHours, Webhook
from escalation.rules.news_groups import ALWAYS_MAILED
from escalation.rules.pace import GATHERED_FOR
from escalation.rules.quiet_hours import Quiet, quiet_until

logger = logging.getLogger(__name__)

mail_due = Signal()
"""Rung after commit with the ids of mails that are to leave at once."""
call_due = Signal()
"""The same of webhooks; one that fails is left to the sweep, so that it holds up no other."""

_BELLS: Mapping[Medium, Signal] = {Medium.EMAIL: mail_due, Medium.WEBHOOK: call_due}
_OF_MEDIUM: Mapping[Medium, str] = {Medium.EMAIL: "mail", Medium.WEBHOOK: "call"}


def post_news(
    news: Sequence[Notification], *, group: NewsGroup, is_urgent: bool, at: datetime
) -> None:
    """Write news of one event, one row for each recipient, within the caller's transaction.

    Who was told of the event before is left out by the table's own uniqueness. What was to leave
    for them then leaves empty, and is dropped.
    """
    if not news:
        return
    people = {each.recipient_id: each.recipient for each in news}
    for medium, readers in readers_by_medium(people, group).items():
        if is_urgent:
            posted = _alone(readers, medium, at=at)
            _ring(medium, posted)
        else:
            posted = _gathered(readers, medium, at=at)
        for each in news:
            setattr(each, _OF_MEDIUM[medium], posted.get(each.recipient_id))
    Notification.objects.bulk_create(news, ignore_conflicts=True)


def _ring(medium: Medium, posted: Mapping[int, Dispatch]) -> None:
    """Ask for dispatches to leave once the transaction has ended."""
    failing: set[int] = set()
    if medium == Medium.WEBHOOK:
        in_trouble = Dispatch.objects.in_trouble().filter(medium=medium, recipient__in=posted)
        failing = set(in_trouble.values_list("recipient_id", flat=True))
    if ids := [each.pk for person, each in posted.items() if person not in failing]:
        bell = _BELLS[medium]
        transaction.on_commit(partial(bell.send_robust, sender=Dispatch, ids=ids))


def readers_by_medium(people: Mapping[int, User], group: NewsGroup) -> Mapping[Medium, list[User]]:
    """Return who wants a group of news by which medium; without a choice, by mail alone."""
    choices = {
        choice.person_id: choice
        for choice in NewsChoice.objects.filter(person__in=people, group=group)
    }
    called = set(
        Webhook.objects.filter(
            person__in=[pk for pk, choice in choices.items() if choice.by_webhook]
        ).values_list("person", flat=True)
    )
    unwanted = {pk for pk, choice in choices.items() if not choice.by_mail} - (
        people.keys() if group in ALWAYS_MAILED else set()
    )
    return {
        Medium.EMAIL: [people[pk] for pk in sorted(people.keys() - unwanted)],
        Medium.WEBHOOK: [people[pk] for pk in sorted(called)],
    }


def quiet_hours_of(people: Iterable[User]) -> dict[int, Quiet]:
    """Return the quiet hours of those who keep some, by their key.

    One whose zone is none any more keeps the others from no news: what waits for them is judged
    again, and fails by itself, when it is to leave.
    """
    kept = QuietHours.objects.filter(person__in=people).select_related("person")
    found: dict[int, Quiet] = {}
    for each in kept:
        try:
            found[each.person_id] = each.quiet()
        except (KeyError, ValueError, OSError):  # as unknown zones raise, by how they are unknown
            logger.exception("quiet hours of person %s have no zone", each.person_id)
    return found


def leaves_at(quiet: Quiet | None, *, at: datetime) -> datetime:
    """Return when what is not urgent and comes at an instant leaves for somebody."""
    gathered_at = at + GATHERED_FOR
    return (quiet is not None and quiet_until(quiet, gathered_at)) or gathered_at


def _alone(readers: Iterable[User], medium: Medium, *, at: datetime) -> dict[int, Dispatch]:
    made = Dispatch.objects.bulk_create(
        Dispatch(recipient=each, medium=medium, is_urgent=True, opened_at=at, due_at=at)
        for each in readers
    )
    return {each.recipient_id: each for each in made}


def _gathered(readers: Sequence[User], medium: Medium, *, at: datetime) -> dict[int, Dispatch]:
    """Return what gathers for each, begun where nothing did, and kept until the transaction ends.

    A worker that takes one of them first leaves it out of what is locked: then another is begun.
    """
    gathering = Dispatch.objects.filter(
        recipient__in=readers, medium=medium, state=DispatchState.GATHERING
    )
    quiet = quiet_hours_of(readers)
    open_for: dict[int, Dispatch] = {}
    while lacking := [each for each in readers if each.pk not in open_for]:
        Dispatch.objects.bulk_create(
            (
                Dispatch(
                    recipient=each,
                    medium=medium,
                    state=DispatchState.GATHERING,
                    opened_at=at,
                    due_at=leaves_at(quiet.get(each.pk), at=at),
                )
                for each in lacking
            ),
            ignore_conflicts=True,
        )
        locked = gathering.select_for_update().order_by("recipient_id")
        open_for |= {each.recipient_id: each for each in locked}
    return open_for
