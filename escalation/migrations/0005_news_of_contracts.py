"""News of contracts and their terms, beside those of configurations."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0014_placements'),
        ('escalation', '0004_news_of_the_register'),
        ('tickets', '0012_terms_of_incidents'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='notification',
            name='notification_of_an_incident_or_of_the_register',
        ),
        migrations.AddField(
            model_name='notification',
            name='contract',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract'),
        ),
        migrations.AddField(
            model_name='notification',
            name='terms',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.terms'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('comment', None), ('configuration', None), ('contract', None), ('contract_event', None), ('event__isnull', False), ('incident__isnull', False), ('revision', None), ('terms', None)), models.Q(('configuration__isnull', False), ('contract', None), ('contract_event__isnull', False), ('event', None), ('incident', None), ('terms', None)), models.Q(('comment', None), ('configuration', None), ('contract__isnull', False), ('contract_event__isnull', False), ('event', None), ('incident', None), ('revision', None)), _connector='OR'), name='notification_of_an_incident_or_of_the_register'),
        ),
    ]
