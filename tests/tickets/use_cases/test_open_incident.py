from datetime import timedelta
from typing import Any

import pytest

from contracts.choices import Impact, Priority
from contracts.rules.coverage import Hours, Window
from contracts.rules.refusal import Forbidden, Invalid
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.factories.tickets import HARDWARE_WORDS
from tests.factories.tickets import incident as opened
from tickets import router
from tickets.choices import Channel, Due, EventKind, Outside, Queue
from tickets.models import Incident, Unfollowed
from tickets.rules.titles import TITLE_LENGTH, first_words
from tickets.selectors import routing
from tickets.wording import line_of

MINUTE = timedelta(minutes=1)


def test_it_is_routed_clocked_and_written_down(house: House) -> None:
    found = opened(house.payroll, house.clara)

    kinds = list(found.events.order_by("sequence").values_list("kind", flat=True))
    assert (found.queue, found.label, found.priority) == ("software", "software", Priority.HIGH)
    assert found.confidence is not None
    assert found.reasons
    assert (found.due, found.due_at) == (Due.RESPOND, MORNING + 15 * MINUTE)
    assert found.restore_due_at == MORNING + 240 * MINUTE
    assert (found.revision.number if found.revision else None) == 1
    assert kinds == [EventKind.OPENED, EventKind.ROUTED]
    assert Unfollowed.objects.filter(event__incident=found).count() == 2


def test_the_clocks_of_a_phoned_incident_run_from_the_real_call(house: House) -> None:
    called_at = MORNING - 10 * MINUTE

    found = opened(house.payroll, house.hank, channel=Channel.PHONE, called_at=called_at)

    assert found.respond_due_at == called_at + 15 * MINUTE


