"""A client chooses usual hours when it asks for a guarantee; what was asked in words stays."""

from django.db import migrations, models

GUARD = """
CREATE FUNCTION contracts_guarantee_keeps_its_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was asked of a guarantee, and the answer to it, never change'
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER guarantee_keeps_its_hours
    BEFORE UPDATE ON contracts_guaranteerequest
    FOR EACH ROW WHEN (OLD.usual_hours IS DISTINCT FROM NEW.usual_hours)
    EXECUTE FUNCTION contracts_guarantee_keeps_its_hours();
"""

UNDO = "DROP FUNCTION IF EXISTS contracts_guarantee_keeps_its_hours() CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0043_lists_of_many'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='guaranteerequest',
            name='guarantee_request_says_what_and_when',
        ),
        migrations.AddField(
            model_name='guaranteerequest',
            name='usual_hours',
            field=models.CharField(blank=True, choices=[('always', 'Round the clock, 7 days a week'), ('office', 'Monday–Friday, 08:00–18:00'), ('two-halves', 'Monday–Friday, 09:00–12:00 and 14:00–18:00'), ('shop', 'Monday–Saturday, 08:00–20:00'), ('daily', 'Every day, 07:00–22:00')], db_default='', default='', max_length=10, verbose_name='usual hours'),
        ),
        migrations.AlterField(
            model_name='guaranteerequest',
            name='hours',
            field=models.TextField(blank=True, verbose_name='when it must be up'),
        ),
        migrations.AddConstraint(
            model_name='guaranteerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('platform', ''), _negated=True), models.Q(models.Q(('hours', ''), _negated=True), models.Q(('usual_hours', ''), _negated=True), _connector='OR')), name='guarantee_request_says_what_and_when'),
        ),
        migrations.AddConstraint(
            model_name='guaranteerequest',
            constraint=models.CheckConstraint(condition=models.Q(('usual_hours__in', ['', 'always', 'office', 'two-halves', 'shop', 'daily'])), name='guarantee_asks_hours_that_are_known'),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
