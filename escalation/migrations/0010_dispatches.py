"""The outbox apart from the news: a dispatch per recipient and medium; what a person chooses."""

import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import escalation.models.dispatch
from django.conf import settings
from django.db import migrations, models

# What was under way leaves as it was written: alone, when it was due, under its old Message-ID.
_GIVE_EACH_ITS_DISPATCH = """
    INSERT INTO escalation_dispatch (
        recipient_id, medium, state, is_urgent, key, opened_at, due_at,
        attempts, claim, failing_since, problem, sent_at
    )
    SELECT
        recipient_id, 'email', mail_state, true, 'notification-' || id, at, mail_due_at,
        mail_attempts, mail_attempts,
        CASE
            WHEN mail_state = 'failed' THEN at
            WHEN mail_state = 'pending' AND mail_attempts > 0 THEN at
            WHEN mail_state = 'sending' AND mail_attempts > 1 THEN at
        END,
        '', mail_sent_at
    FROM escalation_notification ORDER BY id;

    UPDATE escalation_notification SET mail_id = escalation_dispatch.id
    FROM escalation_dispatch
    WHERE escalation_dispatch.key = 'notification-' || escalation_notification.id;

    SET CONSTRAINTS ALL IMMEDIATE;
"""

# What gathers is to be sent again; news that was not to be mailed, or to a webhook, is dropped.
_TAKE_EACH_BACK = """
    UPDATE escalation_notification SET
        mail_state = CASE escalation_dispatch.state
            WHEN 'gathering' THEN 'pending' ELSE escalation_dispatch.state END,
        mail_due_at = escalation_dispatch.due_at,
        mail_attempts = escalation_dispatch.attempts,
        mail_sent_at = escalation_dispatch.sent_at,
        mail_id = NULL
    FROM escalation_dispatch
    WHERE escalation_dispatch.id = escalation_notification.mail_id;

    UPDATE escalation_notification
    SET mail_state = 'dropped', mail_due_at = at WHERE mail_due_at IS NULL;

    UPDATE escalation_notification SET call_id = NULL WHERE call_id IS NOT NULL;

    SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0024_costs_of_routing'),
        ('escalation', '0009_clock_differences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dispatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('medium', models.CharField(choices=[('email', 'E-mail'), ('webhook', 'Webhook')], default='email', max_length=8, verbose_name='medium')),
                ('state', models.CharField(choices=[('gathering', 'Gathering news'), ('pending', 'To be sent'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('dropped', 'No longer to be sent')], default='pending', max_length=9, verbose_name='state')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='at once')),
                ('key', models.CharField(default=escalation.models.dispatch.new_key, editable=False, max_length=60, unique=True)),
                ('opened_at', models.DateTimeField(verbose_name='first news')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='held by the ceiling since')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('claim', models.PositiveIntegerField(default=0, editable=False)),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='what went wrong')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'dispatch',
                'verbose_name_plural': 'dispatches',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='NewsChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('call', 'Escalations to which I am called'), ('incident', 'New incidents for me or my queue'), ('message', 'Messages'), ('state', 'How an incident goes on'), ('escalation', 'How an escalation goes on'), ('deadline', 'Deadlines that come near or pass'), ('register', 'Systems and their revisions'), ('contract', 'Contracts and guarantee requests')], max_length=10, verbose_name='news')),
                ('by_mail', models.BooleanField(default=True, verbose_name='by e-mail')),
                ('by_webhook', models.BooleanField(default=False, verbose_name='by webhook')),
            ],
            options={
                'verbose_name': 'choice of news',
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='quiet_hours', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('begins', models.TimeField(default=datetime.time(22, 0), verbose_name='from')),
                ('ends', models.TimeField(default=datetime.time(7, 0), verbose_name='until')),
                ('weekdays', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None, verbose_name='days')),
            ],
            options={
                'verbose_name': 'quiet hours',
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='webhook', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('address', models.URLField(max_length=500, verbose_name='address')),
                ('secret', models.CharField(editable=False, max_length=80)),
                ('created_at', models.DateTimeField(verbose_name='created')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
            },
        ),
        migrations.AddField(
            model_name='dispatch',
            name='recipient',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispatches', to=settings.AUTH_USER_MODEL, verbose_name='recipient'),
        ),
        migrations.AddField(
            model_name='notification',
            name='call',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='called', to='escalation.dispatch', verbose_name='webhook'),
        ),
        migrations.AddField(
            model_name='notification',
            name='mail',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='mailed', to='escalation.dispatch', verbose_name='e-mail'),
        ),
        migrations.AddField(
            model_name='newschoice',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news_choices', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='quiethours',
            constraint=models.CheckConstraint(condition=models.Q(('weekdays__contained_by', [0, 1, 2, 3, 4, 5, 6]), ('weekdays__len__gte', 1)), name='quiet_on_days_of_the_week'),
        ),
        migrations.AddConstraint(
            model_name='quiethours',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('begins', models.F('ends')), _negated=True), models.Q(('weekdays__contains', [0, 1, 2, 3, 4, 5, 6]), _negated=True), _connector='OR'), name='quiet_hours_end'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('state__in', ('gathering', 'pending', 'sending'))), fields=['medium', 'due_at'], name='dispatch_due'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('state', 'sent')), fields=['recipient', 'medium', '-sent_at'], name='dispatch_sent'),
        ),
        migrations.AddIndex(
            model_name='dispatch',
            index=models.Index(condition=models.Q(('failing_since__isnull', False), ('state__in', ('pending', 'sending', 'failed'))), fields=['id'], name='dispatch_failing'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'gathering')), fields=('recipient', 'medium'), name='one_dispatch_gathers_per_person_and_medium'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'gathering'), _negated=True), models.Q(('attempts', 0), ('is_urgent', False)), _connector='OR'), name='nothing_urgent_or_tried_gathers'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='sent_dispatch_says_when'),
        ),
        migrations.AddConstraint(
            model_name='dispatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), ('failing_since__isnull', False), _connector='OR'), name='failed_dispatch_says_since_when'),
        ),
        migrations.AddConstraint(
            model_name='newschoice',
            constraint=models.UniqueConstraint(fields=('person', 'group'), name='one_choice_per_person_and_group'),
        ),
        migrations.AddConstraint(
            model_name='newschoice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group', 'call'), _negated=True), ('by_mail', True), _connector='OR'), name='who_is_called_is_mailed'),
        ),
        migrations.AlterField(  # back from here it is filled before it has to be
            model_name="notification",
            name="mail_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(_GIVE_EACH_ITS_DISPATCH, _TAKE_EACH_BACK),
        migrations.RemoveConstraint(
            model_name='notification',
            name='sent_mail_says_when',
        ),
        migrations.RemoveIndex(
            model_name='notification',
            name='notification_mail_due',
        ),
        migrations.RemoveIndex(
            model_name='notification',
            name='notification_mail_failed',
        ),
        migrations.RemoveField(
            model_name='notification',
            name='mail_attempts',
        ),
        migrations.RemoveField(
            model_name='notification',
            name='mail_due_at',
        ),
        migrations.RemoveField(
            model_name='notification',
            name='mail_sent_at',
        ),
        migrations.RemoveField(
            model_name='notification',
            name='mail_state',
        ),
    ]
