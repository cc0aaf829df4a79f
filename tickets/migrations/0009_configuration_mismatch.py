"""What an agent saw of a real platform that differs from the revision in force."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0008_restorations_and_routings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='mismatch_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='incident',
            name='mismatch_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='incident',
            name='mismatch_seen',
            field=models.TextField(blank=True, db_default='', default='', verbose_name='what differs from the revision'),
        ),
        migrations.AlterField(
            model_name='incidentevent',
            name='kind',
            field=models.CharField(choices=[('incident.opened', 'Opened'), ('incident.routed', 'Routed'), ('incident.handed_over', 'Handed over'), ('incident.called', 'Call to the client'), ('incident.cause_stated', 'Cause stated'), ('incident.assigned', 'Assigned'), ('incident.moved', 'Moved'), ('incident.confirmed', 'Confirmed by the client'), ('incident.mismatch_marked', 'Configuration mismatch'), ('incident.impact_changed', 'Impact changed'), ('incident.priority_forced', 'Priority forced'), ('incident.priority_freed', 'Priority no longer forced'), ('comment.added', 'Message'), ('escalation.requested', 'Escalation requested'), ('escalation.acknowledged', 'Escalation acknowledged'), ('escalation.case_given', 'Case number given'), ('escalation.started', 'Work started'), ('escalation.returned', 'Escalation returned'), ('escalation.joined', 'Joint bridge opened'), ('escalation.raised', 'Escalation raised'), ('escalation.resolved', 'Escalation resolved'), ('escalation.withdrawn', 'Escalation withdrawn')], max_length=40, verbose_name='kind'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('mismatch_at', None), ('mismatch_by', None), ('mismatch_seen', '')), models.Q(models.Q(('mismatch_seen', ''), _negated=True), ('mismatch_at__isnull', False), ('mismatch_by__isnull', False)), _connector='OR'), name='mismatch_was_seen_by_somebody_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('mismatch_at', None), ('revision__isnull', False), _connector='OR'), name='mismatch_is_with_a_revision'),
        ),
    ]
