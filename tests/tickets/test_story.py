"""The story of an incident is told as of one instant: the one at which its row was read."""

from tests.cast import House
from tests.factories.contracts import MORNING
from tests.factories.tickets import incident as opened
from tickets.access import incident_for
from tickets.choices import Audience
from tickets.selectors.story import freshness_of, story_of
from tickets.use_cases.converse import add_comment


def test_what_is_written_while_a_page_is_made_waits_for_the_next_look(house: House) -> None:
    reference = opened(house.payroll, house.clara).reference
    read = incident_for(house.clara, reference)
    shown = [entry.event.pk for entry in story_of(read, house.clara)]
    tag = freshness_of(read, house.clara, dressed="")

    add_comment(
        read, audience=Audience.CLIENT, body="Any news?", files=[], by=house.hank, at=MORNING
    )

    assert [entry.event.pk for entry in story_of(read, house.clara)] == shown
    assert freshness_of(read, house.clara, dressed="") == tag
    again = incident_for(house.clara, reference)
    assert len(story_of(again, house.clara)) == len(shown) + 1
    assert freshness_of(again, house.clara, dressed="") != tag
