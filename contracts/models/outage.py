"""Outages: when a configuration was not available, and whose responsibility that was.

When it was is written in numbered versions of consecutive segments, of which the outage names the
current one; neither a version nor a round of the vendors' talk about responsibility ever changes.
What the database refuses beyond the constraints here stands in the migrations: a changed version
or round, segments with a gap between them, an agreed outage of which something is not settled.
Source: domain.md, Availability, penalty, reimbursement.
"""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, OutageSource, OutageState
from contracts.models.user import User
from contracts.rules.responsibility import Responsibility

NOBODYS = Q(manufacturer=None, publisher=None, client=None, third_party=None)
_ONE_IS_MISSING = Q(manufacturer=None) | Q(publisher=None) | Q(client=None) | Q(third_party=None)
_OF_ALL = F("manufacturer") + F("publisher") + F("client") + F("third_party")
_WAITING = [OutageState.PROPOSED, OutageState.COUNTERED]


def _alone(column: str, function: str) -> Func:
    """Write a number as a range of it alone: equality without btree_gist."""
    return Func(F(column), F(column), Value("[]"), function=function)


class OutageQuerySet(models.QuerySet["Outage"]):
    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: a client its own, the manufacturer its agreements'.

        A client sees none that was none; the publisher sees one from the proposal of more than
        0 % to it on.
        """
        match user.kind:
            case Kind.CLIENT:
                own = self.filter(configuration__client_id=user.organisation_id)
                return own.exclude(state=OutageState.VOID)
            case Kind.MANUFACTURER:
                return self.filter(
                    configuration__contract__agreement__manufacturer_id=user.organisation_id
                )
            case Kind.PUBLISHER:
                return self.filter(
                    shared_at__isnull=False,
                    configuration__contract__agreement__publisher_id=user.organisation_id,
                )
            case _:
                return self.none()

    def standing(self) -> Self:
        """Keep those that count: not taken back since."""
        return self.exclude(state=OutageState.VOID)

    def lasting(self) -> Self:
        """Keep those that are not over, of which an index holds few."""
        return self.standing().filter(ends_at__isnull=True)

    def agreed(self) -> Self:
        return self.filter(state=OutageState.AGREED)

    def whole(self) -> Self:
        """Fetch in a fixed number of queries its system, its parties and all its segments."""
        return self.beside_incident().prefetch_related("segments")

    def beside_incident(self) -> Self:
        """Fetch in one query its system and its parties."""
        parties = ("manufacturer", "publisher")
        return self.select_related(
            "configuration__client",
            "configuration__contract",
            *(f"configuration__contract__agreement__{party}" for party in parties),
        )


class Outage(models.Model):
    """One identity of a configuration's unavailability.

    ``begins_at`` and ``ends_at`` are those of the current version's segments: the database holds
    them together. An outage without an end lasts still.
    """

    configuration = models.ForeignKey(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        related_name="outages",
        verbose_name=_("configuration"),
    )
    reference = models.CharField(
        _("incident"),
        max_length=20,
        blank=True,
        help_text=_("Of the incident that made it; nothing, if recorded otherwise."),
    )
    source = models.CharField(_("source"), max_length=10, choices=OutageSource)
    state = models.CharField(
        _("state"), max_length=9, choices=OutageState, default=OutageState.RECORDED
    )
    version = models.PositiveIntegerField(_("version of the segments"), default=0)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    answer_by = models.DateTimeField(_("answer expected by"), null=True, blank=True)
    shared_at = models.DateTimeField(
        _("shown to the publisher since"),
        null=True,
        blank=True,
        help_text=_("From the first proposal of more than 0 % to it on."),
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outage")
        ordering = ["-begins_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="one_outage_per_incident",
            ),
            models.CheckConstraint(
                condition=Q(source__in=OutageSource.values, state__in=OutageState.values),
                name="outage_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(source=OutageSource.INCIDENT) & ~Q(reference="")
                | ~Q(source=OutageSource.INCIDENT) & Q(reference=""),
                name="outage_of_an_incident_names_it",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")),
                name="outage_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=OutageState.AGREED, agreed_at__isnull=False, ends_at__isnull=False
                )
                | ~Q(state=OutageState.AGREED) & Q(agreed_at=None),
                name="outage_agreed_at_some_time_once_over",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_WAITING, answer_by__isnull=False)
                | ~Q(state__in=_WAITING) & Q(answer_by=None),
                name="outage_waits_for_an_answer_until_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["configuration", "begins_at"], name="outages_of_a_configuration"),
            models.Index(
                fields=["answer_by"],
                condition=Q(answer_by__isnull=False),
                name="outages_to_be_answered",
            ),
            models.Index(
                fields=["begins_at"],
                condition=Q(ends_at__isnull=True) & ~Q(state=OutageState.VOID),
                name="outages_that_last",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference or self.pk} v{self.version}"

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None

    @property
    def current(self) -> "list[OutageSegment]":
        """The segments of its current version, from the prefetched ones where there are some."""
        return self.of_version(self.version)

    def of_version(self, number: int) -> "list[OutageSegment]":
        """Return the segments of one of its versions, in the order of time."""
        return [each for each in self.segments.all() if each.version == number]


class OutageSegmentQuerySet(models.QuerySet["OutageSegment"]):
    def current(self) -> Self:
        """Keep those of each outage's current version."""
        return self.filter(version=F("outage__version"))


class OutageSegment(models.Model):
    """A stretch of an outage in one version of it, with the responsibility in percent.

    Nobody's percentages stand where nothing was proposed yet, or where it is not known whether
    the service was down at all.
    """

    outage = models.ForeignKey(
        Outage, on_delete=models.PROTECT, related_name="segments", verbose_name=_("outage")
    )
    version = models.PositiveIntegerField(_("version"))
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    manufacturer = models.DecimalField(
        _("manufacturer’s percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    publisher = models.DecimalField(
        _("publisher’s percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    client = models.DecimalField(
        _("client’s percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    third_party = models.DecimalField(
        _("third parties’ percent"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    is_unknown = models.BooleanField(
        _("not known"),
        default=False,
        help_text=_("Whether the service was down is not known, and must be settled."),
    )

    objects = OutageSegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment of an outage")
        verbose_name_plural = _("segments of outages")
        ordering = ["outage", "version", "begins_at"]
        constraints = [
            ExclusionConstraint(
                name="segments_of_an_outage_do_not_overlap",
                expressions=[
                    (_alone("outage_id", "int8range"), RangeOperators.OVERLAPS),
                    (_alone("version", "int4range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            F("begins_at"),
                            F("ends_at"),
                            RangeBoundary(),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("begins_at")),
                name="outage_segment_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=NOBODYS
                | ~_ONE_IS_MISSING
                & Q(
                    manufacturer__range=(0, 100),
                    publisher__range=(0, 100),
                    client__range=(0, 100),
                    third_party__range=(0, 100),
                ),
                name="responsibility_is_of_all_or_nobody",
            ),
            models.CheckConstraint(
                condition=NOBODYS | Q(Exact(_OF_ALL, Value(100))),
                name="responsibility_sums_to_a_hundred",
            ),
            models.CheckConstraint(
                condition=Q(is_unknown=False) | NOBODYS, name="unknown_stretch_is_nobodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outage_id} v{self.version} {self.begins_at:%Y-%m-%d %H:%M}"

    @property
    def responsibility(self) -> Responsibility | None:
        """Whose it was, in percent; None where nobody has said so yet."""
        percents = (self.manufacturer, self.publisher, self.client, self.third_party)
        known = [each for each in percents if each is not None]
        return Responsibility(*known) if len(known) == len(percents) else None
