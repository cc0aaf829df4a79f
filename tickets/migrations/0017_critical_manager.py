"""Who leads a critical situation, the level at which it was acknowledged; lines of passing time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0016_what_the_journal_says'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='escalation',
            name='acknowledged_level',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='escalation',
            name='critical_manager',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='critical-situation manager'),
        ),
        migrations.AlterField(
            model_name='incidentevent',
            name='kind',
            field=models.CharField(choices=[('incident.opened', 'Opened'), ('incident.routed', 'Routed'), ('incident.handed_over', 'Handed over'), ('incident.called', 'Call to the client'), ('incident.cause_stated', 'Cause stated'), ('incident.assigned', 'Assigned'), ('incident.moved', 'Moved'), ('incident.confirmed', 'Confirmed by the client'), ('incident.mismatch_marked', 'Configuration mismatch'), ('incident.mail_read', 'E-mail read'), ('incident.impact_changed', 'Impact changed'), ('incident.priority_forced', 'Priority forced'), ('incident.priority_freed', 'Priority no longer forced'), ('comment.added', 'Message'), ('escalation.requested', 'Escalation requested'), ('escalation.acknowledged', 'Escalation acknowledged'), ('escalation.case_given', 'Case number given'), ('escalation.started', 'Work started'), ('escalation.returned', 'Escalation returned'), ('escalation.joined', 'Joint bridge opened'), ('escalation.raised', 'Escalation raised'), ('escalation.climbed', 'Escalation climbed'), ('escalation.managers_called', 'Duty managers called'), ('escalation.manager_named', 'Critical-situation manager named'), ('incident.promise_warned', 'Promise at risk'), ('incident.promise_missed', 'Promise missed'), ('escalation.resolved', 'Escalation resolved'), ('escalation.withdrawn', 'Escalation withdrawn')], max_length=40, verbose_name='kind'),
        ),
    ]
