"""E-mails that were taken, each once; and the line of the timeline that says what became of one."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0010_keys_moved_down'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='incidentevent',
            name='kind',
            field=models.CharField(choices=[('incident.opened', 'Opened'), ('incident.routed', 'Routed'), ('incident.handed_over', 'Handed over'), ('incident.called', 'Call to the client'), ('incident.cause_stated', 'Cause stated'), ('incident.assigned', 'Assigned'), ('incident.moved', 'Moved'), ('incident.confirmed', 'Confirmed by the client'), ('incident.mismatch_marked', 'Configuration mismatch'), ('incident.mail_read', 'E-mail read'), ('incident.impact_changed', 'Impact changed'), ('incident.priority_forced', 'Priority forced'), ('incident.priority_freed', 'Priority no longer forced'), ('comment.added', 'Message'), ('escalation.requested', 'Escalation requested'), ('escalation.acknowledged', 'Escalation acknowledged'), ('escalation.case_given', 'Case number given'), ('escalation.started', 'Work started'), ('escalation.returned', 'Escalation returned'), ('escalation.joined', 'Joint bridge opened'), ('escalation.raised', 'Escalation raised'), ('escalation.resolved', 'Escalation resolved'), ('escalation.withdrawn', 'Escalation withdrawn')], max_length=40, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='ReceivedMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(max_length=255)),
                ('at', models.DateTimeField(verbose_name='when')),
                ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tickets.incident')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'received e-mail',
                'constraints': [models.UniqueConstraint(fields=('sender', 'message_id'), name='a_mail_is_taken_once_from_its_sender')],
            },
        ),
    ]
