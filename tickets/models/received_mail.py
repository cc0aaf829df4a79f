"""E-mails that were taken: each once, whatever a mail server does twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReceivedMail(models.Model):
    """An e-mail of one person, by its Message-ID, and the incident that it led to.

    Unique for its sender: nobody can claim beforehand the Message-ID of another's mail.
    """

    sender = models.ForeignKey("contracts.User", on_delete=models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=255)
    incident = models.ForeignKey(
        "tickets.Incident", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("received e-mail")
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "message_id"], name="a_mail_is_taken_once_from_its_sender"
            )
        ]

    def __str__(self) -> str:
        return self.message_id
