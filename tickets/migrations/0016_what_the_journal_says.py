"""What people said before it was kept, read anew from the journal: their last word, and whose."""

from django.db import migrations

# 0014 took resolved incidents by their queue, which lost returns, shares and who had spoken.
NOBODYS_LESSONS = "DELETE FROM tickets_lesson WHERE source = 'resolved' AND by_id IS NULL;"

# As the acts teach since: the last word of an incident counts, and one that repeats the word before
# keeps that one's instant. A way back to triage and a bridge say that nobody knows. The publisher's
# own way to triage is part of its return, which says hardware. A cause without shares speaks for
# the queue where it was stated, for software only where the publisher had begun alone.
LAST_WORDS = """
INSERT INTO tickets_lesson (incident_id, label, source, by_id, at)
WITH said AS (
    SELECT event.incident_id, event.sequence, event.by_id, event.at, 'routed' AS source,
        event.detail ->> 'to' AS label
    FROM tickets_incidentevent AS event
    JOIN tickets_incident AS incident ON incident.id = event.incident_id
    WHERE event.kind = 'incident.routed' AND event.by_id IS NOT NULL
        AND event.organisation_id IS DISTINCT FROM incident.publisher_id
        AND event.detail ->> 'from_' <> event.detail ->> 'to'
    UNION ALL
    SELECT incident_id, sequence, by_id, at, 'returned',
        CASE kind WHEN 'escalation.returned' THEN 'hardware' ELSE 'triage' END
    FROM tickets_incidentevent WHERE kind IN ('escalation.returned', 'escalation.joined')
    UNION ALL
    SELECT stated.incident_id, stated.sequence, stated.by_id, stated.at, 'resolved',
        CASE
            WHEN share.manufacturer > share.publisher THEN 'hardware'
            WHEN share.manufacturer < share.publisher THEN 'software'
            WHEN share.are_given THEN NULL
            WHEN stood.queue = 'hardware' THEN 'hardware'
            WHEN stood.queue = 'software' AND EXISTS (
                SELECT 1 FROM tickets_escalation AS leg
                WHERE leg.incident_id = stated.incident_id AND leg.state = 'resolved'
                    AND leg.ended_at = stated.at AND NOT leg.is_joint
            ) THEN 'software'
        END
    FROM tickets_incidentevent AS stated
    CROSS JOIN LATERAL (
        SELECT coalesce((stated.detail #>> '{responsibility,manufacturer}')::int, 0)
                AS manufacturer,
            coalesce((stated.detail #>> '{responsibility,publisher}')::int, 0) AS publisher,
            coalesce(stated.detail -> 'responsibility', '{}'::jsonb) NOT IN ('{}', 'null')
                AS are_given
    ) AS share
    LEFT JOIN LATERAL (
        SELECT routed.detail ->> 'to' AS queue FROM tickets_incidentevent AS routed
        WHERE routed.incident_id = stated.incident_id AND routed.kind = 'incident.routed'
            AND routed.sequence < stated.sequence
        ORDER BY routed.sequence DESC LIMIT 1
    ) AS stood ON true
    WHERE stated.kind = 'incident.cause_stated'
), turns AS (
    SELECT *, label IS DISTINCT FROM lag(label) OVER in_order AS is_new
    FROM said WHERE label IS NOT NULL WINDOW in_order AS (PARTITION BY incident_id ORDER BY sequence)
), since AS (
    SELECT *, max(sequence) FILTER (WHERE is_new) OVER (PARTITION BY incident_id) AS began,
        row_number() OVER (PARTITION BY incident_id ORDER BY sequence DESC) AS from_the_end
    FROM turns
)
SELECT last.incident_id, last.label, last.source, last.by_id, first.at
FROM since AS last
JOIN since AS first ON first.incident_id = last.incident_id AND first.sequence = last.began
WHERE last.from_the_end = 1 AND last.label IN ('hardware', 'software')
ON CONFLICT (incident_id) DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0015_item_concerned")]

    operations = [
        migrations.RunSQL(NOBODYS_LESSONS, migrations.RunSQL.noop),
        migrations.RunSQL(LAST_WORDS, migrations.RunSQL.noop),
    ]
