"""The item that an incident concerns, if its reporter knows it: one of the revision it keeps."""

import django.db.models.deletion
from django.db import migrations, models

OF_ITS_REVISION = """
CREATE FUNCTION tickets_item_is_of_its_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM contracts_revisionitem
        WHERE id = NEW.item_id AND revision_id = NEW.revision_id
    ) THEN
        RAISE EXCEPTION 'the item concerned is of the revision that the incident keeps'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER incident_item_is_of_its_revision
    AFTER INSERT OR UPDATE OF item_id, revision_id ON tickets_incident
    FOR EACH ROW WHEN (NEW.item_id IS NOT NULL)
    EXECUTE FUNCTION tickets_item_is_of_its_revision();
"""

UNDO = """
DROP TRIGGER IF EXISTS incident_item_is_of_its_revision ON tickets_incident;
DROP FUNCTION IF EXISTS tickets_item_is_of_its_revision();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0024_costs_of_routing'),
        ('tickets', '0014_what_people_said_before'),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='item',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.revisionitem'),
        ),
        migrations.RunSQL(OF_ITS_REVISION, UNDO),
    ]
