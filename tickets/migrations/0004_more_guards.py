"""An open escalation cannot be deleted from under the priority that it forces."""

from django.db import migrations

FORCED_WHILE_OPEN = """
CREATE OR REPLACE FUNCTION tickets_forced_while_escalated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    concerned bigint;
    is_forced boolean;
    is_open boolean;
BEGIN
    IF TG_TABLE_NAME = 'tickets_incident' THEN
        concerned := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        concerned := OLD.incident_id;
    ELSE
        concerned := NEW.incident_id;
    END IF;
    SELECT forced_by IS NOT NULL INTO is_forced FROM tickets_incident WHERE id = concerned;
    SELECT EXISTS (
        SELECT 1 FROM tickets_escalation
        WHERE incident_id = concerned AND state IN ('requested', 'acknowledged', 'in_progress')
    ) INTO is_open;
    IF coalesce(is_forced, false) IS DISTINCT FROM is_open THEN
        RAISE EXCEPTION 'priority is forced exactly while an escalation is open (incident %)', concerned
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER escalation_forces_until_deleted
    AFTER DELETE ON tickets_escalation DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tickets_forced_while_escalated();
"""

UNDO = """
DROP TRIGGER IF EXISTS escalation_forces_until_deleted ON tickets_escalation;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_vendors_words")]

    operations = [migrations.RunSQL(FORCED_WHILE_OPEN, UNDO)]
