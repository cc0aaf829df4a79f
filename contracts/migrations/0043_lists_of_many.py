"""Lists and searches among many: names are stored as a search compares them, months have an index.

The function makes of letters what `tickets.rules.folding.fold` makes of what somebody types. It
leaves out the marks of Latin, Greek, Cyrillic, Hebrew, Arabic, Indian, Thai and Japanese letters.
What a locale makes of a capital is settled last: a sigma that ends a word, a Turkish I.
"""

import django.db.models.functions.text
from django.db import migrations, models

MARKS = (
    r"\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    r"\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u093c\u094d\u09bc"
    r"\u09cd\u0a3c\u0a4d\u0e38-\u0e3a\u0e48-\u0e4b\u3099\u309a"
)
FOLDED = rf"""
CREATE FUNCTION contracts_folded(said text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT translate(lower(translate(
        replace(replace(replace(replace(replace(replace(replace(replace(
            regexp_replace(normalize(said, NFKD), '[{MARKS}]', '', 'g'),
            'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'),
            'ß', 'ss'), 'ẞ', 'ss'), 'þ', 'th'), 'Þ', 'th'),
        'øØłŁđĐðÐ', 'oolldddd')), 'ıς', 'iσ')
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
