"""A note is between the vendors alone whatever the other months of its year have come to.

Those that were issued are told anew: what they leave of the annual cap is nothing that they change.
"""

from importlib import import_module

from django.db import migrations

_BEFORE = import_module("contracts.migrations.0036_notes_between_vendors")
OF_OTHER_MONTHS = frozenset({"annual_left", "annual_spent", "reaches_annual_cap"})


def _read_by_client(reckoning):
    read = _BEFORE.read_by_client(reckoning)
    return {name: what for name, what in read.items() if name not in OF_OTHER_MONTHS}


def tell_apart(apps, schema_editor):
    notes = apps.get_model("contracts", "Correction").objects
    between, before = [], {}
    for note in notes.select_related("statement").order_by("pk"):
        anew = _read_by_client(note.reckoning)
        stood = before.get(note.statement_id) or _read_by_client(note.statement.reckoning)
        if anew == stood and not note.is_between_vendors:
            between.append(note.pk)
        before[note.statement_id] = anew
    schema_editor.execute("ALTER TABLE contracts_correction DISABLE TRIGGER correction_stays")
    notes.filter(pk__in=between).update(is_between_vendors=True)
    schema_editor.execute("ALTER TABLE contracts_correction ENABLE TRIGGER correction_stays")


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0037_documents_line_by_line'),
    ]

    operations = [migrations.RunPython(tell_apart, migrations.RunPython.noop)]
