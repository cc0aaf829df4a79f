"""Incidents named within a text are links for those who may see them, and words for others."""

from portal.templatetags.references import with_incidents
from tests.cast import House
from tickets.models import Incident


def test_an_incident_is_a_link_for_its_readers(house: House, incident: Incident) -> None:
    text = f"After incident {incident.reference}. <b>Seen</b>"

    for reader in (house.clara, house.hank):
        assert with_incidents(text, reader) == (
            f'After incident <a href="/i/{incident.reference}/">{incident.reference}</a>.'
            " &lt;b&gt;Seen&lt;/b&gt;"
        )


def test_for_others_it_reads_like_one_that_is_not_there(house: House, incident: Incident) -> None:
    for reader in (house.mia, house.stranger, house.rival_agent, house.olga):
        for reference in (incident.reference, "INC-999999999", "INC-999999999999999999"):
            assert with_incidents(f"After {reference}.", reader) == f"After {reference}."


def test_each_of_several_is_judged_by_itself(house: House, incident: Incident) -> None:
    said = with_incidents(f"INC-1, {incident.reference}", house.clara)

    assert said == f'INC-1, <a href="/i/{incident.reference}/">{incident.reference}</a>'
