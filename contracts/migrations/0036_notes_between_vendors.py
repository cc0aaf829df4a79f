"""A note knows whether it is between the vendors alone: whether its client reads the same as before.

Told of those that were issued by what they are reckoned from, as it is of those to come: by
`contracts.rules.reckoning.for_client`, which is written out here as it was.
"""

from decimal import Decimal
from fractions import Fraction

from django.db import migrations, models

VENDORS = ("manufacturer", "publisher")
HIDDEN = frozenset({"reimbursement", "manufacturer_share", "split", "split_method"})


def _together(by_party, read):
    both = sum((read(by_party[party]) for party in VENDORS), read(0))
    others = {party: read(said) for party, said in by_party.items() if party not in VENDORS}
    return {"suppliers": both} | others


def _rejoined(slices):
    found = []
    for each in slices:
        last = found[-1] if found else None
        if last and (last["ends"], last["parts"]) == (each["begins"], each["parts"]):
            counted = last["counted"] + each["counted"]
            found[-1] = {**last, "ends": each["ends"], "counted": counted}
        else:
            found.append(each)
    return found


def _slice(said):
    parts = [
        {**part, "responsibility": _together(part["responsibility"], Decimal)}
        for part in said["parts"]
    ]
    return {**said, "counted": Fraction(said["counted"]), "parts": parts}


def _line(said):
    return {
        **{name: what for name, what in said.items() if name not in HIDDEN},
        "held": _together(said["held"], Fraction),
        "slices": _rejoined(map(_slice, said["slices"])),
    }


def read_by_client(reckoning):
    read = {name: what for name, what in reckoning.items() if name not in HIDDEN}
    return {**read, "lines": [_line(each) for each in reckoning["lines"]]}


def tell_apart(apps, schema_editor):
    notes = apps.get_model("contracts", "Correction").objects
    between, before = [], {}
    for note in notes.select_related("statement").order_by("pk"):
        anew = read_by_client(note.reckoning)
        stood = before.get(note.statement_id) or read_by_client(note.statement.reckoning)
        if anew == stood:
            between.append(note.pk)
        before[note.statement_id] = anew
    schema_editor.execute("ALTER TABLE contracts_correction DISABLE TRIGGER correction_stays")
    notes.filter(pk__in=between).update(is_between_vendors=True)
    schema_editor.execute("ALTER TABLE contracts_correction ENABLE TRIGGER correction_stays")


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0035_the_ledger_holds'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='is_between_vendors',
            field=models.BooleanField(default=False, help_text='Its client reads the same as before it.', verbose_name='between the vendors alone'),
            preserve_default=False,
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('is_between_vendors', False), ('penalty', 0), _connector='OR'), name='correction_between_vendors_owes_the_client_nothing'),
        ),
    ]
