"""Every kind of news that anybody is told has its group, and each group has its news."""

import pytest

from contracts.choices import Kind
from escalation.choices import NewsGroup
from escalation.rules.news_groups import group_of, groups_for, kinds_in
from escalation.use_cases import follow_event, follow_register
from tickets.choices import EventKind


@pytest.mark.parametrize("group", [each for each in NewsGroup if each != NewsGroup.DEADLINE])
def test_each_group_has_news_that_is_told(group: NewsGroup) -> None:
    told = {*follow_event.CONSEQUENCES, *follow_register.CONSEQUENCES}

    assert told & set(kinds_in(group))


def test_whoever_is_called_to_an_escalation_is_told_apart_from_how_it_goes_on() -> None:
    assert group_of(EventKind.RAISED) == NewsGroup.CALL
    assert group_of(EventKind.ACKNOWLEDGED) == NewsGroup.ESCALATION


def test_a_kind_that_nobody_has_named_yet_still_has_a_group() -> None:
    assert group_of("escalation.climbed") == NewsGroup.CALL
    assert group_of("incident.promise_missed") == NewsGroup.DEADLINE
    assert group_of("incident.split") == NewsGroup.STATE


def test_a_client_chooses_nothing_of_the_vendors_escalations() -> None:
    assert not {NewsGroup.CALL, NewsGroup.ESCALATION} & set(groups_for(Kind.CLIENT))
    assert set(groups_for(Kind.PUBLISHER)) == set(NewsGroup)


@pytest.mark.parametrize("kind", [EventKind.ACKNOWLEDGED, EventKind.STARTED, EventKind.RAISED])
def test_what_a_client_is_told_of_an_escalation_it_can_choose(kind: EventKind) -> None:
    assert group_of(kind, Kind.CLIENT) == NewsGroup.INCIDENT
    assert group_of(kind, Kind.PUBLISHER) == group_of(kind)
    assert NewsGroup.INCIDENT in groups_for(Kind.CLIENT)
