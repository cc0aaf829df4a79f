"""News of duty rosters and of underpinning targets."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0030_gaps_ahead'),
        ('escalation', '0013_due_tries_and_missed_once'),
        ('tickets', '0019_words_of_moved_deadlines'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notification',
            name='notification_of_an_incident_or_of_the_register',
        ),
        migrations.AddField(
            model_name='notification',
            name='roster',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.roster'),
        ),
        migrations.AddField(
            model_name='notification',
            name='underpinning',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.underpinning'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment', None), ('configuration', None), ('contract', None), ('contract_event', None), ('event__isnull', False), ('guarantee_request', None), ('incident__isnull', False), ('revision', None), ('roster', None), ('terms', None), ('underpinning', None)), models.Q(('configuration__isnull', False), ('contract', None), ('contract_event__isnull', False), ('event', None), ('guarantee_request', None), ('incident', None), ('roster', None), ('terms', None), ('underpinning', None)), models.Q(('comment', None), ('configuration', None), ('contract__isnull', False), ('contract_event__isnull', False), ('event', None), ('guarantee_request', None), ('incident', None), ('revision', None), ('roster', None), ('underpinning', None)), models.Q(('comment', None), ('configuration', None), ('contract', None), ('contract_event__isnull', False), ('event', None), ('guarantee_request__isnull', False), ('incident', None), ('revision', None), ('roster', None), ('terms', None), ('underpinning', None)), models.Q(('comment', None), ('configuration', None), ('contract', None), ('contract_event__isnull', False), ('event', None), ('guarantee_request', None), ('incident', None), ('revision', None), ('roster__isnull', False), ('terms', None), ('underpinning', None)), models.Q(('comment', None), ('configuration', None), ('contract', None), ('contract_event__isnull', False), ('event', None), ('guarantee_request', None), ('incident', None), ('revision', None), ('roster', None), ('terms', None), ('underpinning__isnull', False)), _connector='OR'), name='notification_of_an_incident_or_of_the_register'),
        ),
    ]
