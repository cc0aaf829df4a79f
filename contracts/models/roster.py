"""Duty rosters of the vendors of an agreement: one for each level, rotations laid over each other.

What the database itself refuses beyond the constraints here stands in the migrations: a roster of
a stranger to the agreement; a turn, a change or a note of somebody who is not of the roster's
company, or no longer active when they are written. It also notes when somebody leaves later.
"""

from datetime import date, datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Cycle, Kind
from contracts.models.agreement import Agreement
from contracts.models.time_zone import known_time_zone
from contracts.models.user import User
from contracts.rules.duty import MINUTES_A_DAY, Hours, Layer, first_day_of, local_instant

DUTY_MANAGERS = 0
"""The level of a vendor's duty managers, who answer for it on a joint bridge."""
_DAYS = {Cycle.WEEKLY: 7, Cycle.DAILY: 1}


class RosterQuerySet(models.QuerySet["Roster"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may read in full: their own company's, if it is a vendor."""
        if user.kind not in {Kind.MANUFACTURER, Kind.PUBLISHER}:
            return self.none()
        return self.filter(organisation_id=user.organisation_id)


class Roster(models.Model):
    """Who of a vendor is on duty for a level of an agreement's escalation, or as its manager."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="rosters", verbose_name=_("agreement")
    )
    organisation = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="rosters",
        verbose_name=_("organisation"),
    )
    level = models.PositiveSmallIntegerField(
        _("level"), help_text=_("Of the agreement’s escalation; 0 for the duty managers.")
    )
    time_zone = models.CharField(_("time zone"), max_length=50, validators=[known_time_zone])
    created_at = models.DateTimeField(_("opened"))

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty roster")
        verbose_name_plural = _("duty rosters")
        ordering = ["agreement__reference", "level"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation", "level"],
                name="one_roster_per_agreement_vendor_and_level",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.organisation} {self.level}"

    @property
    def is_of_managers(self) -> bool:
        return self.level == DUTY_MANAGERS


class Rotation(models.Model):
    """People who take turns; it never changes but ends, so that who was on duty stays known.

    ``hours_start`` and ``hours_end`` are minutes since local midnight, the end beyond 1440 where
    the duty ends on the next day; both empty round the clock. Of several rotations the one with
    the lowest position counts, where it has somebody.
    """

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="rotations")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=60)
    time_zone = models.CharField(_("time zone"), max_length=50, validators=[known_time_zone])
    cycle = models.CharField(_("hand-over"), max_length=6, choices=Cycle)
    weekday = models.PositiveSmallIntegerField(_("weekday"), null=True, blank=True)
    handover = models.PositiveSmallIntegerField(_("hand-over time"))
    hours_start = models.PositiveSmallIntegerField(_("on duty from"), null=True, blank=True)
    hours_end = models.PositiveSmallIntegerField(_("on duty until"), null=True, blank=True)
    starts_on = models.DateField(_("first turn from"))
    begins_at = models.DateTimeField(_("counts from"))
    ends_at = models.DateTimeField(_("counts until"), null=True, blank=True)

    class Meta:
        verbose_name = _("rotation")
        ordering = ["roster", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cycle=Cycle.WEEKLY, weekday__isnull=False, weekday__range=(0, 6))
                | Q(cycle=Cycle.DAILY, weekday__isnull=True),
                name="rotation_hands_over_on_a_weekday_if_weekly",
            ),
            models.CheckConstraint(
                condition=Q(handover__lt=MINUTES_A_DAY), name="rotation_hands_over_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(hours_start__isnull=True, hours_end__isnull=True)
                | Q(
                    hours_start__isnull=False,
                    hours_start__lt=MINUTES_A_DAY,
                    hours_end__gt=F("hours_start"),
                    hours_end__lte=F("hours_start") + MINUTES_A_DAY,
                ),
                name="rotation_is_on_duty_for_some_of_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("begins_at")),
                name="rotation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_day(self) -> date:
        """The local day of the first hand-over."""
        return first_day_of(self.weekday, self.starts_on)

    @property
    def first_handover(self) -> datetime:
        return local_instant(self.first_day, self.handover, ZoneInfo(self.time_zone))

    @property
    def never_counts(self) -> bool:
        """Whether it was ended before it began."""
        return self.ends_at is not None and self.ends_at <= self.begins_at

    def is_before(self, other: "Rotation") -> bool:
        """Tell whether another of the same roster takes its place, or is to."""
        takes_its_place = other.position == self.position and other.pk > self.pk
        return takes_its_place and not other.never_counts

    def layer(self) -> Layer:
        """Return the rotation as the rules read it, whoever left the company since included."""
        hours = None
        if self.hours_start is not None and self.hours_end is not None:
            hours = Hours(self.hours_start, self.hours_end)
        return Layer(
            zone=self.time_zone,
            first_day=self.first_day,
            days=_DAYS[Cycle(self.cycle)],
            handover=self.handover,
            turns=tuple(each.person_id for each in self.turns.all()),
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            hours=hours,
        )


class Turn(models.Model):
    """Somebody's place in the order of a rotation."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveSmallIntegerField(_("position"))
    person = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("turn")
        ordering = ["rotation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "position"], name="one_turn_at_each_place_of_a_rotation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.person}"
