"""What people say about an incident, each time to one audience, and the files they attach."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.models import User
from tickets.choices import Audience
from tickets.models.event import readable


class CommentQuerySet(models.QuerySet["Comment"]):
    def readable_by(self, user: User) -> Self:
        """Keep what this person may read of incidents it may see."""
        return self.filter(readable(user))


class Comment(models.Model):
    """A message to one audience; it is never moved to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident = models.ForeignKey(
        "tickets.Incident", on_delete=models.PROTECT, related_name="comments"
    )
    author = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "contracts.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(_("read by"), max_length=8, choices=Audience)
    body = models.TextField(_("message"))
    lang = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField(_("when"))

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="comment_has_a_known_audience"
            )
        ]
        indexes = [models.Index(fields=["incident", "at"], name="comment_of_incident")]

    def __str__(self) -> str:
        return self.body[:60]


class Attachment(models.Model):
    """A file of a comment; whoever may read the comment may download it, nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)

    class Meta:
        verbose_name = _("attachment")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="attachment_is_not_empty")
        ]

    def __str__(self) -> str:
        return self.name
