"""In whose court a closed incident was, and how long: the sums that reports add up."""

from datetime import timedelta
from functools import reduce
from operator import add
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind
from contracts.models import User
from tickets.choices import Holder
from tickets.models.visibility import visible

LENGTHS = tuple(f"of_{holder}" for holder in Holder)
"""The columns of lengths, in the order of holders."""


class CustodyQuerySet(models.QuerySet["Custody"]):
    def visible_to(self, user: User) -> Self:
        """Keep those of the incidents that a person may see.

        A client and a manufacturer see theirs for good, which the row itself says; of whether it
        was ever shared with the publisher, the incident alone knows.
        """
        if user.kind in {Kind.CLIENT, Kind.MANUFACTURER}:
            return self.filter(visible(user))
        own = self.filter(publisher=user.organisation_id)
        return own.filter(visible(user, "incident__"))


class Custody(models.Model):
    """Lengths of a closed incident's life by who had it, written with its closing, never changed.

    They are exact and sum to the life; ``month`` is the first day of the month in which it was
    closed, in the contract's time zone. The parties stand here so that one index serves a report.
    """

    incident = models.OneToOneField(
        "tickets.Incident", on_delete=models.PROTECT, primary_key=True, related_name="custody"
    )
    client = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    manufacturer = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    publisher = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    month = models.DateField(_("month"))
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    of_manufacturer = models.DurationField()
    of_publisher = models.DurationField()
    of_joint = models.DurationField()
    of_third_party = models.DurationField()
    of_client = models.DurationField()

    objects = CustodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("whose court")
        constraints = [
            models.CheckConstraint(
                condition=Exact(F("ends_at") - F("begins_at"), reduce(add, map(F, LENGTHS))),
                name="custody_sums_to_the_life",
            ),
            models.CheckConstraint(
                condition=Q(*((f"{each}__gte", timedelta()) for each in LENGTHS)),
                name="custody_is_never_negative",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="custody_month_is_its_first_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["manufacturer", "month", "contract"],
                include=LENGTHS,
                name="custody_of_manufacturer",
            ),
            models.Index(fields=["publisher", "month", "contract"], name="custody_of_publisher"),
            models.Index(
                fields=["client", "month", "contract"], include=LENGTHS, name="custody_of_client"
            ),
            models.Index(fields=["contract", "month"], name="custody_of_contract"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.month:%Y-%m}"
