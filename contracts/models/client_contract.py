"""The contract of a client under an agreement; what it promises stands in its dated terms."""

from datetime import date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models.terms import Terms
from contracts.models.time_zone import known_time_zone, zone_if_known
from contracts.models.user import User

_INSTEAD = ZoneInfo("UTC")


class ContractQuerySet(models.QuerySet["Contract"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: a client its own, once both vendors have approved it.

        Each vendor sees those under its agreements, from their proposal on.
        """
        match user.kind:
            case Kind.CLIENT:
                return self.approved().filter(client_id=user.organisation_id)
            case Kind.MANUFACTURER:
                return self.filter(agreement__manufacturer_id=user.organisation_id)
            case Kind.PUBLISHER:
                return self.filter(agreement__publisher_id=user.organisation_id)
            case _:
                return self.none()

    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False)

    def with_terms(self) -> Self:
        """Fetch in a fixed number of queries all that a promise is read from, on any day."""
        return self.select_related(
            "client", "agreement__manufacturer", "agreement__publisher"
        ).prefetch_related(approved_versions())


def approved_versions(lookup: str = "versions") -> "models.Prefetch[str]":
    """Return what fetches, beside contracts, the versions of their terms that were ever promised.

    ``lookup``: the way from the rows fetched to the versions, such as ``contract__versions``.
    """
    versions = Terms.objects.approved().with_promises().order_by("effective_on")
    return models.Prefetch(lookup, queryset=versions, to_attr="promised")


class Contract(models.Model):
    """What both vendors of an agreement promise to one client; approved by both."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    client = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="contracts",
        verbose_name=_("client"),
    )
    agreement = models.ForeignKey(
        "contracts.Agreement",
        on_delete=models.PROTECT,
        related_name="contracts",
        verbose_name=_("agreement"),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="Europe/Paris",
        validators=[known_time_zone],
        help_text=_("In which its days and months begin."),
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True, help_text=_("Last day."))
    approved_at = models.DateTimeField(_("approved by both vendors"), null=True, blank=True)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="contract_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def zone(self) -> ZoneInfo:
        """Return the zone in which its days and months begin.

        It is UTC where an upgrade knows its own no more, so that all that lists it is shown; its
        page says so, and no money is settled by it (`MonthBar.NO_ZONE`).
        """
        return zone_if_known(self.time_zone) or _INSTEAD

    @property
    def knows_its_zone(self) -> bool:
        """Whether anybody can read its time zone."""
        return zone_if_known(self.time_zone) is not None

    @property
    def starts_at(self) -> datetime:
        """The instant at which its first day begins, in its time zone."""
        return datetime.combine(self.starts_on, time(), tzinfo=self.zone())

    def day_of(self, at: datetime) -> date:
        """Return the day on which an instant lies, in the contract's time zone."""
        return at.astimezone(self.zone()).date()

    def has_ended(self, at: datetime) -> bool:
        """Tell whether its last day is over, in its time zone."""
        return self.ends_on is not None and self.ends_on < self.day_of(at)

    def is_running(self, at: datetime) -> bool:
        """Tell whether an instant lies in the contract's days, in its time zone."""
        day = self.day_of(at)
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def terms_at(self, at: datetime) -> Terms | None:
        """Return the terms in force on an instant's day, or those nearest to it.

        Before the first day they are the first ones, after the last day the last ones, so that what
        is filed outside the contract's days is still handled by some promise. None while both
        vendors have approved nothing yet.
        """
        return self.terms_on(self.day_of(at))

    def terms_on(self, day: date) -> Terms | None:
        """Return the terms in force on a day of the contract's zone, or those nearest to it."""
        versions = self._promised()
        begun = [each for each in versions if each.effective_on <= day]
        return begun[-1] if begun else next(iter(versions), None)

    def terms_from(self, day: date) -> list[Terms]:
        """Return all that is agreed to be in force on a day of the contract's zone, or later.

        After the last day it is the last terms.
        """
        first = self.terms_on(day)
        if first is None:
            return []
        return [each for each in self._promised() if each.effective_on >= first.effective_on]

    def _promised(self) -> list[Terms]:
        fetched: list[Terms] | None = getattr(self, "promised", None)
        if fetched is None:
            fetched = list(self.versions.approved().with_promises().order_by("effective_on"))
        return fetched
