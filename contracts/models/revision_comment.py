"""What people say about a revision before it is signed, and after."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.choices import RevisionAudience
from contracts.models.user import User


class RevisionCommentQuerySet(models.QuerySet["RevisionComment"]):
    def readable_by(self, user: User) -> Self:
        """Keep what this person may read; the revision itself is asked for elsewhere."""
        if user.organisation.is_vendor:
            return self
        return self.filter(audience=RevisionAudience.ALL)


class RevisionComment(models.Model):
    """A message on a revision, for both vendors or for the client too; never changed."""

    revision = models.ForeignKey(
        "contracts.Revision",
        on_delete=models.PROTECT,
        related_name="comments",
        verbose_name=_("revision"),
    )
    author = models.ForeignKey(
        "contracts.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    audience = models.CharField(_("audience"), max_length=7, choices=RevisionAudience)
    body = models.TextField(_("message"))
    at = models.DateTimeField(_("when"))

    objects = RevisionCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a revision")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.body[:60]
