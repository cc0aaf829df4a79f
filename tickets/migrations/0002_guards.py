"""What the database refuses by itself: a changed timeline, a forced priority cleared too early."""

from django.db import migrations

FIRST_REFERENCE = """
ALTER TABLE tickets_incident ALTER COLUMN id RESTART WITH 100001;
"""

APPEND_ONLY = """
CREATE FUNCTION tickets_timeline_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the timeline is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER timeline_is_append_only
    BEFORE UPDATE OR DELETE ON tickets_incidentevent
    FOR EACH ROW EXECUTE FUNCTION tickets_timeline_is_append_only();
"""

# Checked when the transaction commits: the two rows are written one after the other.
FORCED_WHILE_OPEN = """
CREATE FUNCTION tickets_forced_while_escalated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint;
    is_forced boolean;
    is_open boolean;
BEGIN
    IF TG_TABLE_NAME = 'tickets_incident' THEN
        concerned := NEW.id;
    ELSE
        concerned := NEW.incident_id;
    END IF;
    SELECT forced_by IS NOT NULL INTO is_forced FROM tickets_incident WHERE id = concerned;
    SELECT EXISTS (
        SELECT 1 FROM tickets_escalation
        WHERE incident_id = concerned AND state IN ('requested', 'acknowledged', 'in_progress')
    ) INTO is_open;
    IF is_forced IS DISTINCT FROM is_open THEN
        RAISE EXCEPTION 'priority is forced exactly while an escalation is open (incident %)', concerned
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER incident_forced_while_escalated
    AFTER UPDATE OF forced_by ON tickets_incident DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.forced_by IS DISTINCT FROM NEW.forced_by)
    EXECUTE FUNCTION tickets_forced_while_escalated();
CREATE CONSTRAINT TRIGGER incident_born_forced_is_escalated
    AFTER INSERT ON tickets_incident DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.forced_by IS NOT NULL)
    EXECUTE FUNCTION tickets_forced_while_escalated();
CREATE CONSTRAINT TRIGGER escalation_forces_while_open
    AFTER INSERT OR UPDATE OF state ON tickets_escalation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tickets_forced_while_escalated();
"""

UNDO = """
DROP TRIGGER IF EXISTS timeline_is_append_only ON tickets_incidentevent;
DROP TRIGGER IF EXISTS incident_forced_while_escalated ON tickets_incident;
DROP TRIGGER IF EXISTS incident_born_forced_is_escalated ON tickets_incident;
DROP TRIGGER IF EXISTS escalation_forces_while_open ON tickets_escalation;
DROP FUNCTION IF EXISTS tickets_timeline_is_append_only();
DROP FUNCTION IF EXISTS tickets_forced_while_escalated();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]

    operations = [
        migrations.RunSQL(FIRST_REFERENCE, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(FORCED_WHILE_OPEN, UNDO),
    ]
