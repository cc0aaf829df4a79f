"""The classifiers that took over here, what became of each challenger, and which routed when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.choices import ChangeOfRouter


class RouterVersion(models.Model):
    """A classifier that was trained here and took over once; it never changes.

    ``artefact`` is the file as `tickets.rules.router_model` writes it. A challenger that did not
    take over leaves only its trial.
    """

    name = models.CharField(_("name"), max_length=40, unique=True)
    artefact = models.BinaryField(editable=False)
    parent = models.CharField(_("trained from"), max_length=40)
    trained_at = models.DateTimeField(_("trained"))

    class Meta:
        verbose_name = _("router version")
        ordering = ["-trained_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class RouterTrial(models.Model):
    """One night's challenger against the champion, and what became of it; it never changes.

    ``challenger`` is empty where there was too little to train one from. ``verdict`` is a word of
    `tickets.rules.champion`, and ``figures`` are those it rests on.
    """

    at = models.DateTimeField(_("when"))
    champion = models.CharField(_("version that routed"), max_length=40)
    challenger = models.CharField(_("challenger"), max_length=40, blank=True)
    lessons = models.PositiveIntegerField(_("corrections it learned from"))
    verdict = models.CharField(_("verdict"), max_length=20)
    figures = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("trial of a router")
        verbose_name_plural = _("trials of routers")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.challenger or '–'}: {self.verdict}"


class RouterChange(models.Model):
    """A line of the router's journal: from here on, this version routes; it never changes.

    The shipped classifier has no row of its own: its name alone stands here.
    """

    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("what"), max_length=12, choices=ChangeOfRouter)
    name = models.CharField(_("version"), max_length=40)
    before = models.CharField(_("version before"), max_length=40)
    by = models.CharField(_("by whom"), max_length=120, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("change of the router")
        verbose_name_plural = _("changes of the router")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.name}"
