"""Lessons of where incidents belonged; the router's versions, trials and changes, append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION tickets_routers_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what the router was never changes (%)', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER versions_are_append_only
    BEFORE UPDATE OR DELETE ON tickets_routerversion
    FOR EACH ROW EXECUTE FUNCTION tickets_routers_are_append_only();
CREATE TRIGGER trials_are_append_only
    BEFORE UPDATE OR DELETE ON tickets_routertrial
    FOR EACH ROW EXECUTE FUNCTION tickets_routers_are_append_only();
CREATE TRIGGER changes_are_append_only
    BEFORE UPDATE OR DELETE ON tickets_routerchange
    FOR EACH ROW EXECUTE FUNCTION tickets_routers_are_append_only();
"""
UNDO = "DROP FUNCTION IF EXISTS tickets_routers_are_append_only() CASCADE;"


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0012_terms_of_incidents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RouterChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('kind', models.CharField(choices=[('promoted', 'A challenger was better'), ('chosen', 'Chosen by an operator'), ('rolled_back', 'Rolled back')], max_length=12, verbose_name='what')),
                ('name', models.CharField(max_length=40, verbose_name='version')),
                ('before', models.CharField(max_length=40, verbose_name='version before')),
                ('by', models.CharField(blank=True, max_length=120, verbose_name='by whom')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'change of the router',
                'verbose_name_plural': 'changes of the router',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RouterVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='name')),
                ('artefact', models.BinaryField()),
                ('parent', models.CharField(max_length=40, verbose_name='trained from')),
                ('trained_at', models.DateTimeField(verbose_name='trained')),
            ],
            options={
                'verbose_name': 'router version',
                'ordering': ['-trained_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RouterTrial',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('champion', models.CharField(max_length=40, verbose_name='version that routed')),
                ('challenger', models.CharField(blank=True, max_length=40, verbose_name='challenger')),
                ('lessons', models.PositiveIntegerField(verbose_name='corrections it learned from')),
                ('verdict', models.CharField(max_length=20, verbose_name='verdict')),
                ('figures', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'trial of a router',
                'verbose_name_plural': 'trials of routers',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lesson', serialize=False, to='tickets.incident')),
                ('label', models.CharField(choices=[('hardware', 'Hardware'), ('software', 'Software'), ('triage', 'To sort')], max_length=8, verbose_name='queue')),
                ('source', models.CharField(choices=[('routed', 'Re-routed by hand'), ('returned', 'Returned as “not software”'), ('resolved', 'Cause at resolution')], max_length=8, verbose_name='taught by')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lesson',
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['at'], name='lessons_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('label__in', ['hardware', 'software'])), name='a_lesson_says_which_of_the_two')],
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='sorted_as',
            field=models.CharField(blank=True, choices=[('hardware', 'Hardware'), ('software', 'Software'), ('triage', 'To sort')], db_default='', default='', editable=False, max_length=8),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('sorted_as', ''), models.Q(('first_queue', 'triage'), ('sorted_as__in', ['hardware', 'software'])), _connector='OR'), name='only_what_came_to_triage_was_sorted_by_hand'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['opened_at'], name='incidents_by_opening'),
        ),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
