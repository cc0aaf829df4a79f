"""The journal names the contract that a line is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0009_register_outbox")]

    operations = [
        migrations.AddField(
            "contractevent",
            "contract",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="contracts.contract",
            ),
        ),
    ]
