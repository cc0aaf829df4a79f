"""Give e-mails that were given up another round of attempts."""

from collections.abc import Sequence
from datetime import datetime

from escalation.choices import MailState
from escalation.models import Notification


def send_again(notifications: Sequence[int], *, at: datetime) -> int:
    """Put failed e-mails back to be sent; those in any other state stay as they are."""
    failed = Notification.objects.filter(pk__in=notifications, mail_state=MailState.FAILED)
    return failed.update(mail_state=MailState.PENDING, mail_due_at=at, mail_attempts=0)
