"""What people said before it was kept: where resolved incidents belonged, what they had sorted."""

from django.db import migrations

# Who said so is not known of these: they teach, but count as nobody's.
WHAT_WAS_RESOLVED = """
INSERT INTO tickets_lesson (incident_id, label, source, by_id, at)
SELECT id, queue, 'resolved', NULL, resolved_at FROM tickets_incident
WHERE resolved_at IS NOT NULL AND (
    queue = 'hardware'
    OR queue = 'software' AND EXISTS (
        SELECT 1 FROM tickets_escalation AS leg
        WHERE leg.incident_id = tickets_incident.id AND leg.acknowledged_at IS NOT NULL
    )
)
ON CONFLICT (incident_id) DO NOTHING;
"""
NOBODYS_LESSONS = "DELETE FROM tickets_lesson WHERE source = 'resolved' AND by_id IS NULL;"

# The journal tells the router's own routing, which is nobody's, from those of people.
WHAT_WAS_SORTED = """
UPDATE tickets_incident AS incident SET sorted_as = chosen.queue
FROM (
    SELECT DISTINCT ON (incident_id) incident_id, detail ->> 'to' AS queue
    FROM tickets_incidentevent
    WHERE kind = 'incident.routed' AND by_id IS NOT NULL
        AND detail ->> 'to' IN ('hardware', 'software')
    ORDER BY incident_id, sequence
) AS chosen
WHERE chosen.incident_id = incident.id
    AND incident.first_queue = 'triage' AND incident.sorted_as = '';
"""
NOTHING_SORTED = "UPDATE tickets_incident SET sorted_as = '' WHERE sorted_as <> '';"


class Migration(migrations.Migration):
    dependencies = [("tickets", "0013_lessons_and_routers")]

    operations = [
        migrations.RunSQL(WHAT_WAS_RESOLVED, NOBODYS_LESSONS),
        migrations.RunSQL(WHAT_WAS_SORTED, NOTHING_SORTED),
    ]
