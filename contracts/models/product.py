"""What can be guaranteed: hardware and software with a version and an end of life."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import ProductKind


class Product(models.Model):
    """Hardware or software of a vendor; only those in an agreement's scope can be configured."""

    vendor = models.ForeignKey(
        "contracts.Organisation",
        on_delete=models.PROTECT,
        related_name="products",
        verbose_name=_("vendor"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=ProductKind)
    name = models.CharField(_("name"), max_length=120)
    version = models.CharField(_("version"), max_length=40, blank=True)
    supported_from = models.DateField(_("supported from"), null=True, blank=True)
    supported_until = models.DateField(_("supported until"), null=True, blank=True)

    class Meta:
        verbose_name = _("product")
        ordering = ["name", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "name", "version"], name="product_listed_once_per_vendor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()
