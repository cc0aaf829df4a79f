"""What is kept of a closed incident is what its timeline tells, and sums to its life exactly."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tests.factories.contracts import MORNING
from tests.refused import refused_by
from tests.tickets.random_acts import ACTS, HANDED, played
from tickets.choices import Holder
from tickets.models import Custody, Incident
from tickets.models.incident import AUTO_CLOSE_AFTER
from tickets.rules.custody import sums_of
from tickets.selectors.custody import changes_of, custody_of, holder_of
from tickets.use_cases.close_undisputed import close_undisputed
from tickets.use_cases.move_incident import close_incident, resolve_incident
from tickets.use_cases.third_party import hand_to_third_party

MINUTE = timedelta(minutes=1)
STEPS = st.lists(
    st.tuples(st.integers(1, 2000), st.sampled_from(sorted([*ACTS, *HANDED, "escalate", "third"]))),
    max_size=10,
)


def _closed(of: Incident, house: House, *, minutes: int = 90) -> Incident:
    at = MORNING + minutes * MINUTE
    resolve_incident(of, cause="x", responsibility=None, by=house.hank, at=at)
    return close_incident(of, by=house.clara, at=at + 10 * MINUTE)


def _sums_kept(of: Incident) -> dict[Holder, timedelta]:
    kept = Custody.objects.get(incident=of)
    return {holder: getattr(kept, f"of_{holder}") for holder in Holder}


@settings(max_examples=12)
@given(STEPS)
def test_every_instant_has_its_party_whatever_people_do(
    house: House, steps: list[tuple[int, str]]
) -> None:
    incident, at = played(house, steps)
    end = incident.closed_at or at

    found = custody_of(incident, changes_of([incident])[incident.pk], at=at)

    assert sum(sums_of(found).values(), timedelta()) == end - incident.clock_starts_at
    if incident.closed_at is not None:
        assert _sums_kept(incident) == sums_of(found)
    else:
        later = custody_of(incident, changes_of([incident])[incident.pk], at=at + MINUTE)
        assert later[-1].holder == holder_of(incident)
        assert not Custody.objects.filter(incident=incident).exists()


def test_both_ways_of_closing_keep_the_sums_in_their_transaction(
    house: House, incident: Incident
) -> None:
    hand_to_third_party(incident, name="Colt", reason="x", by=house.hank, at=MORNING + MINUTE)
    _closed(incident, house)
    other = tickets.incident(house.payroll, house.clara)
    resolve_incident(other, cause="x", responsibility=None, by=house.hank, at=MORNING)
    close_undisputed(at=MORNING + AUTO_CLOSE_AFTER)

    assert _sums_kept(incident)[Holder.THIRD_PARTY] == 89 * MINUTE
    assert _sums_kept(incident)[Holder.MANUFACTURER] == 11 * MINUTE
    assert sum(_sums_kept(other).values(), timedelta()) == AUTO_CLOSE_AFTER


def test_the_month_is_that_of_the_contracts_zone(house: House, incident: Incident) -> None:
    Incident.objects.filter(pk=incident.pk).update(called_at=MORNING - 7 * MINUTE)
    kept = Custody.objects.get(incident=_closed(incident, house))

    assert kept.month == house.contract.day_of(kept.ends_at).replace(day=1)
    assert kept.begins_at == MORNING - 7 * MINUTE


def test_what_was_closed_before_is_kept_by_the_migration(house: House, incident: Incident) -> None:
    hand_to_third_party(incident, name="Colt", reason="x", by=house.hank, at=MORNING + MINUTE)
    resolve_incident(incident, cause="x", responsibility=None, by=house.hank, at=MORNING + MINUTE)
    Incident.objects.filter(pk=incident.pk).update(status="closed", closed_at=MORNING + 5 * MINUTE)
    migration = import_module("tickets.migrations.0020_courts_of_the_past")

    migration.keep_past(apps, None)

    found = Incident.objects.get(pk=incident.pk)
    told = custody_of(found, changes_of([found])[found.pk], at=MORNING + timedelta(days=9))
    assert _sums_kept(found) == sums_of(told)


def test_a_row_is_never_changed(house: House, incident: Incident) -> None:
    kept = Custody.objects.filter(incident=_closed(incident, house))

    with refused_by("append-only"):
        kept.update(month=kept.get().month)
    with refused_by("append-only"):
        kept.delete()


def test_it_is_seen_by_whoever_sees_the_incident(
    house: House, incident: Incident, mia: User, stranger: User
) -> None:
    escalated = tickets.escalated(tickets.incident(house.payroll, house.clara), by=house.hank)
    for each in (incident, escalated):
        _closed(each, house)

    for user in (house.clara, house.hank, mia, stranger, house.rival_agent, house.olga):
        seen = Custody.objects.visible_to(user).values_list("incident", flat=True)
        known = Incident.objects.visible_to(user).filter(custody__isnull=False)
        assert set(seen) == set(known.values_list("pk", flat=True))
    assert Custody.objects.visible_to(mia).count() == 1
