"""What a person is told: one row per event and recipient, read in the portal.

An event of an incident, or one of the register; never of both. What of it leaves the portal, in
which mail and with which call of a webhook, stands in its dispatches.
"""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import EventKind, Kind
from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    GuaranteeRequest,
    Revision,
    RevisionComment,
    Roster,
    Terms,
    User,
)
from escalation.models.dispatch import Dispatch
from tickets.models.event import readable
from tickets.models.visibility import visible

_BETWEEN_VENDORS = (
    EventKind.OUTAGE_CORRECTED,
    EventKind.RESPONSIBILITY_PROPOSED,
    EventKind.RESPONSIBILITY_COUNTERED,
    EventKind.RESPONSIBILITY_OFFERED,
    EventKind.RESPONSIBILITY_REMINDED,
)


def _of_incidents(user: User) -> Q:
    """Compile it over joins: within an “or” a subquery would read all that a person may see."""
    return visible(user, "incident__") & readable(user, "event__")


def _of_contracts(user: User) -> Q:
    """Compile who may read news of a contract: of the version of its terms."""
    contracts = Contract.objects.visible_to(user).filter(pk=OuterRef("contract"))
    terms = Terms.objects.visible_to(user).filter(pk=OuterRef("terms"))
    return (
        Q(contract__isnull=False)
        & Q(Exists(contracts))
        & (Q(terms__isnull=True) | Q(Exists(terms)))
    )


def _of_the_register(user: User) -> Q:
    """Compile who may read news of a configuration: of its revision, of the comment if any."""
    configurations = Configuration.objects.visible_to(user).filter(pk=OuterRef("configuration"))
    revisions = Revision.objects.visible_to(user).filter(pk=OuterRef("revision"))
    comments = RevisionComment.objects.readable_by(user).filter(pk=OuterRef("comment"))
    between_vendors = Q(contract_event__kind__in=_BETWEEN_VENDORS)
    return (
        Q(configuration__isnull=False)
        & Q(Exists(configurations))
        & (Q(revision__isnull=True) | Q(Exists(revisions)))
        & (Q(comment__isnull=True) | Q(Exists(comments)))
        & (~between_vendors if user.kind == Kind.CLIENT else Q())
    )


def _of_requests(user: User) -> Q:
    """Compile who may read news of a request for a guarantee."""
    requests = GuaranteeRequest.objects.visible_to(user).filter(pk=OuterRef("guarantee_request"))
    return Q(guarantee_request__isnull=False) & Q(Exists(requests))


def _of_duty(user: User) -> Q:
    """Compile who may read news of a duty roster, and of what is agreed between two vendors."""
    rosters = Roster.objects.visible_to(user).filter(pk=OuterRef("roster"))
    agreements = Agreement.objects.visible_to(user).filter(pk=OuterRef("underpinning__agreement"))
    return (Q(roster__isnull=False) & Q(Exists(rosters))) | (
        Q(underpinning__isnull=False) & Q(Exists(agreements))
    )


class NotificationQuerySet(models.QuerySet["Notification"]):
    def readable_by(self, user: User) -> Self:
        """Keep what this person was told and may still read, by the policies of both rooms."""
        of_promises = _of_the_register(user) | _of_contracts(user) | _of_requests(user)
        of_vendors = _of_duty(user)
        return self.filter(_of_incidents(user) | of_promises | of_vendors, recipient=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


_SUBJECTS = (
    *("event", "incident", "contract_event", "configuration", "revision", "comment", "contract"),
    *("terms", "guarantee_request", "roster", "underpinning"),
)


def _about(*has: str, may_have: tuple[str, ...] = ()) -> Q:
    """Compile that a row is about these, perhaps about some more, and about nothing else."""
    others = [name for name in _SUBJECTS if name not in {*has, *may_have}]
    return Q(**{f"{name}__isnull": False for name in has}, **dict.fromkeys(others))


class Notification(models.Model):
    """News of one event for one person; unread until they have seen it."""

    recipient = models.ForeignKey(
        "contracts.User", on_delete=models.CASCADE, related_name="notifications"
    )
    event = models.ForeignKey(
        "tickets.IncidentEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    incident = models.ForeignKey(
        "tickets.Incident",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notifications",
    )
    contract_event = models.ForeignKey(
        "contracts.ContractEvent",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    configuration = models.ForeignKey(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("configuration"),
    )
    revision = models.ForeignKey(
        "contracts.Revision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revision"),
    )
    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contract"),
    )
    terms = models.ForeignKey(
        "contracts.Terms",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("terms"),
    )
    guarantee_request = models.ForeignKey(
        "contracts.GuaranteeRequest",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    comment = models.ForeignKey(
        "contracts.RevisionComment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    roster = models.ForeignKey(
        "contracts.Roster", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    underpinning = models.ForeignKey(
        "contracts.Underpinning", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail = models.ForeignKey(
        Dispatch,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="mailed",
        verbose_name=_("e-mail"),
    )
    call = models.ForeignKey(
        Dispatch,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="called",
        verbose_name=_("webhook"),
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "recipient"], name="each_person_told_once_per_event"
            ),
            models.UniqueConstraint(
                fields=["contract_event", "recipient"], name="each_person_told_once_per_news"
            ),
            models.CheckConstraint(
                condition=_about("event", "incident")
                | _about("contract_event", "configuration", may_have=("revision", "comment"))
                | _about("contract_event", "contract", may_have=("terms",))
                | _about("contract_event", "guarantee_request")
                | _about("contract_event", "roster")
                | _about("contract_event", "underpinning"),
                name="notification_of_an_incident_or_of_the_register",
            ),
            models.CheckConstraint(
                condition=Q(comment=None) | Q(revision__isnull=False),
                name="notified_comment_has_its_revision",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recipient", "-id"],
                name="notification_unread",
                condition=Q(read_at__isnull=True),
            ),
            models.Index(fields=["recipient", "-id"], name="notification_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id} {self.event_id or self.contract_event_id}"
