"""An e-mail whose reader has lost the right to it is dropped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escalation", "0001_initial")]

    operations = [
        migrations.AlterField(
            "notification",
            "mail_state",
            models.CharField(
                choices=[
                    ("pending", "To be sent"),
                    ("sending", "Being sent"),
                    ("sent", "Sent"),
                    ("failed", "Failed"),
                    ("dropped", "No longer to be sent"),
                ],
                default="pending",
                max_length=8,
                verbose_name="e-mail",
            ),
        ),
    ]
