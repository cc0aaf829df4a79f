"""Requests that must not be carried out twice."""

from datetime import datetime

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from contracts.models.user import User


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def claim(self, user: User, key: str, *, digest: str, at: datetime) -> int | None:
        """Claim a key for its first sender; None when it is taken. A second sender waits here."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO contracts_submission (user_id, key, digest, at)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT (user_id, key) DO NOTHING RETURNING id",
                [user.pk, key, digest, at],
            )
            row = cursor.fetchone()
        return row[0] if row else None


class Submission(models.Model):
    """A request with its key: sent again, it answers the first result instead of acting again."""

    user = models.ForeignKey("contracts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="one_submission_per_key_of_person")
        ]
        indexes = [models.Index(fields=["at"], name="submission_by_age")]

    def __str__(self) -> str:
        return self.key
