"""Incidents keep the terms of the day on which they began."""

import django.db.models.deletion
from django.db import migrations, models

FIRST_TERMS = """
UPDATE tickets_incident AS incident SET terms_id = terms.id
FROM contracts_terms AS terms
WHERE terms.contract_id = incident.contract_id AND terms.number = 1 AND incident.terms_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def _terms(**how):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to="contracts.terms", **how
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0012_terms_carried_over"),
        ("tickets", "0011_received_mail"),
    ]

    operations = [
        migrations.AddField("incident", "terms", _terms(null=True)),
        migrations.RunSQL(FIRST_TERMS, migrations.RunSQL.noop),
        migrations.AlterField("incident", "terms", _terms()),
    ]
