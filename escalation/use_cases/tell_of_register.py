"""Tell the people concerned of what happened to a configuration: who is told of what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from contracts.choices import EventKind, Kind, RevisionState, Role
from contracts.models import Configuration, ContractEvent, Revision, RevisionComment, User
from escalation.models import Notification
from escalation.rules.news_groups import group_of
from escalation.use_cases.post_news import post_news


@dataclass(frozen=True)
class News:
    """A line of the register's journal with what it is about."""

    event: ContractEvent
    configuration: Configuration
    revision: Revision | None
    comment: RevisionComment | None


Concerned = Callable[[News], Iterable[User]]


def tell_of_register(event: ContractEvent, at: datetime) -> None:
    """Write a notification for everybody whom an event concerns and who may read it."""
    news = _news_of(event)
    people = {person.pk: person for person in _CONCERNED[EventKind(event.kind)](news)}
    readers = {_of(each): each for each in people.values()}
    able = {key for key, reader in readers.items() if _may_read(reader, news)}
    post_news(
        [
            Notification(
                recipient=person,
                contract_event=event,
                configuration=news.configuration,
                revision=news.revision,
                comment=news.comment,
                at=at,
            )
            for person in people.values()
            if person.pk != event.by_id and _of(person) in able
        ],
        group=group_of(event.kind),
        is_urgent=False,
        at=at,
    )


def _of(person: User) -> int:
    """Return on what the right to read rests: people of one company read the same."""
    return person.organisation_id


def _may_read(reader: User, news: News) -> bool:
    if not Configuration.objects.visible_to(reader).filter(pk=news.configuration.pk).exists():
        return False
    if news.revision is not None:
        seen = Revision.objects.visible_to(reader).filter(pk=news.revision.pk)
        if not seen.exists():
            return False
    if news.comment is None:
        return True
    return RevisionComment.objects.readable_by(reader).filter(pk=news.comment.pk).exists()


def _news_of(event: ContractEvent) -> News:
    if event.configuration_id is None:
        raise ValueError(f"event {event.pk} is of no configuration")
    configurations = Configuration.objects.select_related("contract__agreement")
    configuration = configurations.get(pk=event.configuration_id)
    number, comment = event.detail.get("revision"), event.detail.get("comment")
    revisions = configuration.revisions.select_related("author", "proposed_by__organisation")
    return News(
        event,
        configuration,
        revisions.get(number=number) if number else None,
        RevisionComment.objects.get(pk=comment) if comment else None,
    )


# --- Whom an event concerns; whether they may read it is judged after -----------------------------


def _managers(news: News) -> list[User]:
    """Return the managers of both vendors."""
    agreement = news.configuration.contract.agreement
    vendors = (agreement.manufacturer_id, agreement.publisher_id)
    return list(_active().filter(organisation__in=vendors, role=Role.MANAGER))


def _clients(news: News) -> list[User]:
    return list(_active().filter(organisation=news.configuration.client_id))


def _of_proposal(news: News) -> Iterable[User]:
    """Return both vendors' managers, and the client's people unless the notice is their own."""
    is_notice = news.revision is not None and news.revision.author.kind == Kind.CLIENT
    return _managers(news) if is_notice else _everybody(news)


def _of_signature(news: News) -> Iterable[User]:
    """Return who signs next; the second signature is told by what comes into force."""
    if news.revision is None or news.revision.signed_at == news.event.at:
        return ()
    signed = news.event.by.organisation_id if news.event.by else None
    return [each for each in _managers(news) if each.organisation_id != signed]


def _of_end(news: News) -> Iterable[User]:
    """Return everybody who may see how it ended, and whose proposal it was.

    What ends because its system is retired is told with the retirement.
    """
    if news.configuration.retired_at == news.event.at:
        return ()
    return [*_everybody(news), *_proposer(news)]


def _of_retirement(news: News) -> Iterable[User]:
    """Return everybody, and whose proposals ended with the system."""
    ended = news.configuration.revisions.filter(
        state=RevisionState.WITHDRAWN, ended_at=news.event.at
    )
    return [*_everybody(news), *_active().filter(pk__in=ended.values("proposed_by"))]


def _of_comment(news: News) -> Iterable[User]:
    """Return the managers of all three, and who proposed it."""
    clients = [each for each in _clients(news) if each.role == Role.MANAGER]
    return [*_managers(news), *clients, *_proposer(news)]


def _everybody(news: News) -> Iterable[User]:
    return [*_managers(news), *_clients(news)]


def _proposer(news: News) -> list[User]:
    author = news.revision.proposed_by if news.revision else None
    return [author] if author is not None and author.is_active else []


def _active() -> QuerySet[User]:
    return User.objects.filter(is_active=True).select_related("organisation")


_CONCERNED: Mapping[EventKind, Concerned] = {
    EventKind.REVISION_PROPOSED: _of_proposal,
    EventKind.REVISION_SIGNED: _of_signature,
    EventKind.REVISION_IN_FORCE: _everybody,
    EventKind.REVISION_REFUSED: _of_end,
    EventKind.REVISION_WITHDRAWN: _of_end,
    EventKind.REVISION_COMMENTED: _of_comment,
    EventKind.REVISION_ANSWER_OVERDUE: _managers,
    EventKind.SUPPORT_NUMBER_ISSUED: _everybody,
    EventKind.CONFIGURATION_RETIRED: _of_retirement,  # which tells of its revoked number too
}

TOLD = frozenset(_CONCERNED)
"""The kinds of events of which somebody is told."""
