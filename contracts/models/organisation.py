"""Organisations: clients, manufacturers, publishers. Compaq and Microsoft are rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import Kind, Language
from contracts.models.codes import country_code
from contracts.models.folded import folded
from contracts.models.time_zone import known_time_zone


class Organisation(models.Model):
    """A company in one country; a subsidiary abroad is another, with the group as its parent."""

    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(
        _("short name"), max_length=40, help_text=_("As it is said in a sentence: “Compaq”.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.FRENCH
    )
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="Europe/Paris", validators=[known_time_zone]
    )
    hotline = models.CharField(_("hotline"), max_length=30, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidiaries",
        verbose_name=_("group"),
    )
    folded = folded("name", "short_name")

    class Meta:
        verbose_name = _("organisation")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country"], name="organisation_named_once_per_country"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="organisation_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_vendor(self) -> bool:
        return self.kind in {Kind.MANUFACTURER, Kind.PUBLISHER}
