"""Names of relations in words; the database does not change."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0022_words_of_the_register'),
        ('escalation', '0007_notifications_by_name'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notification',
            name='configuration',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='contracts.configuration', verbose_name='configuration'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='contract',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.contract', verbose_name='contract'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='revision',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.revision', verbose_name='revision'),
        ),
        migrations.AlterField(
            model_name='notification',
            name='terms',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.terms', verbose_name='terms'),
        ),
    ]
