from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from contracts.choices import Impact, ProductKind
from contracts.models import RevisionItem
from contracts.rules.refusal import Invalid
from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import escalated, last_routing, put_in
from tests.factories.tickets import incident as opened
from tests.tickets.items import changed, item_of
from tickets.choices import Channel, EventKind, Queue
from tickets.models import Incident
from tickets.use_cases.escalate import open_escalation
from tickets.use_cases.open_incident import IncidentReport
from tickets.wording import line_of

HOUR = timedelta(hours=1)


def test_the_incident_keeps_the_item_that_it_concerns(house: House) -> None:
    item = item_of(house.payroll, "SQL Server 2000")

    found = opened(house.payroll, house.clara, item=item)

    assert Incident.objects.get(pk=found.pk).item == item


def test_nobody_has_to_know_the_item(house: House) -> None:
    assert opened(house.payroll, house.clara).item is None


def _refused(house: House, **report: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(house.payroll, house.hank, **report)

    assert list(refusal.value.errors) == ["item"]
    assert not Incident.objects.exists()


def test_an_item_of_another_system_is_refused_beside_its_field(house: House) -> None:
    _refused(house, item=item_of(house.rival_payroll, "ProLiant 8500"))


def test_an_item_of_a_revision_that_is_past_is_refused(house: House) -> None:
    past = item_of(house.payroll, "ProLiant 8500")
    changed(house, ("ProLiant 8500", "SRV-NEW", ""), at=MORNING - HOUR)

    _refused(house, item=past)


def test_a_phoned_incident_concerns_what_was_in_force_at_the_call(house: House) -> None:
    at_the_call = item_of(house.payroll, "ProLiant 8500")
    changed(house, ("ProLiant 8500", "SRV-NEW", ""), at=MORNING - HOUR)
    called: dict[str, Any] = {
        "channel": Channel.PHONE,
        "called_at": MORNING - 2 * HOUR,
        "down_since": None,
    }

    _refused(house, impact=Impact.QUESTION, item=item_of(house.payroll, "ProLiant 8500"), **called)
    found = opened(house.payroll, house.hank, impact=Impact.QUESTION, item=at_the_call, **called)

    assert found.item == at_the_call


def test_without_a_system_there_is_no_item(house: House) -> None:
    _refused(house, configuration=None, item=item_of(house.payroll, "ProLiant 8500"))


def test_an_item_that_an_incident_concerns_cannot_be_deleted(house: House) -> None:
    item = item_of(house.payroll, "ProLiant 8500")
    opened(house.payroll, house.clara, item=item)

    with pytest.raises(models.ProtectedError):
        RevisionItem.objects.filter(pk=item.pk).delete()


def test_an_incident_is_found_by_the_item_that_it_concerns(house: House) -> None:
    changed(house, ("ProLiant 8500", "SRV-NODE-07", ""))
    found = opened(house.payroll, house.clara, item=item_of(house.payroll, "ProLiant 8500"))
    opened(house.payroll, house.clara)

    assert list(Incident.objects.matching("proliant node-07", house.hank)) == [found]


@pytest.mark.parametrize(
    ("product", "kind"),
    [
        ("ProLiant 8500", ProductKind.HARDWARE),
        ("SQL Server 2000", ProductKind.SOFTWARE),
        (None, ""),
    ],
)
def test_a_report_says_whether_its_item_is_hardware_or_software(
    house: House, product: str | None, kind: str
) -> None:
    report = IncidentReport(
        house.contract,
        "x",
        impact=Impact.QUESTION,
        channel=Channel.API,
        item=item_of(house.payroll, product) if product else None,
    )

    assert report.item_kind == kind


def test_the_hand_over_carries_the_item_to_the_publisher(house: House) -> None:
    changed(house, ("SQL Server 2000", "SQLPAIE", "database"))
    item = item_of(house.payroll, "SQL Server 2000")
    found = opened(house.payroll, house.clara, item=item)

    escalated(found, by=house.hank)

    line = found.events.get(kind=EventKind.REQUESTED)
    said = line_of(line, found, reader=house.mia)
    assert line.detail["item"] == "SQL Server 2000, SQLPAIE"
    assert said.endswith("SQL Server 2000, SQLPAIE")
    assert "level" in said or "niveau" in said


def test_a_hand_over_without_an_item_says_nothing_of_one(house: House) -> None:
    moved = put_in(opened(house.payroll, house.clara), Queue.SOFTWARE, by=house.hank)

    open_escalation(last_routing(moved), at=MORNING)

    assert "item" not in moved.events.get(kind=EventKind.REQUESTED).detail


@pytest.mark.parametrize(
    ("product", "kind"), [("ProLiant 8500", "hardware"), ("SQL Server 2000", "software")]
)
def test_the_router_hears_of_the_item_and_says_so(house: House, product: str, kind: str) -> None:
    words = "plus rien ne répond depuis ce matin, tout est bloqué"

    alone = opened(house.payroll, house.clara, description=words)
    told = opened(
        house.payroll, house.clara, description=words, item=item_of(house.payroll, product)
    )

    assert "item" not in {reason["signal"] for reason in alone.reasons}
    [of_item] = [reason for reason in told.reasons if reason["signal"] == "item"]
    assert (of_item["weight"] > 0) == (told.label == kind)


def test_a_product_named_without_its_item_is_heard_too(house: House) -> None:
    product = item_of(house.payroll, "ProLiant 8500").product

    told = opened(house.payroll, house.clara, description="tout est bloqué", product=product)

    assert "item" in {reason["signal"] for reason in told.reasons}
