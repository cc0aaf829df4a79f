"""What was signed, numbered and said of outages is not emptied either: TRUNCATE asks no row."""

from django.db import migrations

TABLES = (
    "approval",
    "attainable",
    "coverage",
    "coverageexception",
    "coveragewindow",
    "departure",
    "handovernote",
    "maintenance",
    "maintenanceacceptance",
    "outage",
    "outagesegment",
    "penaltyband",
    "placement",
    "redundancy",
    "rescission",
    "responsibilityround",
    "revision",
    "revisionitem",
    "rosteroverride",
    "rotation",
    "signoff",
    "supportnumber",
    "target",
    "terms",
    "turn",
    "underpinning",
    "underpinningtarget",
)
FUNCTION = """
CREATE FUNCTION contracts_register_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was signed or said is never emptied (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TRIGGER = """
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON contracts_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION contracts_register_is_never_emptied();
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0045_one_note_per_acceptance")]

    operations = [
        migrations.RunSQL(
            FUNCTION + "".join(TRIGGER.format(table=table) for table in TABLES),
            "DROP FUNCTION IF EXISTS contracts_register_is_never_emptied() CASCADE;",
        )
    ]
