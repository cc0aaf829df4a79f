"""What a row says of a third party that has it: who, why and since when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import UNFINISHED


class HeldOutside(models.Model):
    """Columns of what somebody may have who is no party to the agreement: a carrier, a builder."""

    third_party = models.CharField(
        _("third party"), max_length=80, blank=True, default="", db_default=""
    )
    third_party_reason = models.TextField(blank=True, default="", db_default="")
    third_party_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


HELD_OUTSIDE = (
    models.CheckConstraint(
        condition=Q(third_party="", third_party_reason="", third_party_since=None)
        | ~Q(third_party="") & ~Q(third_party_reason="") & Q(third_party_since__isnull=False),
        name="third_party_says_who_why_and_since_when",
    ),
    models.CheckConstraint(
        condition=Q(third_party_since=None) | Q(status__in=UNFINISHED),
        name="third_party_has_only_what_is_unfinished",
    ),
)
