"""Questions about news: what a person has not read, which mails wait."""

from contracts.models import User
from escalation.choices import MailState
from escalation.models import Notification
from tickets.selectors.keyset import Page, keyset_page

MOST_COUNTED = 100


def unread_count(user: User) -> int:
    """Return how many notifications a person has not read, never counting beyond a hundred."""
    return (
        Notification.objects.readable_by(user)
        .unread()
        .order_by()
        .values("pk")[:MOST_COUNTED]
        .count()
    )


def notifications_of(user: User, *, cursor: str) -> Page[Notification]:
    """Return a page of what a person was told, newest first."""
    told = Notification.objects.readable_by(user).select_related(
        "event__by__organisation",
        "incident__manufacturer",
        "incident__publisher",
        "incident__client",
    )
    return keyset_page(told, ("-id",), cursor=cursor)


def failed_mail_count() -> int:
    """Return how many e-mails were given up, capped; for the health page."""
    failed = Notification.objects.filter(mail_state=MailState.FAILED).values("pk")
    return failed[:MOST_COUNTED].count()
