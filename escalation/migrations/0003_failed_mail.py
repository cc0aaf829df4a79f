"""The mails that were given up are found by an index of their own, for the health page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escalation", "0002_dropped_mail")]

    operations = [
        migrations.AddIndex(
            "notification",
            models.Index(
                condition=models.Q(("mail_state", "failed")),
                fields=["id"],
                name="notification_mail_failed",
            ),
        ),
    ]
