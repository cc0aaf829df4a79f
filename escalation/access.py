"""Who may see what of the news: one's own notifications, and nothing else."""

from django.http import Http404

from contracts.models import User
from escalation.models import Notification


def notification_for(user: User, pk: int) -> Notification:
    """Return a notification of this person.

    :raises Http404: there is none, or it is somebody else's.
    """
    found = Notification.objects.readable_by(user).filter(pk=pk).select_related("incident").first()
    if found is None:
        raise Http404
    return found
