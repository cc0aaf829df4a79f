"""Days that have hours of their own, as unchangeable as the hours of terms that were offered."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
CREATE FUNCTION contracts_are_minutes_of_a_day(minutes smallint[]) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
    SELECT cardinality(minutes) % 2 = 0
        AND COALESCE(array_ndims(minutes), 1) = 1
        AND array_position(minutes, NULL) IS NULL
        AND COALESCE(minutes[1] >= 0 AND minutes[cardinality(minutes)] <= 1440, true)
        AND NOT EXISTS (
            SELECT 1 FROM generate_subscripts(minutes, 1) AS place
            WHERE place > 1 AND minutes[place] <= minutes[place - 1]
        )
$$;
ALTER TABLE contracts_coverageexception
    ADD CONSTRAINT coverage_exception_has_minutes_of_a_day
    CHECK (contracts_are_minutes_of_a_day(minutes));
CREATE TRIGGER exceptions_never_change
    BEFORE INSERT OR UPDATE OR DELETE ON contracts_coverageexception
    FOR EACH ROW EXECUTE FUNCTION contracts_hours_never_change();
"""

UNDO = """
DROP TRIGGER IF EXISTS exceptions_never_change ON contracts_coverageexception;
DROP FUNCTION IF EXISTS contracts_are_minutes_of_a_day(smallint[]) CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0025_words_of_confirmed_rescissions'),
    ]

    operations = [
        migrations.CreateModel(
            name='CoverageException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('minutes', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, help_text='Of that day: from, to, from, to; none where it is closed.', size=None, verbose_name='minutes that count')),
                ('reason', models.CharField(max_length=80, verbose_name='reason')),
                ('coverage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='contracts.coverage', verbose_name='coverage')),
            ],
            options={
                'verbose_name': 'coverage exception',
                'ordering': ['coverage', 'day'],
                'constraints': [models.UniqueConstraint(fields=('coverage', 'day'), name='one_coverage_exception_per_day'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='coverage_exception_says_why')],
            },
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
