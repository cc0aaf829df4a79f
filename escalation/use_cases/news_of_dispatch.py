"""What a dispatch has to say: the news in it that its reader may still read, oldest first."""

from escalation.choices import Medium
from escalation.models import Dispatch, Notification


def news_to_send(dispatch: Dispatch) -> list[Notification]:
    """Judge again what was judged when it was written: rights and accounts may have ended."""
    reader = dispatch.recipient
    if not reader.is_active:
        return []
    told = dispatch.mailed if dispatch.medium == Medium.EMAIL else dispatch.called
    readable = Notification.objects.readable_by(reader).filter(pk__in=told.values("pk"))
    return list(
        readable.select_related(
            "recipient__organisation",
            "event__by",
            "incident__agreement",
            "incident__client",
            "incident__manufacturer",
            "incident__publisher",
            "contract_event__by__organisation",
            "configuration__client",
            "configuration__contract__agreement__manufacturer",
            "revision__author",
            "revision__based_on",
            "revision__proposed_by__organisation",
            "comment__author__organisation",
            "contract__client",
            "contract__agreement__manufacturer",
            "guarantee_request__client",
            "guarantee_request__asked_by",
            "guarantee_request__contract",
            "guarantee_request__agreement__manufacturer",
            "roster__agreement__manufacturer",
            "underpinning__agreement__manufacturer",
        )
        .prefetch_related("incident__escalations")
        .order_by("pk")
    )