@pytest.mark.parametrize("fault", ["none", "raises"])
def test_without_the_classifier_it_is_opened_in_triage(
    house: House, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "none":
        monkeypatch.setattr(router, "shipped_classifier", lambda: None)
    else:
        monkeypatch.setattr(routing, "classify", _out_of_order)

    found = opened(house.payroll, house.clara)

    assert (found.queue, found.label, found.confidence) == (Queue.TRIAGE, "", None)


def test_words_that_say_neither_are_no_guess(house: House) -> None:
    found = opened(house.payroll, house.clara, description="12345")

    assert (found.queue, found.label, found.reasons) == (Queue.TRIAGE, "", [])


def _out_of_order(*_args: object, **_more: object) -> None:
    raise RuntimeError("out of order")


def test_hardware_goes_to_the_manufacturer(house: House) -> None:
    found = opened(house.payroll, house.clara, description=HARDWARE_WORDS)

    assert found.queue == Queue.HARDWARE
    assert not Incident.objects.visible_to(house.mia).exists()


WRONG: dict[str, dict[str, Any]] = {
    "description": {"description": " \n"},
    "down_since": {"down_since": None},
    "contact_name": {"contact_name": " "},
    "contact_phone": {"contact_phone": ""},
}


@pytest.mark.parametrize("field", WRONG)
def test_an_outage_that_does_not_say_all_is_refused_next_to_the_field(
    house: House, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(house.payroll, house.clara, **WRONG[field])

    assert list(refusal.value.errors) == [field]
    assert not Incident.objects.exists()


@pytest.mark.parametrize("field", ["down_since", "called_at"])
def test_nothing_happened_in_the_future(house: House, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(house.payroll, house.hank, **{field: MORNING + 5 * MINUTE})

    assert field in refusal.value.errors


def test_a_question_needs_neither_since_when_nor_a_contact(house: House) -> None:
    found = opened(
        house.payroll,
        house.clara,
        impact=Impact.QUESTION,
        down_since=None,
        contact_name="",
        contact_phone="",
    )

    assert (found.contact_name, found.contact_phone) == (house.clara.name, house.clara.phone)
    assert found.priority == Priority.LOW


@pytest.mark.parametrize(("caller", "called_back"), [("Paul Girard", "Paul Girard"), ("", "")])
def test_whoever_called_is_called_back_and_never_the_agent(
    house: House, caller: str, called_back: str
) -> None:
    found = opened(
        house.payroll,
        house.hank,
        impact=Impact.DEGRADED,
        down_since=None,
        contact_name="",
        contact_phone="",
        channel=Channel.PHONE,
        on_behalf_of=caller,
        called_at=MORNING,
    )

    assert (found.contact_name, found.contact_phone) == (called_back, "")
    line = line_of(found.events.get(kind=EventKind.OPENED), found, reader=house.hank)
    assert ("Paul Girard" in line) == bool(caller)


def test_a_caller_is_somebody_to_call_about_an_outage_at_a_number(house: House) -> None:
    said: dict[str, Any] = {"contact_name": "", "on_behalf_of": "Paul Girard"}

    with pytest.raises(Invalid) as refusal:
        opened(house.payroll, house.hank, contact_phone="", **said)

    assert list(refusal.value.errors) == ["contact_phone"]
    assert opened(house.payroll, house.hank, **said).contact_name == "Paul Girard"


def test_the_guarantee_and_the_revision_are_those_of_the_call(house: House) -> None:
    into_force_at = MORNING - 5 * MINUTE
    signed_by = (house.helen, house.max)
    contracts.next_revision(house.payroll, signed_by=signed_by, effective_at=into_force_at)
    fresh = contracts.configuration("Mail", house.contract, signed_by=signed_by, at=into_force_at)

    kept = [
        (found.revision.number if found.revision else None, found.outside_guarantee)
        for called_at in (into_force_at - MINUTE, into_force_at)
        for found in (
            opened(house.payroll, house.hank, called_at=called_at),
            opened(fresh, house.hank, called_at=called_at),
        )
    ]

    assert kept == [(1, ""), (None, Outside.NO_REVISION), (2, ""), (1, "")]


@pytest.mark.parametrize("who", ["mia", "max", "olga"])
def test_publishers_and_operators_open_nothing(house: House, who: str) -> None:
    with pytest.raises(Forbidden):
        opened(house.payroll, getattr(house, who))


@pytest.mark.parametrize("who", ["stranger", "rival_agent"])
@pytest.mark.parametrize("is_known", [True, False])
def test_nobody_opens_under_anothers_contract(house: House, who: str, is_known: bool) -> None:
    place: dict[str, Any] = {} if is_known else {"configuration": None}

    with pytest.raises(Invalid) as refusal:
        opened(house.payroll, getattr(house, who), **place)

    assert "contract" in refusal.value.errors


def test_a_system_stands_under_its_own_contract(house: House) -> None:
    other = contracts.contract("CM-2", house.vauquelin, house.agreement)

    with pytest.raises(Invalid) as refusal:
        opened(house.payroll, house.clara, contract=other)

    assert "configuration" in refusal.value.errors


def test_a_retired_system_takes_no_more(house: House) -> None:
    contracts.left_service(house.payroll)

    with pytest.raises(Invalid) as refusal:
        opened(house.payroll, house.clara)

    assert "configuration" in refusal.value.errors


def test_outside_the_guarantee_it_is_taken_all_the_same(house: House) -> None:
    fresh = contracts.configuration("Mail", house.contract, signed_by=None)
    sundays = Hours("Europe/Paris", always_on=False, windows=[Window(6, 0, 60)])
    weekend = contracts.contract("CM-3", house.vauquelin, house.agreement, hours=sundays)
    unkept = contracts.configuration("Web", weekend, signed_by=(house.helen, house.max))

    reasons = [
        opened(house.payroll, house.clara).outside_guarantee,
        opened(fresh, house.clara).outside_guarantee,
        opened(house.payroll, house.clara, configuration=None).outside_guarantee,
        opened(house.payroll, house.clara, at=MORNING - timedelta(days=400)).outside_guarantee,
        opened(unkept, house.clara).outside_guarantee,
    ]

    assert reasons == [
        "",
        Outside.NO_REVISION,
        Outside.NO_CONFIGURATION,
        Outside.DATES,
        Outside.HOURS,
    ]


def test_where_no_hour_is_covered_nothing_is_promised_and_work_goes_on(house: House) -> None:
    contracts.without_any_hours(house.contract)

    found = opened(house.payroll, house.clara)

    assert (found.respond_due_at, found.due) == (None, Due.NOTHING)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  The   server\nis down ", "The server is down"),
        ("word " * 40, "word " * 14 + "word…"),
        ("x" * 200, "x" * 79 + "…"),
    ],
)
def test_a_title_is_made_of_the_first_words(text: str, title: str) -> None:
    assert first_words(text) == title
    assert len(title) <= TITLE_LENGTH
