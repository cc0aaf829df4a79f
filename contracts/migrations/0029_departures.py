"""When people leave a company, kept by a trigger, so that who was on duty before stays known."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NOTES = """
-- by the database's own clock: whoever changes a person need not know of it
CREATE FUNCTION contracts_note_departure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_active AND NOT (NEW.is_active AND NEW.organisation_id = OLD.organisation_id) THEN
        INSERT INTO contracts_departure (person_id, organisation_id, left_at)
            VALUES (OLD.id, OLD.organisation_id, clock_timestamp())
            ON CONFLICT DO NOTHING;
    END IF;
    IF NEW.is_active THEN
        UPDATE contracts_departure SET back_at = greatest(left_at, clock_timestamp())
            WHERE person_id = NEW.id AND organisation_id = NEW.organisation_id
                AND back_at IS NULL;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER departure_is_noted
    AFTER UPDATE OF is_active, organisation_id ON contracts_user
    FOR EACH ROW WHEN (
        (OLD.is_active, OLD.organisation_id) IS DISTINCT FROM (NEW.is_active, NEW.organisation_id)
    )
    EXECUTE FUNCTION contracts_note_departure();

-- when they left before is not known: at the latest now
INSERT INTO contracts_departure (person_id, organisation_id, left_at)
    SELECT id, organisation_id, clock_timestamp() FROM contracts_user WHERE NOT is_active;
INSERT INTO contracts_departure (person_id, organisation_id, left_at)
    SELECT DISTINCT person.id, roster.organisation_id, clock_timestamp()
    FROM contracts_user person
    JOIN (
        SELECT turn.person_id, rotation.roster_id
            FROM contracts_turn turn
            JOIN contracts_rotation rotation ON rotation.id = turn.rotation_id
        UNION SELECT person_id, roster_id FROM contracts_rosteroverride
    ) duty ON duty.person_id = person.id
    JOIN contracts_roster roster ON roster.id = duty.roster_id
    WHERE person.organisation_id <> roster.organisation_id
    ON CONFLICT DO NOTHING;
"""
UNNOTED = """
DROP TRIGGER departure_is_noted ON contracts_user;
DROP FUNCTION contracts_note_departure();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0028_duty_rosters'),
    ]

    operations = [
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('left_at', models.DateTimeField(verbose_name='left')),
                ('back_at', models.DateTimeField(blank=True, null=True, verbose_name='back')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contracts.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='departures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'departure',
                'verbose_name_plural': 'departures',
                'ordering': ['person', 'left_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('back_at__isnull', True), ('back_at__gte', models.F('left_at')), _connector='OR'), name='nobody_is_back_before_they_left'), models.UniqueConstraint(condition=models.Q(('back_at__isnull', True)), fields=('person', 'organisation'), name='left_once_until_back')],
            },
        ),
        migrations.RunSQL(NOTES, UNNOTED),
    ]
