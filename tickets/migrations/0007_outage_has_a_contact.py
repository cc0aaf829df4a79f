"""An outage names whom to call round the clock, also one that another impact became."""

from django.db import migrations, models

# Outages that were opened with nobody named: the caller, or who opened it; a phone of theirs where
# there is one. The checks that wait for the end are made at once: no table is altered before them.
NAME_SOMEBODY = """
UPDATE tickets_incident
SET contact_name = COALESCE(
        NULLIF(contact_name, ''), NULLIF(on_behalf_of, ''), NULLIF(person.name, ''), '?'
    ),
    contact_phone = COALESCE(NULLIF(contact_phone, ''), NULLIF(person.phone, ''), '?')
FROM contracts_user person
WHERE person.id = opened_by_id AND impact = 'outage' AND (contact_name = '' OR contact_phone = '');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_tries_and_restoration_said")]

    operations = [
        migrations.RunSQL(NAME_SOMEBODY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=~models.Q(impact="outage")
                | ~(models.Q(contact_name="") | models.Q(contact_phone="")),
                name="outage_has_a_contact",
            ),
        ),
    ]
