"""The register's journal is an outbox too; an answer that is overdue is said once."""

import django.db.models.deletion
import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0008_passport_events")]

    operations = [
        migrations.CreateModel(
            name="UnfollowedNews",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="contracts.contractevent",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("tries", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "news to follow",
                "verbose_name_plural": "news to follow",
                "indexes": [
                    models.Index(fields=["tries", "at"], name="unfollowed_news_least_tried")
                ],
            },
        ),
        migrations.AlterField(
            model_name="contractevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("configuration.registered", "Configuration registered"),
                    ("revision.proposed", "Revision proposed"),
                    ("revision.signed", "Revision signed"),
                    ("revision.in_force", "Revision in force"),
                    ("revision.refused", "Revision refused"),
                    ("revision.withdrawn", "Revision withdrawn"),
                    ("revision.commented", "Comment on a revision"),
                    ("revision.answer_overdue", "Answer to a change notice overdue"),
                    ("configuration.retired", "Configuration retired"),
                    ("support_number.issued", "Support number issued"),
                    ("support_number.revoked", "Support number revoked"),
                    ("token.issued", "Access token issued"),
                    ("token.revoked", "Access token revoked"),
                ],
                max_length=40,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractevent",
            constraint=models.UniqueConstraint(
                models.F("configuration"),
                django.db.models.fields.json.KeyTextTransform("revision", "detail"),
                condition=models.Q(("kind", "revision.answer_overdue")),
                name="overdue_answer_said_once_per_revision",
            ),
        ),
    ]
