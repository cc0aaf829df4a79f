"""A restoration is said, and lies after the fall; an escalation rests on its own incident's line."""

from django.db import migrations, models

# Checked when the transaction commits: rows may be written in any order. A line never changes.
ROUTED_HERE = """
CREATE FUNCTION tickets_escalated_by_its_own_routing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM tickets_incidentevent
        WHERE id = NEW.routing_event_id AND incident_id = NEW.incident_id
    ) THEN
        RAISE EXCEPTION 'an escalation is of the incident that was routed (incident %)', NEW.incident_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER escalated_by_its_own_routing
    AFTER INSERT OR UPDATE OF incident_id, routing_event_id ON tickets_escalation
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION tickets_escalated_by_its_own_routing();
"""

UNDO = """
DROP TRIGGER IF EXISTS escalated_by_its_own_routing ON tickets_escalation;
DROP FUNCTION IF EXISTS tickets_escalated_by_its_own_routing();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0007_outage_has_a_contact")]

    operations = [
        migrations.AddConstraint(
            "incident",
            models.CheckConstraint(
                condition=models.Q(
                    ("restoration_said_at__isnull", True), ("restored_at__isnull", True)
                )
                | models.Q(("restoration_said_at__isnull", False), ("restored_at__isnull", False)),
                name="restoration_was_said_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            "incident",
            models.CheckConstraint(
                condition=models.Q(("restored_at__isnull", True))
                | models.Q(("down_since__isnull", True))
                | models.Q(("restored_at__gte", models.F("down_since"))),
                name="restored_no_earlier_than_down",
            ),
        ),
        migrations.RunSQL(ROUTED_HERE, UNDO),
    ]
