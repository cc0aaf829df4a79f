"""Revisions: the written states of a configuration, signed by both vendors, immutable from then.

What the database itself refuses beyond the constraints here stands in the migrations: items that
change after the proposal, a revision in force without both signatures.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, RevisionState
from contracts.models.alike import letters_and_digits
from contracts.models.one_at_a_time import one_at_a_time
from contracts.models.user import User

_ENDED = [RevisionState.REFUSED, RevisionState.WITHDRAWN]


class RevisionQuerySet(models.QuerySet["Revision"]):
    def in_force_at(self, at: datetime) -> Self:
        return self.filter(in_force__contains=at)

    def with_signatures(self) -> Self:
        """Fetch with each revision what tells who proposed it, who signed it, who may sign it."""
        signatures = SignOff.objects.select_related("organisation", "signed_by__organisation")
        return self.select_related(
            "author",
            "proposed_by__organisation",
            "ended_by__organisation",
            "based_on",
            "configuration__client",
            "configuration__support_number",
            "configuration__contract__agreement__manufacturer",
            "configuration__contract__agreement__publisher",
        ).prefetch_related(models.Prefetch("sign_offs", signatures))

    def visible_to(self, user: User) -> Self:
        """Keep what this person may see: drafts are their author's own.

        A client reads its own notices, what waits for signatures, and what was signed; what the
        vendors refused one another stays between them.
        """
        shown = Q(author_id=user.organisation_id)
        match user.kind:
            case Kind.CLIENT:
                waiting = Q(state__in=[RevisionState.PROPOSED, RevisionState.SIGNED])
                was_signed = Q(state=RevisionState.WITHDRAWN, signed_at__isnull=False)
                theirs = Q(configuration__client_id=user.organisation_id)
                return self.filter(theirs, shown | waiting | was_signed)
            case Kind.MANUFACTURER:
                under = Q(configuration__contract__agreement__manufacturer_id=user.organisation_id)
            case Kind.PUBLISHER:
                under = Q(configuration__contract__agreement__publisher_id=user.organisation_id)
            case _:
                return self.none()
        return self.filter(under, shown | ~Q(state=RevisionState.DRAFT))


class Revision(models.Model):
    """One written state of a configuration; a draft has no number yet, and may still change."""

    configuration = models.ForeignKey(
        "contracts.Configuration",
        on_delete=models.PROTECT,
        related_name="revisions",
        verbose_name=_("configuration"),
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=RevisionState, default=RevisionState.DRAFT
    )
    author = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("whose proposal"),
    )
    based_on = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("based on"),
    )
    edition = models.PositiveIntegerField(
        _("edition"), default=0, help_text=_("So many times it was written as a draft.")
    )
    edited_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    note = models.TextField(_("note"), blank=True)
    way_back = models.TextField(_("way back"), blank=True)
    effective_at = models.DateTimeField(_("effective from"))
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    answer_due_at = models.DateTimeField(
        _("vendors answer before"), null=True, blank=True, help_text=_("Of a change notice.")
    )
    signed_at = models.DateTimeField(_("signed by both"), null=True, blank=True)
    ended_at = models.DateTimeField(_("refused or withdrawn"), null=True, blank=True)
    ended_by = models.ForeignKey(
        "contracts.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    reason = models.TextField(_("reason"), blank=True)
    in_force = DateTimeRangeField(  # type: ignore[misc]  # the stubs know no empty range
        _("in force"), null=True, blank=True
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        ordering = ["configuration", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["configuration", "number"], name="revision_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["configuration"],
                condition=Q(state=RevisionState.PROPOSED),
                name="one_open_proposal_per_configuration",
            ),
            models.UniqueConstraint(
                fields=["configuration", "author"],
                condition=Q(state=RevisionState.DRAFT),
                name="one_draft_per_configuration_and_author",
            ),
            one_at_a_time(
                "one_revision_in_force_at_any_instant", of="configuration", during="in_force"
            ),
            models.CheckConstraint(
                condition=Q(in_force__isnull=True) | Q(state=RevisionState.SIGNED),
                name="only_a_signed_revision_is_in_force",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True, proposed_by__isnull=True)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="revision_proposed_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(state=RevisionState.DRAFT, number__isnull=True, proposed_at=None)
                | ~Q(state=RevisionState.DRAFT)
                & Q(number__isnull=False, proposed_at__isnull=False),
                name="revision_has_a_number_once_proposed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, ended_at__isnull=False, ended_by__isnull=False)
                | ~Q(state__in=_ENDED) & Q(ended_at=None, ended_by=None),
                name="revision_ended_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevisionState.REFUSED) | ~Q(reason=""),
                name="revision_refused_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["answer_due_at"],
                name="revision_waits_for_an_answer",
                condition=Q(state=RevisionState.PROPOSED),
            )
        ]

    def __str__(self) -> str:
        return f"R{self.number}" if self.number else str(_("draft"))


SAME_SERIAL = letters_and_digits("serial_number")


class RevisionItemQuerySet(models.QuerySet["RevisionItem"]):
    def with_serials(self, serials: Iterable[str]) -> Self:
        """Keep the items of these serial numbers, however they are grouped; as ``same_serial``."""
        return (
            self.exclude(serial_number="")
            .annotate(same_serial=SAME_SERIAL)
            .filter(same_serial__in=list(serials))
        )

    def guaranteed(self, at: datetime) -> Self:
        """Keep the items of systems in use whose revision stands, is to stand, or may be signed.

        What stands at an instant is guaranteed until what is signed already takes its place.
        """
        is_open = Q(revision__state=RevisionState.PROPOSED)
        is_to_stand = Q(revision__in_force__upper_inf=True)
        stands = is_to_stand | Q(revision__in_force__endswith__gt=at)
        return self.filter(is_open | stands, revision__configuration__retired_at__isnull=True)


class RevisionItem(models.Model):
    """A product in a revision: how many, which serial number, where, what for."""

    revision = models.ForeignKey(
        Revision, on_delete=models.CASCADE, related_name="items", verbose_name=_("revision")
    )
    product = models.ForeignKey(
        "contracts.Product", on_delete=models.PROTECT, verbose_name=_("product")
    )
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    serial_number = models.CharField(_("serial number"), max_length=60, blank=True)
    host = models.CharField(_("host name"), max_length=60, blank=True)
    role = models.CharField(_("role"), max_length=80, blank=True)
    site = models.CharField(_("site"), max_length=120, blank=True)

    objects = RevisionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        ordering = ["revision", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="revision_item_counts_at_least_one"
            )
        ]
        indexes = [
            models.Index(
                SAME_SERIAL, name="revision_item_by_serial", condition=~Q(serial_number="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    @property
    def called(self) -> str:
        """What people call it: its product, on its host or else in its role."""
        return ", ".join(filter(None, (str(self.product), self.host or self.role)))


class SignOff(models.Model):
    """A vendor's signature under a revision: one per vendor, each by its own manager."""

    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="sign_offs", verbose_name=_("revision")
    )
    organisation = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, verbose_name=_("organisation")
    )
    signed_by = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("signature")
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "organisation"], name="one_signature_per_vendor"
            ),
            models.UniqueConstraint(
                fields=["revision", "signed_by"], name="nobody_signs_for_both_vendors"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.signed_at:%Y-%m-%d}"
