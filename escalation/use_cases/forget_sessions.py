"""Delete the sessions that have expired."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

KEPT_FOR = timedelta(days=1)
"""An expired session still says whose it was: what is sent with it comes back to its owner."""


def forget_expired_sessions(*, at: datetime) -> int:
    """Delete the sessions that expired more than a day ago; returns how many."""
    return Session.objects.filter(expire_date__lt=at - KEPT_FOR).delete()[0]
