"""A third party may have an incident; in whose court closed incidents were, for reports."""

from datetime import timedelta

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION tickets_custody_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'custody is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER custody_is_append_only
    BEFORE UPDATE OR DELETE ON tickets_custody
    FOR EACH ROW EXECUTE FUNCTION tickets_custody_is_append_only();
"""
UNDO = """
DROP TRIGGER IF EXISTS custody_is_append_only ON tickets_custody;
DROP FUNCTION IF EXISTS tickets_custody_is_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0028_duty_rosters'),
        ('tickets', '0017_critical_manager'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('incident', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='custody', serialize=False, to='tickets.incident')),
                ('month', models.DateField(verbose_name='month')),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('of_manufacturer', models.DurationField()),
                ('of_publisher', models.DurationField()),
                ('of_joint', models.DurationField()),
                ('of_third_party', models.DurationField()),
                ('of_client', models.DurationField()),
            ],
            options={
                'verbose_name': 'whose court',
            },
        ),
        migrations.AddField(
            model_name='incident',
            name='third_party',
            field=models.CharField(blank=True, db_default='', default='', max_length=80, verbose_name='third party'),
        ),
        migrations.AddField(
            model_name='incident',
            name='third_party_reason',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='incident',
            name='third_party_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='incidentevent',
            name='kind',
            field=models.CharField(choices=[('incident.opened', 'Opened'), ('incident.routed', 'Routed'), ('incident.handed_over', 'Handed over'), ('incident.called', 'Call to the client'), ('incident.cause_stated', 'Cause stated'), ('incident.assigned', 'Assigned'), ('incident.moved', 'Moved'), ('incident.confirmed', 'Confirmed by the client'), ('incident.mismatch_marked', 'Configuration mismatch'), ('incident.mail_read', 'E-mail read'), ('incident.impact_changed', 'Impact changed'), ('incident.to_third_party', 'Handed to a third party'), ('incident.from_third_party', 'Back from a third party'), ('incident.priority_forced', 'Priority forced'), ('incident.priority_freed', 'Priority no longer forced'), ('comment.added', 'Message'), ('escalation.requested', 'Escalation requested'), ('escalation.acknowledged', 'Escalation acknowledged'), ('escalation.case_given', 'Case number given'), ('escalation.started', 'Work started'), ('escalation.returned', 'Escalation returned'), ('escalation.joined', 'Joint bridge opened'), ('escalation.raised', 'Escalation raised'), ('escalation.climbed', 'Escalation climbed'), ('escalation.managers_called', 'Duty managers called'), ('escalation.manager_named', 'Critical-situation manager named'), ('incident.promise_warned', 'Promise at risk'), ('incident.promise_missed', 'Promise missed'), ('escalation.resolved', 'Escalation resolved'), ('escalation.withdrawn', 'Escalation withdrawn')], max_length=40, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('third_party', ''), ('third_party_reason', ''), ('third_party_since', None)), models.Q(models.Q(('third_party', ''), _negated=True), models.Q(('third_party_reason', ''), _negated=True), ('third_party_since__isnull', False)), _connector='OR'), name='third_party_says_who_why_and_since_when'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('third_party_since', None), ('status__in', ('open', 'waiting', 'restored')), _connector='OR'), name='third_party_has_only_what_is_unfinished'),
        ),
        migrations.AddField(
            model_name='custody',
            name='client',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation'),
        ),
        migrations.AddField(
            model_name='custody',
            name='contract',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='custody',
            name='manufacturer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation'),
        ),
        migrations.AddField(
            model_name='custody',
            name='publisher',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.organisation'),
        ),
        migrations.AddIndex(
            model_name='custody',
            index=models.Index(fields=['manufacturer', 'month', 'contract'], include=('of_manufacturer', 'of_publisher', 'of_joint', 'of_third_party', 'of_client'), name='custody_of_manufacturer'),
        ),
        migrations.AddIndex(
            model_name='custody',
            index=models.Index(fields=['publisher', 'month', 'contract'], name='custody_of_publisher'),
        ),
        migrations.AddIndex(
            model_name='custody',
            index=models.Index(fields=['client', 'month', 'contract'], include=('of_manufacturer', 'of_publisher', 'of_joint', 'of_third_party', 'of_client'), name='custody_of_client'),
        ),
        migrations.AddIndex(
            model_name='custody',
            index=models.Index(fields=['contract', 'month'], name='custody_of_contract'),
        ),
        migrations.AddConstraint(
            model_name='custody',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(django.db.models.expressions.CombinedExpression(models.F('ends_at'), '-', models.F('begins_at')), django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('of_manufacturer'), '+', models.F('of_publisher')), '+', models.F('of_joint')), '+', models.F('of_third_party')), '+', models.F('of_client'))), name='custody_sums_to_the_life'),
        ),
        migrations.AddConstraint(
            model_name='custody',
            constraint=models.CheckConstraint(condition=models.Q(('of_manufacturer__gte', timedelta()), ('of_publisher__gte', timedelta()), ('of_joint__gte', timedelta()), ('of_third_party__gte', timedelta()), ('of_client__gte', timedelta())), name='custody_is_never_negative'),
        ),
        migrations.AddConstraint(
            model_name='custody',
            constraint=models.CheckConstraint(condition=models.Q(('month__day', 1)), name='custody_month_is_its_first_day'),
        ),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
