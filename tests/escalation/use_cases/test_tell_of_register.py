"""Who is told of what happens to a configuration, and who is not."""

from datetime import timedelta

import pytest
from django.utils import translation

from contracts.choices import EventKind, RevisionAudience, Role
from contracts.models import ContractEvent, Revision
from contracts.use_cases.comment_on_revision import comment_on_revision
from contracts.use_cases.end_revision import refuse_revision, withdraw_revision
from contracts.use_cases.remind_of_answers import remind_of_answers
from contracts.use_cases.retire_configuration import retire_configuration
from contracts.use_cases.sign_off_revision import sign_off_revision
from contracts.wording import say_news
from escalation.models import Notification
from tests.cast import House
from tests.escalation.register import LATER, SOON, let_news_out, news_for, proposal, told_of
from tests.factories import contracts


@pytest.fixture
def rivals(house: House) -> House:
    """Managers of companies that have nothing to do with it."""
    contracts.person("Rex Nobody", house.rival, role=Role.MANAGER)
    contracts.person("Sid Else", house.stranger.organisation, role=Role.MANAGER)
    return house


def test_a_vendors_proposal_is_told_to_the_managers_and_the_client(rivals: House) -> None:
    proposal(rivals, rivals.helen)

    assert told_of(EventKind.REVISION_PROPOSED) == {"Max", "Clara"}


def test_a_change_notice_is_told_to_both_vendors_managers(rivals: House) -> None:
    contracts.person("Cyril Petit", rivals.vauquelin)
    proposal(rivals, rivals.clara)

    assert told_of(EventKind.REVISION_PROPOSED) == {"Helen", "Max"}


def test_a_signature_is_told_to_the_other_vendors_managers(rivals: House) -> None:
    revision = proposal(rivals, rivals.helen)
    sign_off_revision(revision, by=rivals.max, at=SOON)

    assert told_of(EventKind.REVISION_SIGNED) == {"Helen"}


def test_the_second_signature_is_told_by_what_comes_into_force(rivals: House) -> None:
    revision = proposal(rivals, rivals.helen)
    sign_off_revision(revision, by=rivals.max, at=SOON)
    sign_off_revision(revision, by=rivals.helen, at=LATER)

    assert told_of(EventKind.REVISION_SIGNED) == {"Helen"}
    assert told_of(EventKind.REVISION_IN_FORCE) == {"Max", "Clara"}


def test_a_support_number_is_told_to_the_client_and_the_managers(rivals: House) -> None:
    young = contracts.configuration(
        "Intranet", rivals.contract, signed_by=(rivals.helen, rivals.max)
    )

    assert told_of(EventKind.SUPPORT_NUMBER_ISSUED) == {"Helen", "Clara"}
    told = Notification.objects.get(
        recipient=rivals.clara, contract_event__kind=EventKind.SUPPORT_NUMBER_ISSUED
    )
    assert (told.configuration, told.revision) == (young, None)


def test_the_refusal_of_its_notice_is_told_to_the_client(rivals: House) -> None:
    refuse_revision(proposal(rivals, rivals.clara), reason="No.", by=rivals.max, at=SOON)

    assert told_of(EventKind.REVISION_REFUSED) == {"Helen", "Clara"}


def test_what_the_vendors_refuse_one_another_stays_between_them(rivals: House) -> None:
    revision = proposal(rivals, rivals.hank)
    refuse_revision(revision, reason="No.", by=rivals.max, at=SOON)

    assert told_of(EventKind.REVISION_REFUSED) == {"Helen", "Hank"}
    told = Notification.objects.filter(revision=revision, recipient=rivals.clara)
    assert not Notification.objects.readable_by(rivals.clara).filter(pk__in=told).exists()


def test_a_withdrawn_proposal_that_the_client_had_read_is_no_longer_readable(
    rivals: House,
) -> None:
    revision = proposal(rivals, rivals.helen)
    told_of(EventKind.REVISION_PROPOSED)
    told = Notification.objects.readable_by(rivals.clara).filter(revision=revision)
    assert told.exists()

    withdraw_revision(revision, reason="A slip.", by=rivals.helen, at=SOON)

    assert not told.exists()
    assert told_of(EventKind.REVISION_WITHDRAWN) == {"Max"}


