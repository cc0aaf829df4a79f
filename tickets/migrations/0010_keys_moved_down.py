"""The keys of requests that came once now lie in the contracts room, which takes requests too."""

from django.db import migrations

CARRY_OVER = """
INSERT INTO contracts_submission (user_id, key, digest, status, answer, at)
SELECT user_id, key, digest, status, answer, at FROM tickets_submission
"""
CARRY_BACK = """
INSERT INTO tickets_submission (user_id, key, digest, status, answer, at)
SELECT user_id, key, digest, status, answer, at FROM contracts_submission
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0008_passport_events"),
        ("tickets", "0009_configuration_mismatch"),
    ]

    operations = [
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.DeleteModel(name="Submission"),
    ]
