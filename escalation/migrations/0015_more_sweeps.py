"""Every periodic task notes when it last ran."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('escalation', '0014_news_of_duty'),
    ]

    operations = [
        migrations.AlterField(
            model_name='lastrun',
            name='sweep',
            field=models.CharField(choices=[('follow', 'Follow events'), ('due', 'Do what is due'), ('mail', 'Send e-mails'), ('audit', 'Audit'), ('news', 'Follow the news of the register'), ('remind', 'Say which answers are overdue'), ('close', 'Close what nobody has disputed'), ('gaps', 'Say which gaps in rosters come'), ('check', 'Check all deadlines that run'), ('call', 'Call webhooks')], max_length=8, primary_key=True, serialize=False, verbose_name='sweep'),
        ),
    ]
