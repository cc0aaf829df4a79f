"""What a client asks for before there is a contract; the vendors answer it, or refuse.

What the database itself refuses beyond the constraints here stands in the migrations: a contract of
somebody else, what was asked changed afterwards, an answer taken back.
"""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from contracts.choices import GuaranteeState, Kind, UsualHours
from contracts.models.user import User

TITLE_LENGTH = 80


class GuaranteeRequestQuerySet(models.QuerySet["GuaranteeRequest"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: a client its own, each vendor those of its agreements."""
        match user.kind:
            case Kind.CLIENT:
                return self.filter(client_id=user.organisation_id)
            case Kind.MANUFACTURER:
                return self.filter(agreement__manufacturer_id=user.organisation_id)
            case Kind.PUBLISHER:
                return self.filter(agreement__publisher_id=user.organisation_id)
            case _:
                return self.none()

    def with_parties(self) -> Self:
        """Fetch in the same query all that is read of a request."""
        return self.select_related(
            "client",
            "agreement__manufacturer",
            "agreement__publisher",
            "asked_by__organisation",
            "answered_by__organisation",
            "contract",
        )


class GuaranteeRequest(models.Model):
    """A platform that a client wants guaranteed, at which hours and to what percent."""

    client = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="guarantee_requests",
        verbose_name=_("client"),
    )
    agreement = models.ForeignKey(
        "contracts.Agreement",
        on_delete=models.PROTECT,
        related_name="guarantee_requests",
        verbose_name=_("agreement"),
    )
    platform = models.TextField(_("what must stay up"))
    usual_hours = models.CharField(
        _("usual hours"), max_length=10, choices=UsualHours, blank=True, default="", db_default=""
    )
    hours = models.TextField(_("when it must be up"), blank=True)
    availability = models.DecimalField(_("availability in percent"), max_digits=7, decimal_places=4)
    wanted_from = models.DateField(_("wanted from"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )

    state = models.CharField(
        _("state"), max_length=9, choices=GuaranteeState, default=GuaranteeState.ASKED
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who answered, refused or withdrew it."),
        verbose_name=_("answered by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guarantee_requests",
        verbose_name=_("contract"),
    )

    objects = GuaranteeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("guarantee request")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=GuaranteeState.values),
                name="guarantee_request_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(availability__gt=0, availability__lte=100),
                name="guarantee_asks_a_possible_availability",
            ),
            models.CheckConstraint(
                condition=~Q(platform="") & (~Q(hours="") | ~Q(usual_hours="")),
                name="guarantee_request_says_what_and_when",
            ),
            models.CheckConstraint(
                condition=Q(usual_hours__in=["", *UsualHours.values]),
                name="guarantee_asks_hours_that_are_known",
            ),
            models.CheckConstraint(
                condition=Q(state=GuaranteeState.ASKED, answered_at=None, answered_by=None)
                | ~Q(state=GuaranteeState.ASKED)
                & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="guarantee_answered_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at")),
                name="guarantee_answered_after_it_was_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state=GuaranteeState.REFUSED) | ~Q(reason=""),
                name="guarantee_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state=GuaranteeState.ANSWERED, contract__isnull=False)
                | ~Q(state=GuaranteeState.ANSWERED) & Q(contract=None),
                name="guarantee_answered_with_a_contract",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-id"], name="guarantee_request_of_client"),
            models.Index(fields=["agreement", "-id"], name="guarantee_request_of_vendors"),
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.asked_at:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """The beginning of what must stay up, as long as a heading may be."""
        return Truncator(self.platform.strip().split("\n", maxsplit=1)[0].strip()).chars(
            TITLE_LENGTH
        )