@pytest.mark.parametrize(
    ("audience", "told"),
    [(RevisionAudience.ALL, {"Helen", "Cora"}), (RevisionAudience.VENDORS, {"Helen"})],
)
def test_a_comment_is_told_to_the_managers_who_may_read_it(
    rivals: House, audience: RevisionAudience, told: set[str]
) -> None:
    contracts.person("Cora Blanc", rivals.vauquelin, role=Role.MANAGER)
    revision = proposal(rivals, rivals.helen)
    comment_on_revision(revision, audience, body="Which patch?", by=rivals.max, at=SOON)

    assert told_of(EventKind.REVISION_COMMENTED) == told


def test_an_overdue_answer_is_told_once_to_both_vendors_managers(rivals: House) -> None:
    revision = proposal(rivals, rivals.clara)
    assert revision.answer_due_at is not None

    early = remind_of_answers(at=revision.answer_due_at - timedelta(seconds=1))
    late = [remind_of_answers(at=revision.answer_due_at + timedelta(days=day)) for day in (0, 1)]

    assert (early, late) == (0, [1, 0])
    assert told_of(EventKind.REVISION_ANSWER_OVERDUE) == {"Helen", "Max"}
    assert ContractEvent.objects.filter(kind=EventKind.REVISION_ANSWER_OVERDUE).count() == 1
    assert Revision.objects.get(pk=revision.pk).state == "proposed"


def test_an_answer_that_was_given_is_not_asked_for(rivals: House) -> None:
    revision = proposal(rivals, rivals.clara)
    assert revision.answer_due_at is not None
    refuse_revision(revision, reason="No.", by=rivals.max, at=SOON)

    assert remind_of_answers(at=revision.answer_due_at + timedelta(days=1)) == 0


def test_who_has_left_is_told_nothing(rivals: House) -> None:
    rivals.max.is_active = False
    rivals.max.save()
    proposal(rivals, rivals.helen)

    assert told_of(EventKind.REVISION_PROPOSED) == {"Clara"}


def test_a_retirement_is_told_once_to_the_client_and_both_vendors_managers(rivals: House) -> None:
    contracts.person("Cyril Petit", rivals.vauquelin)

    retire_configuration(rivals.payroll, reason="Replaced.", by=rivals.helen, at=SOON)

    assert told_of(EventKind.CONFIGURATION_RETIRED) == {"Max", "Clara", "Cyril"}
    assert told_of(EventKind.SUPPORT_NUMBER_REVOKED) == set()


def test_what_ends_with_a_retired_system_is_told_with_it(rivals: House) -> None:
    proposal(rivals, rivals.hank)

    retire_configuration(rivals.payroll, reason="Replaced.", by=rivals.helen, at=SOON)

    assert told_of(EventKind.REVISION_WITHDRAWN) == set()
    assert told_of(EventKind.CONFIGURATION_RETIRED) == {"Max", "Clara", "Hank"}


def test_a_retirement_says_that_the_number_is_revoked_and_why(rivals: House) -> None:
    young = contracts.configuration("Intranet", rivals.contract, signed_by=None)
    for system in (rivals.payroll, young):
        retire_configuration(system, reason="Replaced.", by=rivals.helen, at=SOON)
    let_news_out()

    with translation.override("en"):
        said = [_line(news_for(rivals.clara, system)) for system in (rivals.payroll, young)]

    who = f"{rivals.helen.name}, {rivals.helen.organisation.short_name}, retired"
    number = rivals.payroll.support_number
    assert said == [
        f"{who} “{rivals.payroll.name}”; its support number {number} is revoked: Replaced.",
        f"{who} “Intranet”, which is guaranteed no more: Replaced.",
    ]


def _line(told: Notification) -> str:
    assert told.contract_event is not None
    assert told.configuration is not None
    return say_news(told.contract_event, told.configuration, None, reader=told.recipient)
