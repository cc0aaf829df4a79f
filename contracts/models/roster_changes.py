"""What changes a duty roster for a while: somebody else takes a period; and what they must know."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import SwapState
from contracts.models.roster import Roster


class RosterOverride(models.Model):
    """Somebody takes a period instead of whoever's turn it is; of several the last counts.

    One that is cancelled stays as it was until that instant.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="overrides")
    person = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    entered_by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered"))
    cancelled_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of duty")
        verbose_name_plural = _("changes of duty")
        ordering = ["roster", "pk"]
        indexes = [models.Index(fields=["roster", "ends_at"], name="override_by_its_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="override_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="override_cancelled_by_somebody_at_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.begins_at:%Y-%m-%d %H:%M}"


class DutySwap(models.Model):
    """Somebody asks a colleague to take a period of their duty; accepted, it is an override."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="swaps")
    asked_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("who asks")
    )
    colleague = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("colleague")
    )
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.TextField(_("reason"))
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=9, choices=SwapState, default=SwapState.ASKED)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    override = models.OneToOneField(
        RosterOverride, on_delete=models.PROTECT, null=True, blank=True, related_name="swap"
    )

    class Meta:
        verbose_name = _("swap of duty")
        verbose_name_plural = _("swaps of duty")
        ordering = ["roster", "begins_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="swap_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(colleague=F("asked_by")), name="swap_is_between_two_people"
            ),
            models.CheckConstraint(
                condition=Q(state=SwapState.ASKED, answered_at__isnull=True)
                | (~Q(state=SwapState.ASKED) & Q(answered_at__isnull=False)),
                name="swap_answered_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state=SwapState.ACCEPTED, override__isnull=False)
                | (~Q(state=SwapState.ACCEPTED) & Q(override__isnull=True)),
                name="swap_accepted_is_an_override",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} → {self.colleague}"


class HandoverNote(models.Model):
    """What whoever is on duty next must know; never changed."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    text = models.TextField(_("note"))

    class Meta:
        verbose_name = _("hand-over note")
        ordering = ["roster", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.by} {self.at:%Y-%m-%d %H:%M}"
