"""Lists and searches among many: names are stored as a search compares them, months have an index.

The function makes of letters what `tickets.rules.folding.fold` makes of what somebody types.
"""

import django.db.models.functions.text
from django.db import migrations, models

FOLDED = r"""
CREATE FUNCTION contracts_folded(said text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT lower(translate(
        replace(replace(replace(replace(replace(replace(replace(replace(
            regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]', '', 'g'),
            'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
            'ß', 'ss'), 'ẞ', 'ss'), 'þ', 'th'), 'Þ', 'th'),
        'øØłŁđĐðÐı', 'oollddddi'))
$$;
"""
NOT_FOLDED = "DROP FUNCTION contracts_folded(text);"


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0042_contests_accepted_along'),
    ]

    operations = [
        migrations.RunSQL(FOLDED, NOT_FOLDED),
        migrations.AddField(
            model_name='configuration',
            name='folded',
            field=models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Concat(models.F('name'), models.Value(' '), models.F('host'), models.Value(' '), models.F('site'), output_field=models.CharField()), function='contracts_folded', output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name='organisation',
            name='folded',
            field=models.GeneratedField(db_persist=True, expression=models.Func(django.db.models.functions.text.Concat(models.F('name'), models.Value(' '), models.F('short_name'), output_field=models.CharField()), function='contracts_folded', output_field=models.TextField()), output_field=models.TextField()),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['-month', '-id'], name='statement_by_month'),
        ),
    ]
