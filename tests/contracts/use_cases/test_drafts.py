"""A draft is its author's own until it is proposed; then it has a number, and others see it."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import translation

from contracts.access import configuration_for, revision_for
from contracts.choices import EventKind, RevisionState
from contracts.models import Configuration, Revision, User
from contracts.rules.refusal import Forbidden, Invalid
from contracts.selectors import last_signed
from contracts.use_cases.draft_revision import (
    DraftChanged,
    Item,
    Plan,
    discard_draft,
    mark_of,
    take_over_base,
    write_draft,
)
from contracts.use_cases.end_revision import refuse_revision
from contracts.use_cases.propose_revision import (
    BasedOnOld,
    ProposalOpen,
    propose_draft,
    propose_edited,
)
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.factories import contracts
from tests.factories.contracts import MORNING

DAY = timedelta(days=1)


def _items(house: House) -> list[Item]:
    return [Item(each, host="SRV-1") for each in house.agreement.products.all()]


def _draft(house: House, by: User, *, note: str = "x", on: Configuration | None = None) -> Revision:
    plan = Plan(note, MORNING + DAY, "Restore last night’s backup")
    return write_draft(on or house.payroll, _items(house), plan, by=by)


def _overtaken(house: House) -> Revision:
    """Hank's draft, since the start of which the publisher had another revision signed."""
    draft = _draft(house, house.hank)
    proposed = propose_draft(_draft(house, house.mia), by=house.mia, at=MORNING)
    for manager in (house.helen, house.max):
        sign_off_revision(proposed, by=manager, at=MORNING)
    return draft


@pytest.fixture
def fresh(house: House) -> Configuration:
    return contracts.configuration("Mail", house.contract, signed_by=None)


@pytest.mark.parametrize("author", ["clara", "hank", "mia"])
def test_only_its_authors_company_sees_a_draft(house: House, author: str) -> None:
    draft = _draft(house, getattr(house, author))

    seers = {
        name
        for name in ("clara", "hank", "helen", "mia", "max", "olga", "stranger", "rival_agent")
        if Revision.objects.visible_to(getattr(house, name)).filter(pk=draft.pk).exists()
    }

    team = {"clara": {"clara"}, "hank": {"hank", "helen"}, "mia": {"mia", "max"}}
    assert seers == team[author]
    assert draft.number is None
    assert draft.based_on == last_signed(house.payroll)


def test_each_company_has_a_draft_of_its_own_and_colleagues_share_it(house: House) -> None:
    of_hank, of_mia = _draft(house, house.hank), _draft(house, house.mia)

    of_helen = _draft(house, house.helen, note="Better")

    assert of_helen.pk == of_hank.pk != of_mia.pk
    assert Revision.objects.get(pk=of_hank.pk).note == "Better"
    assert of_hank.items.count() == 2


def test_what_is_written_again_takes_the_place_of_what_was_written(house: House) -> None:
    draft = _draft(house, house.hank)
    product = house.agreement.products.all()[0]

    write_draft(house.payroll, [Item(product, 3, " 8j01 ")], Plan("y", MORNING), by=house.hank)

    (item,) = draft.items.all()
    assert (item.product, item.quantity, item.serial_number) == (product, 3, "8J01")
    assert Revision.objects.get(pk=draft.pk).way_back == ""


def test_whoever_began_with_what_stands_writes_it(house: House) -> None:
    first = _draft(house, house.hank)

    again = write_draft(house.payroll, [], Plan("y", MORNING), by=house.helen, seen=mark_of(first))

    assert (again.pk, again.note, again.edited_by) == (first.pk, "y", house.helen)
    assert mark_of(again) != mark_of(first)


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(house: House) -> None:
    seen = mark_of(_draft(house, house.hank))
    theirs = _draft(house, house.helen, note="Theirs")
    plan = Plan("Mine", MORNING)

    with pytest.raises(DraftChanged, match="Helen"):
        write_draft(house.payroll, [], plan, by=house.hank, seen=seen)
    with pytest.raises(DraftChanged, match="Helen"):
        propose_edited(house.payroll, _items(house), plan, by=house.hank, at=MORNING, seen=seen)
    with pytest.raises(DraftChanged, match="Helen"):
        discard_draft(theirs, by=house.hank, seen=seen)

    stored = Revision.objects.get(pk=theirs.pk)
    assert (stored.note, stored.items.count()) == ("Theirs", 2)


def test_a_draft_that_a_colleague_began_meanwhile_is_not_overwritten(house: House) -> None:
    _draft(house, house.helen)

    with pytest.raises(DraftChanged, match="Helen"):
        write_draft(house.payroll, [], Plan("Mine", MORNING), by=house.hank, seen="")


def test_ones_own_other_window_is_told_too(house: House) -> None:
    seen = mark_of(_draft(house, house.hank))
    _draft(house, house.hank)

    with translation.override("en"), pytest.raises(DraftChanged, match="in another window"):
        write_draft(house.payroll, [], Plan("Mine", MORNING), by=house.hank, seen=seen)


def test_a_draft_that_has_ended_meanwhile_is_not_begun_anew_unasked(house: House) -> None:
    draft = _draft(house, house.hank)
    propose_draft(draft, by=house.helen, at=MORNING)

    with translation.override("en"), pytest.raises(DraftChanged, match="proposed or discarded"):
        write_draft(house.payroll, [], Plan("x", MORNING), by=house.hank, seen=mark_of(draft))
    assert write_draft(house.payroll, [], Plan("x", MORNING), by=house.hank, seen="").number is None


