"""When a promise counts: a time zone and weekly windows, or always."""

from typing import Self
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contracts.models.time_zone import known_time_zone
from contracts.rules.coverage import MINUTES_A_DAY, DayException, Hours, Window
from contracts.rules.hours import EXCEPTION_REASON, joined
from contracts.rules.public_holidays import CalendarUnknown, public_holidays

_ANY_YEAR = 2026


def known_holidays(of: str) -> None:
    """Refuse a country or a part of one whose public holidays are not known."""
    try:
        public_holidays(of, _ANY_YEAR)
    except CalendarUnknown as nothing:
        raise ValidationError(gettext("No public holidays are known for this.")) from nothing


class Coverage(models.Model):
    """Hours in which a contract's promises count."""

    name = models.CharField(_("name"), max_length=80)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Paris", validators=[known_time_zone]
    )
    always_on = models.BooleanField(_("round the clock"), default=True)
    without_holidays_of = models.CharField(
        _("without the public holidays of"),
        max_length=10,
        blank=True,
        validators=[known_holidays],
        help_text=_("A country (BE) or a part of one (DE-BY); empty: holidays count."),
    )

    class Meta:
        verbose_name = _("coverage")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def hours(self) -> Hours:
        """Return plain hours for the arithmetic of `contracts.rules.coverage`."""
        windows = () if self.always_on else self.windows.all()
        return Hours(
            self.time_zone,
            always_on=self.always_on,
            windows=[Window(each.weekday, each.start, each.end) for each in windows],
            without_holidays_of=self.without_holidays_of,
            exceptions=[each.plain() for each in self.exceptions.all()],
        )


class CoverageWindow(models.Model):
    """A weekly window in wall-clock minutes; one that crosses midnight ends beyond 24 hours."""

    coverage = models.ForeignKey(
        Coverage, on_delete=models.CASCADE, related_name="windows", verbose_name=_("coverage")
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week, Monday 0"))
    start = models.PositiveSmallIntegerField(_("first minute"))
    end = models.PositiveSmallIntegerField(_("minute of the end"))

    class Meta:
        verbose_name = _("coverage window")
        ordering = ["coverage", "weekday", "start"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="coverage_window_is_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end"))
                & models.Q(start__lt=MINUTES_A_DAY)
                & models.Q(end__lte=2 * MINUTES_A_DAY),
                name="coverage_window_begins_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start}–{self.end}"


class CoverageException(models.Model):
    """A local day that has hours of its own, whatever the week and the holidays say."""

    coverage = models.ForeignKey(
        Coverage, on_delete=models.CASCADE, related_name="exceptions", verbose_name=_("coverage")
    )
    day = models.DateField(_("day"))
    minutes = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("minutes that count"),
        blank=True,
        default=list,
        help_text=_("Of that day: from, to, from, to; none where it is closed."),
    )
    reason = models.CharField(_("reason"), max_length=EXCEPTION_REASON)

    class Meta:
        verbose_name = _("coverage exception")
        ordering = ["coverage", "day"]
        constraints = [
            models.UniqueConstraint(
                fields=["coverage", "day"], name="one_coverage_exception_per_day"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="coverage_exception_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"

    @classmethod
    def of(cls, coverage: Coverage, exception: DayException) -> Self:
        """Return the row of a day, not yet written."""
        minutes = [minute for span in joined(exception.spans) for minute in span]
        return cls(coverage=coverage, day=exception.day, minutes=minutes, reason=exception.reason)

    def plain(self) -> DayException:
        """Return a plain value for the arithmetic."""
        spans = zip(self.minutes[::2], self.minutes[1::2], strict=True)
        return DayException(self.day, tuple(spans), self.reason)
