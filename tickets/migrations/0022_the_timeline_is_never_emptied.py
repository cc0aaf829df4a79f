"""The timeline and what is kept beside it are not emptied either: TRUNCATE asks no row."""

from django.db import migrations

TABLES = (
    "custody",
    "escalation",
    "incidentevent",
    "routerchange",
    "routertrial",
    "routerversion",
)
FUNCTION = """
CREATE FUNCTION tickets_timeline_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is kept for ever is never emptied (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON tickets_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_timeline_is_never_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0021_shared_for_outages")]

    operations = [
        migrations.RunSQL(
            FUNCTION + "".join(TRIGGER.format(table=table) for table in TABLES),
            "DROP FUNCTION IF EXISTS tickets_timeline_is_never_emptied() CASCADE;",
        )
    ]
