"""What contracts promise so far becomes their first terms, approved when they began.

Nobody is named as having approved them: who did was not kept. Figures that the tables did not
refuse before are brought to the nearest that can be promised. There is no way back.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

CARRIED = (
    "coverage_id",
    "availability_target",
    "monthly_fee",
    "penalty_cap",
    "annual_cap",
    "contest_days",
    "answer_days",
    "pauses_while_waiting",
    "not_restored_within",
    "ends_on",
)


def _promised(contract):
    said = {name: getattr(contract, name) for name in CARRIED}
    said["answer_days"] = max(1, said["answer_days"])
    said["not_restored_within"] = max(timedelta(hours=1), said["not_restored_within"])
    if said["annual_cap"] is not None and said["annual_cap"] < 0:
        said["annual_cap"] = None
    return said


def carry_over(apps, schema_editor):
    contracts = apps.get_model("contracts", "Contract").objects.select_related("coverage")
    terms_of = apps.get_model("contracts", "Terms").objects
    for contract in contracts.order_by("pk"):
        contract.time_zone = contract.coverage.time_zone
        zone = ZoneInfo(contract.time_zone)
        begins_at = datetime.combine(contract.starts_on, time(), zone)
        contract.approved_at = min(begins_at, timezone.now())
        contract.save(update_fields=["time_zone", "approved_at"])
        terms = terms_of.create(
            contract=contract,
            number=1,
            state="approved",
            effective_on=contract.starts_on,
            in_force=DateRange(contract.starts_on, None),
            proposed_at=contract.approved_at,
            **_promised(contract),
        )
        contract.targets.update(terms=terms)
        contract.bands.update(terms=terms)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0011_terms")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
