"""Tell a person’s own webhook of news: short as a text message, signed, what they may read.

Standard Webhooks 1.0 says how it is signed; docs/notifications.md what it holds.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import ngettext

from escalation.models import Dispatch, Notification, Webhook
from escalation.partners.wire import Undeliverable, post
from escalation.rules.signatures import signature
from escalation.use_cases.mail_news import News, news_page
from escalation.use_cases.write_mail import news_for
from tickets.access import kind_for, priority_for

MOST_CHARACTERS = 160
"""What one text message holds."""
_MOST_NEWS = 10


def call_webhook(
    dispatch: Dispatch,
    news: Sequence[Notification],
    *,
    at: datetime,
    right_before: Callable[[], None],
) -> None:
    """Post a dispatch to its reader's webhook.

    :raises Undeliverable: it was not taken, or there is none any more.
    """
    webhook = Webhook.objects.filter(person=dispatch.recipient_id).first()
    if webhook is None:
        raise Undeliverable("there is no webhook any more")
    body = json.dumps(body_of(dispatch, news, at=at), ensure_ascii=False).encode()
    seconds = int(at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Guichet",
        "webhook-id": dispatch.key,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(
            webhook.secret, message=dispatch.key, seconds=seconds, body=body
        ),
    }
    post(webhook.address, body, headers, right_before=right_before)


def body_of(dispatch: Dispatch, news: Sequence[Notification], *, at: datetime) -> dict[str, Any]:
    """Return what a webhook is told, in its reader's language."""
    with translation.override(dispatch.recipient.language):
        told = [(each, news_for(each, at=at)) for each in news[-_MOST_NEWS:]]
        return {
            "type": "notification",
            "timestamp": at.isoformat(),
            "data": {
                "text": _text(told[-1][1], more=len(news) - 1),
                "urgent": dispatch.is_urgent,
                "news": [_document(*each) for each in told],
                "more": len(news) - len(told),
                "link": told[-1][1].address if len(news) == 1 else news_page(),
            },
        }


def _document(notification: Notification, said: News) -> dict[str, Any]:
    incident, reader = notification.incident, notification.recipient
    return {
        "kind": _kind(notification),
        "reference": said.reference,
        "title": said.title,
        "line": said.line,
        "priority": priority_for(incident, reader) if incident else None,
        "link": said.address,
        "at": notification.at.isoformat(),
    }


def _kind(notification: Notification) -> str:
    if notification.event is not None and notification.incident is not None:
        return kind_for(notification.event, notification.incident, notification.recipient)
    return notification.contract_event.kind if notification.contract_event else ""


def _text(said: News, *, more: int) -> str:
    """Return one line for a text message: the newest news, and how many more there are."""
    rest = ""
    if more:
        rest = " " + ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": more}
    text = f"{said.reference}: {said.line}"
    room = MOST_CHARACTERS - len(rest)
    return (text if len(text) <= room else f"{text[: room - 1]}…") + rest