@pytest.mark.parametrize("who", ["olga", "stranger", "rival_agent"])
def test_who_does_not_see_the_system_draws_nothing_up(house: House, who: str) -> None:
    with pytest.raises(Http404):
        _draft(house, getattr(house, who))


@pytest.mark.parametrize("who", ["clara", "hank", "mia"])
def test_nobody_draws_up_a_change_of_a_retired_system(house: House, who: str) -> None:
    contracts.left_service(house.payroll)

    with pytest.raises(Forbidden):
        _draft(house, getattr(house, who))


def test_a_draft_of_a_system_retired_since_is_not_proposed(house: House) -> None:
    draft = _draft(house, house.hank)
    contracts.left_service(house.payroll)

    with pytest.raises(Forbidden):
        propose_draft(draft, by=house.hank, at=MORNING)


def test_a_draft_is_thrown_away_by_its_company(house: House) -> None:
    draft = _draft(house, house.hank)

    discard_draft(draft, by=house.helen)

    assert not Revision.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("who", ["clara", "mia", "stranger", "rival_agent", "olga"])
def test_others_find_no_draft_to_work_on(house: House, who: str) -> None:
    draft, other = _draft(house, house.hank), getattr(house, who)

    with pytest.raises(Http404):
        discard_draft(draft, by=other)
    with pytest.raises(Http404):
        propose_draft(draft, by=other, at=MORNING)
    with pytest.raises(Http404):
        take_over_base(draft, by=other)


def test_what_is_proposed_is_no_draft_any_more(house: House) -> None:
    sent = propose_draft(_draft(house, house.hank), by=house.hank, at=MORNING)

    for move in (discard_draft, take_over_base):
        with pytest.raises(Http404):
            move(sent, by=house.hank)
    with pytest.raises(Http404):
        propose_draft(sent, by=house.hank, at=MORNING)
    assert _draft(house, house.hank).pk != sent.pk


def test_a_proposal_is_numbered_and_told(house: House) -> None:
    sent = propose_draft(_draft(house, house.hank), by=house.hank, at=MORNING)

    assert (sent.number, sent.state, sent.proposed_at) == (2, RevisionState.PROPOSED, MORNING)
    assert sent.proposed_by == house.hank
    assert sent.answer_due_at is None
    event = house.payroll.events.filter(kind=EventKind.REVISION_PROPOSED).latest("pk")
    assert (event.by, event.at, event.detail) == (house.hank, MORNING, {"revision": 2})


def test_numbers_go_on_after_a_refusal(house: House) -> None:
    sent = propose_draft(_draft(house, house.hank), by=house.hank, at=MORNING)
    refuse_revision(sent, reason="No", by=house.max, at=MORNING)

    assert propose_draft(_draft(house, house.hank), by=house.hank, at=MORNING).number == 3


def test_the_publisher_sees_a_system_once_it_is_proposed_and_for_good(
    house: House, fresh: Configuration
) -> None:
    draft = _draft(house, house.hank, on=fresh)
    with pytest.raises(Http404):
        configuration_for(house.mia, fresh.pk)
    with pytest.raises(Http404):
        _draft(house, house.mia, on=fresh)

    sent = propose_draft(draft, by=house.hank, at=MORNING)
    refuse_revision(sent, reason="Not like this", by=house.max, at=MORNING)

    assert configuration_for(house.mia, fresh.pk).first_proposed_at == MORNING
    assert revision_for(house.mia, fresh.pk, 1) == sent
    assert configuration_for(house.clara, fresh.pk) == fresh
    for name in ("olga", "stranger", "rival_agent"):
        with pytest.raises(Http404):
            configuration_for(getattr(house, name), fresh.pk)


def test_an_empty_draft_is_written_but_not_proposed(house: House) -> None:
    draft = write_draft(house.payroll, [], Plan("", MORNING), by=house.hank)

    with pytest.raises(Invalid) as refusal:
        propose_draft(draft, by=house.hank, at=MORNING)

    assert set(refusal.value.errors) == {"items"}


def test_a_draft_that_was_overtaken_is_based_anew_before_it_is_proposed(house: House) -> None:
    draft = _overtaken(house)
    with pytest.raises(BasedOnOld, match="R2"):
        propose_draft(draft, by=house.hank, at=MORNING)
    assert Revision.objects.get(pk=draft.pk).state == RevisionState.DRAFT

    rebased = take_over_base(draft, by=house.hank)

    assert rebased.based_on == Revision.objects.get(number=2, configuration=house.payroll)
    assert rebased.items.count() == 2
    assert propose_draft(rebased, by=house.hank, at=MORNING).number == 3


def test_to_write_an_overtaken_draft_again_does_not_take_over_its_base(house: House) -> None:
    _overtaken(house)

    again = _draft(house, house.hank, note="Again")

    with pytest.raises(BasedOnOld):
        propose_draft(again, by=house.hank, at=MORNING)


def test_a_draft_waits_while_another_proposal_is_open(house: House) -> None:
    propose_draft(_draft(house, house.mia), by=house.mia, at=MORNING)
    draft = _draft(house, house.hank)

    with pytest.raises(ProposalOpen):
        propose_draft(draft, by=house.hank, at=MORNING)

    assert Revision.objects.get(pk=draft.pk).state == RevisionState.DRAFT
