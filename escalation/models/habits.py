"""What a person wants to be told of outside the portal, by which way, and when not."""

from datetime import time
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from escalation.choices import NewsGroup
from escalation.rules.quiet_hours import DAYS, Quiet


class NewsChoice(models.Model):
    """What one person chose for one group of news; without a row the defaults hold."""

    person = models.ForeignKey(
        "contracts.User", on_delete=models.CASCADE, related_name="news_choices"
    )
    group = models.CharField(_("news"), max_length=10, choices=NewsGroup)
    by_mail = models.BooleanField(_("by e-mail"), default=True)
    by_webhook = models.BooleanField(_("by webhook"), default=False)

    class Meta:
        verbose_name = _("choice of news")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"], name="one_choice_per_person_and_group"
            ),
            models.CheckConstraint(
                condition=~Q(group=NewsGroup.CALL) | Q(by_mail=True),
                name="who_is_called_is_mailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.group}"


class QuietHours(models.Model):
    """When what is not urgent waits: local times of the person's own zone."""

    person = models.OneToOneField(
        "contracts.User", on_delete=models.CASCADE, related_name="quiet_hours", primary_key=True
    )
    begins = models.TimeField(_("from"), default=time(22))
    ends = models.TimeField(_("until"), default=time(7))
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("days"))

    class Meta:
        verbose_name = _("quiet hours")
        constraints = [
            models.CheckConstraint(
                condition=Q(weekdays__len__gte=1, weekdays__contained_by=list(DAYS)),
                name="quiet_on_days_of_the_week",
            ),
            models.CheckConstraint(
                condition=~Q(begins=F("ends")) | ~Q(weekdays__contains=list(DAYS)),
                name="quiet_hours_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.begins}–{self.ends}"

    def quiet(self) -> Quiet:
        """Return them as a rule, in the zone that their person lives in now."""
        zone = ZoneInfo(self.person.time_zone)
        return Quiet(zone.key, self.begins, self.ends, tuple(self.weekdays))


class Webhook(models.Model):
    """Where a person's own gateway (SMS, phone, chat) is told of news."""

    person = models.OneToOneField(
        "contracts.User", on_delete=models.CASCADE, related_name="webhook", primary_key=True
    )
    address = models.URLField(_("address"), max_length=500)
    secret = models.CharField(max_length=80, editable=False)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return f"{self.person_id}"
