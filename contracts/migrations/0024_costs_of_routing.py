"""What a wrong route and a needless triage cost, in the agreement."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0023_rescissions_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='triage_cost',
            field=models.PositiveSmallIntegerField(default=6, help_text='In minutes lost; the router sends to triage where a guess would cost more.', verbose_name='cost of a needless triage'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='wrong_hardware_cost',
            field=models.PositiveSmallIntegerField(default=20, help_text='In minutes lost.', verbose_name='cost of a wrong “hardware”'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='wrong_software_cost',
            field=models.PositiveSmallIntegerField(default=20, help_text='In minutes lost.', verbose_name='cost of a wrong “software”'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('triage_cost__lt', models.F('wrong_hardware_cost')), ('triage_cost__lt', models.F('wrong_software_cost'))), name='sorting_costs_less_than_a_mistake'),
        ),
    ]
