"""What the router can learn from: where incidents turned out to belong, as people said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.choices import LessonSource, Queue


class Lesson(models.Model):
    """The truth about one incident, as it was last said: by hand, by a return, by its cause.

    It is written in the transaction of the act that teaches it; the journal keeps the act.
    """

    incident = models.OneToOneField(
        "tickets.Incident", on_delete=models.CASCADE, primary_key=True, related_name="lesson"
    )
    label = models.CharField(_("queue"), max_length=8, choices=Queue)
    source = models.CharField(_("taught by"), max_length=8, choices=LessonSource)
    by = models.ForeignKey("contracts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("lesson")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at"], name="lessons_by_time")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(label__in=[Queue.HARDWARE, Queue.SOFTWARE]),
                name="a_lesson_says_which_of_the_two",
            )
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.label}"
