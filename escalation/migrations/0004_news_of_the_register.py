"""News tells of the register too: of an event of an incident or of a contract, never of both."""

import django.db.models.deletion
from django.db import migrations, models


def _key(to: str, related_name: str = "+") -> "models.ForeignKey[models.Model, models.Model]":
    return models.ForeignKey(
        to=to,
        on_delete=django.db.models.deletion.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("escalation", "0003_failed_mail"),
        ("contracts", "0009_register_outbox"),
        ("tickets", "0009_configuration_mismatch"),
    ]

    operations = [
        migrations.AlterField("followed", "event", _key("tickets.incidentevent")),
        migrations.AddField("followed", "contract_event", _key("contracts.contractevent")),
        migrations.AlterField("notification", "event", _key("tickets.incidentevent")),
        migrations.AlterField(
            "notification", "incident", _key("tickets.incident", "notifications")
        ),
        migrations.AddField("notification", "contract_event", _key("contracts.contractevent")),
        migrations.AddField(
            "notification", "configuration", _key("contracts.configuration", "notifications")
        ),
        migrations.AddField("notification", "revision", _key("contracts.revision")),
        migrations.AddField("notification", "comment", _key("contracts.revisioncomment")),
        migrations.AddConstraint(
            "followed",
            models.UniqueConstraint(
                fields=["contract_event", "consequence"],
                name="each_consequence_drawn_once_per_news",
            ),
        ),
        migrations.AddConstraint(
            "followed",
            models.CheckConstraint(
                condition=models.Q(("event__isnull", True))
                ^ models.Q(("contract_event__isnull", True)),
                name="followed_of_one_event",
            ),
        ),
        migrations.AddConstraint(
            "notification",
            models.UniqueConstraint(
                fields=["contract_event", "recipient"], name="each_person_told_once_per_news"
            ),
        ),
        migrations.AddConstraint(
            "notification",
            models.CheckConstraint(
                condition=models.Q(
                    ("comment", None),
                    ("configuration", None),
                    ("contract_event", None),
                    ("event__isnull", False),
                    ("incident__isnull", False),
                    ("revision", None),
                )
                | models.Q(
                    ("configuration__isnull", False),
                    ("contract_event__isnull", False),
                    ("event", None),
                    ("incident", None),
                ),
                name="notification_of_an_incident_or_of_the_register",
            ),
        ),
        migrations.AddConstraint(
            "notification",
            models.CheckConstraint(
                condition=models.Q(("comment", None)) | models.Q(("revision__isnull", False)),
                name="notified_comment_has_its_revision",
            ),
        ),
    ]
