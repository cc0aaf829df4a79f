"""What is due as rows that workers claim, and when each sweep last ran."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('escalation', '0010_dispatches'),
        ('tickets', '0017_critical_manager'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastRun',
            fields=[
                ('sweep', models.CharField(choices=[('follow', 'Follow events'), ('due', 'Do what is due'), ('mail', 'Send e-mails'), ('audit', 'Audit')], max_length=8, primary_key=True, serialize=False, verbose_name='sweep')),
                ('at', models.DateTimeField(verbose_name='when')),
            ],
            options={
                'verbose_name': 'last run',
            },
        ),
        migrations.AlterField(
            model_name='followed',
            name='consequence',
            field=models.CharField(choices=[('escalate', 'Escalate to the publisher'), ('notify', 'Tell the people concerned'), ('plan', 'Plan what is due')], max_length=20),
        ),
        migrations.CreateModel(
            name='DueAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('climb', 'Climb one level'), ('call_managers', 'Call both duty managers'), ('warn', 'Warn of a promise'), ('tell_missed', 'Tell that a promise was missed')], max_length=16, verbose_name='kind')),
                ('key', models.CharField(max_length=40, verbose_name='deadline')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='cancelled')),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Done'), ('nobody', 'Done, with nobody on duty'), ('overtaken', 'Overtaken by a later one'), ('not_wanted', 'No longer to be done')], max_length=10, verbose_name='outcome')),
                ('escalation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='due_actions', to='tickets.escalation')),
                ('incident', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='due_actions', to='tickets.incident')),
            ],
            options={
                'verbose_name': 'due action',
                'verbose_name_plural': 'due actions',
                'indexes': [models.Index(condition=models.Q(('cancelled_at__isnull', True), ('done_at__isnull', True)), fields=['due_at', 'id'], name='due_action_undone')],
                'constraints': [models.UniqueConstraint(fields=('incident', 'key'), name='nothing_is_due_twice_for_one_deadline'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('cancelled_at__isnull', True), _connector='OR'), name='due_action_is_not_both_done_and_cancelled'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('done_at__isnull', True), ('cancelled_at__isnull', True)), models.Q(models.Q(('outcome', ''), _negated=True), models.Q(('done_at__isnull', True), ('cancelled_at__isnull', True), _negated=True)), _connector='OR'), name='due_action_that_ended_says_how')],
            },
        ),
    ]
