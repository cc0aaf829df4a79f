"""Words by which only vendors find an incident, in the same index under a lesser weight."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_guards")]

    operations = [
        migrations.RemoveIndex("incident", "incident_words"),
        migrations.RemoveField("incident", "search_vector"),
        migrations.AddField(
            "incident",
            "vendor_text",
            models.TextField(blank=True, db_default="", default="", editable=False),
        ),
        migrations.AddField(
            "incident",
            "search_vector",
            models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.CombinedSearchVector(
                    django.contrib.postgres.search.SearchVector(
                        "search_text", config="simple", weight="A"
                    ),
                    "||",
                    django.contrib.postgres.search.SearchVector(
                        "vendor_text", config="simple", weight="D"
                    ),
                    django.contrib.postgres.search.SearchConfig("simple"),
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            "incident",
            django.contrib.postgres.indexes.GinIndex(
                fields=["search_vector"], name="incident_words"
            ),
        ),
    ]
