"""The journal of promises, append-only; and the news of it that nobody has followed yet."""

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _

from contracts.choices import EventKind


class ContractEvent(models.Model):
    """Something that happened to a contract, a configuration or a token; never changed."""

    kind = models.CharField(_("kind"), max_length=40, choices=EventKind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
    )
    configuration = models.ForeignKey(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        verbose_name=_("configuration"),
    )
    contract = models.ForeignKey(
        "contracts.Contract",
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        verbose_name=_("contract"),
    )
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("contract event")
        verbose_name_plural = _("contract events")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                F("configuration"),
                KeyTextTransform("revision", "detail"),
                condition=Q(kind=EventKind.REVISION_ANSWER_OVERDUE),
                name="overdue_answer_said_once_per_revision",
            ),
            models.UniqueConstraint(
                KeyTextTransform("roster", "detail"),
                KeyTextTransform("begins_at", "detail"),
                condition=Q(kind=EventKind.DUTY_GAP_AHEAD),
                name="gap_ahead_said_once_per_roster_and_instant",
            ),
            models.UniqueConstraint(
                F("contract"),
                KeyTextTransform("month", "detail"),
                condition=Q(kind=EventKind.MONTH_OVER),
                name="month_over_said_once_per_contract",
            ),
            models.UniqueConstraint(
                KeyTextTransform("outage", "detail"),
                KeyTextTransform("round", "detail"),
                condition=Q(kind=EventKind.RESPONSIBILITY_REMINDED),
                name="responsibility_reminded_once_per_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class UnfollowedNews(models.Model):
    """The outbox: an event whose consequences are not all drawn; written with it, deleted after."""

    event = models.OneToOneField(ContractEvent, on_delete=models.CASCADE, primary_key=True)
    at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("news to follow")
        verbose_name_plural = _("news to follow")
        indexes = [models.Index(fields=["tries", "at"], name="unfollowed_news_least_tried")]

    def __str__(self) -> str:
        return str(self.event_id)
