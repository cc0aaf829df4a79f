"""Facts on the vendors' page that have to last, and the words that weighed."""

import re

from django.test import Client
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.tickets.web.reading import page_of
from tickets.models import Incident
from tickets.use_cases.work_escalation import acknowledge_escalation, return_escalation


def test_words_that_weighed_are_quoted_as_the_reader_quotes(
    hanks: Client, hank: User, escalated: Incident
) -> None:
    hank.language = "fr"
    hank.save()

    why = page_of(hanks, escalated).split('id="timeline"')[0]

    assert re.search("«\u202f[^«»]*journal[^«»]*\u202f»", why)
    assert "“" not in why


def test_a_case_number_outlives_its_escalation(
    hanks: Client, mias: Client, house: House, escalated: Incident
) -> None:
    acknowledge_escalation(escalated, case_number="SRX1", by=house.mia, at=timezone.now())
    return_escalation(escalated, reason="a disk", by=house.mia, at=timezone.now())

    for who in (hanks, mias):
        header, aside = page_of(who, escalated).split("<aside", 1)
        assert "Microsoft case SRX1" in header.split('id="cases"')[1].split("</p>")[0]
        assert "SRX1" in aside
        address = f"/i/{escalated.reference}/preview/"
        assert "SRX1" in who.get(address, headers={"HX-Request": "true"}).content.decode()
