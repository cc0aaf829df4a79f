"""What is said about a revision, and who reads it."""

import pytest
from django.http import Http404

from contracts.choices import EventKind, RevisionAudience
from contracts.models import Revision, RevisionComment
from contracts.rules.refusal import Invalid
from contracts.use_cases.comment_on_revision import BODY_LENGTH, comment_on_revision
from contracts.use_cases.draft_revision import Item, Plan, write_draft
from contracts.use_cases.end_revision import refuse_revision
from contracts.use_cases.hold_revision import RevisionMoveNotOpen
from contracts.use_cases.propose_revision import propose_draft
from tests.cast import House
from tests.factories.contracts import MORNING

VENDORS, ALL = RevisionAudience.VENDORS, RevisionAudience.ALL


@pytest.fixture
def draft(house: House) -> Revision:
    items = [Item(each) for each in house.agreement.products.all()]
    return write_draft(house.payroll, items, Plan("x", MORNING), by=house.hank)


@pytest.fixture
def proposed(house: House, draft: Revision) -> Revision:
    return propose_draft(draft, by=house.hank, at=MORNING)


def _say(
    house: House, on: Revision, who: str, to: RevisionAudience, *, body: str = "Why?"
) -> RevisionComment:
    return comment_on_revision(on, to, body=body, by=getattr(house, who), at=MORNING)


def _readers(house: House, comment: RevisionComment) -> set[str]:
    comments = RevisionComment.objects.filter(pk=comment.pk)
    names = ("clara", "hank", "mia")
    return {name for name in names if comments.readable_by(getattr(house, name)).exists()}


@pytest.mark.parametrize("who", ["hank", "helen", "mia", "max"])
@pytest.mark.parametrize(
    ("to", "readers"), [(VENDORS, {"hank", "mia"}), (ALL, {"clara", "hank", "mia"})]
)
def test_a_vendor_says_who_reads_it(
    house: House, proposed: Revision, who: str, to: RevisionAudience, readers: set[str]
) -> None:
    assert _readers(house, _say(house, proposed, who, to)) == readers


@pytest.mark.parametrize("to", [VENDORS, ALL])
def test_what_a_client_writes_is_for_all(
    house: House, proposed: Revision, to: RevisionAudience
) -> None:
    comment = _say(house, proposed, "clara", to)

    assert comment.audience == ALL
    assert _readers(house, comment) == {"clara", "hank", "mia"}


def test_a_comment_is_kept_as_it_was_written_and_told(house: House, proposed: Revision) -> None:
    comment = _say(house, proposed, "mia", VENDORS, body="  One node\nor two? ")

    assert (comment.body, comment.author, comment.at) == (
        "One node\nor two?",
        house.mia,
        MORNING,
    )
    event = house.payroll.events.latest("pk")
    assert (event.kind, event.by) == (EventKind.REVISION_COMMENTED, house.mia)
    assert event.detail == {"revision": 2, "comment": comment.pk}


@pytest.mark.parametrize("who", ["olga", "stranger", "rival_agent"])
def test_who_does_not_see_it_says_nothing(house: House, proposed: Revision, who: str) -> None:
    with pytest.raises(Http404):
        _say(house, proposed, who, ALL)


def test_nobody_comments_on_a_draft(house: House, draft: Revision) -> None:
    with pytest.raises(RevisionMoveNotOpen):
        _say(house, draft, "hank", VENDORS)
    with pytest.raises(Http404):
        _say(house, draft, "mia", VENDORS)


@pytest.mark.parametrize("body", ["", " \n ", "x" * (BODY_LENGTH + 1)])
def test_something_is_written_and_not_too_much(house: House, proposed: Revision, body: str) -> None:
    with pytest.raises(Invalid) as refusal:
        _say(house, proposed, "hank", ALL, body=body)

    assert set(refusal.value.errors) == {"body"}
    assert not RevisionComment.objects.exists()


def test_a_refused_one_is_still_talked_about_by_those_who_see_it(
    house: House, proposed: Revision
) -> None:
    refuse_revision(proposed, reason="No", by=house.max, at=MORNING)

    assert _readers(house, _say(house, proposed, "hank", ALL)) == {"clara", "hank", "mia"}
    with pytest.raises(Http404):
        _say(house, proposed, "clara", ALL)
