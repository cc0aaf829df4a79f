"""Somebody else was faster: how it stands now, and what one had written."""

import pytest
from django.test import Client

from contracts.models import Revision
from tests.cast import House
from tests.contracts.web.register import act, proposed
from tests.factories.outages import an_outage


@pytest.fixture
def second(house: House) -> Revision:
    return proposed(house.payroll, house.helen)


def test_who_refuses_second_reads_how_it_stands_and_keeps_the_reason(
    client: Client, house: House, second: Revision
) -> None:
    client.force_login(house.helen)
    act(client, second, "withdraw", reason="Replaced by another offer")
    client.force_login(house.max)

    late = act(client, second, "refuse", reason="Not <b>supported</b> together")

    page = late.content.decode()
    assert late.status_code == 409
    assert "the revision is “Withdrawn”. It was Helen Duval, Compaq, on " in page
    assert "Not &lt;b&gt;supported&lt;/b&gt; together" in page


def test_a_password_is_never_shown_again(client: Client, house: House, second: Revision) -> None:
    client.force_login(house.helen)
    act(client, second, "withdraw", reason="Replaced")
    client.force_login(house.max)

    late = act(client, second, "sign", password="correct horse")

    assert late.status_code == 409
    assert "correct horse" not in late.content.decode()


def test_the_evidence_of_a_word_on_an_outage_that_changed_is_shown_again(
    client: Client, house: House
) -> None:
    outage = an_outage(house.payroll)
    client.force_login(house.hank)
    said = {"version": "0", "rows": "1", "manufacturer_0": "100", "evidence": "The log of node 2"}

    late = client.post(f"/outages/{outage.pk}/propose/", said)

    assert late.status_code == 412
    assert "The log of node 2" in late.content.decode()
