"""Every sweep of the timetable notes when it last ran."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('escalation', '0015_more_sweeps'),
    ]

    operations = [
        migrations.AlterField(
            model_name='lastrun',
            name='sweep',
            field=models.CharField(choices=[('follow', 'Follow events'), ('due', 'Do what is due'), ('mail', 'Send e-mails'), ('audit', 'Audit'), ('news', 'Follow the news of the register'), ('remind', 'Say which answers are overdue'), ('close', 'Close what nobody has disputed'), ('gaps', 'Say which gaps in rosters come'), ('check', 'Check all deadlines that run'), ('call', 'Call webhooks'), ('shares', 'Say which answers on outages are due'), ('deem', 'Let silence agree where it may'), ('months', 'Say which months are over'), ('learn', 'Learn from corrections of the router'), ('keys', 'Forget the keys of old requests'), ('sessions', 'Forget old sessions')], max_length=8, primary_key=True, serialize=False, verbose_name='sweep'),
        ),
    ]
