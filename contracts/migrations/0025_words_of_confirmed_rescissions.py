"""The database says of a confirmed rescission what holds since one asked for can be taken back."""

from django.db import migrations

REWORDED = """
DO $do$ BEGIN
    EXECUTE replace(
        pg_get_functiondef('contracts_rescission_is_of_both()'::regprocedure), '{before}', '{after}'
    );
END $do$;
"""
ASKED = "a rescission that was asked for stays"
CONFIRMED = "a rescission that both vendors confirmed stays"


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0024_costs_of_routing'),
    ]

    operations = [
        migrations.RunSQL(
            REWORDED.format(before=ASKED, after=CONFIRMED),
            REWORDED.format(before=CONFIRMED, after=ASKED),
        ),
    ]
