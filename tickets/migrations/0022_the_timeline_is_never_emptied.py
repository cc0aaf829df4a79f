"""The timeline is not emptied either: TRUNCATE asks no row."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION tickets_timeline_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline is never emptied (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER timeline_is_never_emptied BEFORE TRUNCATE ON tickets_incidentevent
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_timeline_is_never_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0021_shared_for_outages")]

    operations = [
        migrations.RunSQL(
            GUARDS, "DROP FUNCTION IF EXISTS tickets_timeline_is_never_emptied() CASCADE;"
        )
    ]
