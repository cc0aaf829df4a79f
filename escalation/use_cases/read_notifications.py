"""Mark notifications as read."""

from datetime import datetime

from contracts.models import Agreement, Configuration, Contract, GuaranteeRequest, Roster, User
from escalation.models import Notification
from tickets.models import Incident


def read_all(user: User, *, at: datetime) -> int:
    """Mark all of a person's notifications as read; returns how many were not."""
    return Notification.objects.filter(recipient=user).unread().update(read_at=at)


def read_those_of(user: User, incident: Incident, *, at: datetime) -> int:
    """Mark as read what a person was told of one incident; returns how many were not."""
    told = Notification.objects.filter(recipient=user, incident=incident)
    return told.unread().update(read_at=at)


def read_those_about(user: User, configuration: Configuration, *, at: datetime) -> int:
    """Mark as read what a person was told of one configuration; returns how many were not."""
    told = Notification.objects.filter(recipient=user, configuration=configuration)
    return told.unread().update(read_at=at)


def read_those_of_contract(user: User, contract: Contract, *, at: datetime) -> int:
    """Mark as read what a person was told of one contract; returns how many were not."""
    told = Notification.objects.filter(recipient=user, contract=contract)
    return told.unread().update(read_at=at)


def read_those_of_guarantee(user: User, request: GuaranteeRequest, *, at: datetime) -> int:
    """Mark as read what a person was told of one request; returns how many were not."""
    told = Notification.objects.filter(recipient=user, guarantee_request=request)
    return told.unread().update(read_at=at)


def read_those_of_roster(user: User, roster: Roster, *, at: datetime) -> int:
    """Mark as read what a person was told of one duty roster; returns how many were not."""
    told = Notification.objects.filter(recipient=user, roster=roster)
    return told.unread().update(read_at=at)


def read_those_of_agreement(user: User, agreement: Agreement, *, at: datetime) -> int:
    """Mark as read what a person was told of an agreement's targets; returns how many were not."""
    told = Notification.objects.filter(recipient=user, underpinning__agreement=agreement)
    return told.unread().update(read_at=at)
