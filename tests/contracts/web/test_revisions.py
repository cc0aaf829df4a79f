"""The page of a revision, its difference, and what people do with it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.choices import RevisionAudience, RevisionState
from contracts.models import Configuration, Revision, User
from contracts.use_cases.comment_on_revision import comment_on_revision
from contracts.use_cases.sign_off_revision import sign_off_revision
from tests.cast import House
from tests.contracts.web.register import act, proposed
from tests.factories import contracts
from tests.factories.contracts import MORNING


@pytest.fixture
def second(house: House) -> Revision:
    return proposed(house.payroll, house.helen)


def page_of(client: Client, revision: Revision, by: User, more: str = "") -> str:
    client.force_login(by)
    return client.get(f"/c/{revision.configuration_id}/r{revision.number}/{more}").content.decode()


def with_password(user: User) -> User:
    user.set_password("correct horse")
    user.save()
    return user


def test_it_says_what_changes_who_signs_and_that_the_old_one_stands(
    client: Client, house: House, second: Revision
) -> None:
    page = page_of(client, second, house.clara)

    assert "Awaiting Compaq and Microsoft" in page
    assert "Until both vendors have signed, R1 stays in force." in page
    assert "Changed: quantity, host name" in page
    assert "<del>1</del>" in page
    assert "<ins>2</ins>" in page
    assert page.count("Not signed yet") == 2
    assert 'name="password"' not in page


def test_only_a_manager_of_a_vendor_is_asked_to_sign(
    client: Client, house: House, second: Revision
) -> None:
    assert 'name="password"' not in page_of(client, second, house.hank)
    assert "Yours is the first of two signatures" in page_of(client, second, house.helen)
    client.force_login(house.hank)
    assert act(client, second, "sign", password="x").status_code == 403


def test_signing_asks_for_the_password_again(
    client: Client, house: House, second: Revision
) -> None:
    client.force_login(with_password(house.helen))

    wrong = act(client, second, "sign", password="wrong")
    signed = act(client, second, "sign", password="correct horse")

    assert wrong.status_code == 422
    assert "This is not your password. Nothing was signed." in wrong.content.decode()
    assert signed.headers["Location"] == f"/c/{house.payroll.pk}/r2/"
    assert [each.signed_by for each in second.sign_offs.all()] == [house.helen]


def test_passwords_cannot_be_tried_without_end(
    client: Client, house: House, second: Revision, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    cache.clear()
    client.force_login(with_password(house.helen))

    for _try in range(3):
        act(client, second, "sign", password="wrong")
    right = act(client, second, "sign", password="correct horse")

    cache.clear()
    assert right.status_code == 422
    assert not second.sign_offs.exists()


def test_the_second_signature_puts_it_in_force(
    client: Client, house: House, second: Revision
) -> None:
    sign_off_revision(second, by=house.helen, at=MORNING)
    client.force_login(with_password(house.max))

    asked = client.get(f"/c/{house.payroll.pk}/r2/sign/").content.decode()
    act(client, second, "sign", password="correct horse")

    assert "Yours is the second signature: R2" in asked
    assert str(house.payroll.support_number) in asked
    assert "In force" in page_of(client, second, house.max)
    again = act(client, second, "sign", password="correct horse")
    assert again.status_code == 409
    said = "Your company has already signed this revision. It was Max Berg, Microsoft, on "
    assert said in again.content.decode()
    assert "This was not done" not in again.content.decode()


def test_the_first_of_all_says_that_it_issues_the_number(client: Client, house: House) -> None:
    new = contracts.configuration("Mail", house.contract, signed_by=None)
    first = proposed(new, house.helen)
    sign_off_revision(first, by=house.helen, at=MORNING)

    assert "Its support number is issued with it." in page_of(client, first, house.max)


def test_refusing_needs_a_reason_that_the_author_reads(client: Client, house: House) -> None:
    notice = proposed(house.payroll, house.clara, way_back="Swap it back")
    client.force_login(house.max)

    without = act(client, notice, "refuse", reason=" ")
    refused = act(client, notice, "refuse", reason="Not supported together")

    assert without.status_code == 422
    assert refused.status_code == 302
    page = page_of(client, notice, house.clara)
    assert "Refused by Max Berg, Microsoft" in page
    assert "Not supported together" in page


def test_an_author_withdraws(client: Client, house: House, second: Revision) -> None:
    client.force_login(house.hank)

    answer = act(client, second, "withdraw", reason="Too early")

    second.refresh_from_db()
    assert answer.status_code == 302
    assert second.state == RevisionState.WITHDRAWN


def test_a_client_reads_and_writes_comments_for_all_only(
    client: Client, house: House, second: Revision
) -> None:
    comment_on_revision(second, RevisionAudience.VENDORS, body="quagga", by=house.hank, at=MORNING)
    comment_on_revision(second, RevisionAudience.ALL, body="okapi", by=house.hank, at=MORNING)

    page = page_of(client, second, house.clara)
    act(client, second, "comment", body="From the client", audience="vendors")

    assert "okapi" in page
    assert "quagga" not in page
    assert 'name="audience"' not in page
    assert second.comments.last().audience == RevisionAudience.ALL  # type: ignore[union-attr]
    assert "quagga" in page_of(client, second, house.mia)


def test_what_is_missing_is_told_by_the_portal_and_not_by_the_browser(
    client: Client, house: House, second: Revision
) -> None:
    page = page_of(client, second, house.max)

    forms = re.findall(r'<form[^>]*action="/c/\d+/r2/(\w+)/"[^>]*>', page)
    judged = re.findall(r'<form[^>]*action="/c/\d+/r2/(\w+)/"[^>]*\snovalidate', page)
    assert sorted(forms) == sorted(judged) == ["comment", "sign"]
    answer = act(client, second, "sign", password="")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_an_empty_comment_is_asked_for_again(
    client: Client, house: House, second: Revision
) -> None:
    client.force_login(house.hank)

    answer = act(client, second, "comment", body="", audience="all")

    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()


@pytest.mark.parametrize("action", ["sign", "refuse", "withdraw", "comment"])
def test_each_form_has_a_page_of_its_own(
    client: Client, house: House, second: Revision, action: str
) -> None:
    assert "<form" in page_of(client, second, house.helen, f"{action}/")


@pytest.mark.parametrize("action", ["edit", "propose", "nothing"])
def test_other_words_lead_nowhere(
    client: Client, house: House, second: Revision, action: str
) -> None:
    client.force_login(house.helen)

    assert client.get(f"/c/{house.payroll.pk}/r2/{action}/").status_code == 404


def test_the_difference_shows_both_sides_and_folds_what_is_alike(
    client: Client, house: House, second: Revision
) -> None:
    client.force_login(house.clara)
    client.get("/")

    led = client.get(f"/c/{house.payroll.pk}/compare/", {"a": "2", "b": "1"})
    page = client.get(led.headers["Location"]).content.decode()

    assert led.headers["Location"] == f"/c/{house.payroll.pk}/r1..r2/"
    assert "What changes from R1 to R2" in page
    assert "<summary>1 unchanged</summary>" in page
    assert client.get(f"/c/{house.payroll.pk}/compare/", {"a": "x"}).status_code == 404


def test_somebody_elses_revision_does_not_exist(
    client: Client, house: House, second: Revision
) -> None:
    for nobody in (house.stranger, house.rival_agent):
        client.force_login(nobody)
        for more in ("", "sign/", "comment/"):
            assert client.get(f"/c/{house.payroll.pk}/r2/{more}").status_code == 404
        assert client.get(f"/c/{house.payroll.pk}/r1..r2/").status_code == 404


def test_what_the_vendors_refused_one_another_is_not_the_clients_to_see(
    client: Client, house: House, second: Revision
) -> None:
    client.force_login(house.max)
    act(client, second, "refuse", reason="No")

    assert "quantity" not in page_of(client, second, house.clara)
    assert client.get(f"/c/{house.payroll.pk}/r2/").status_code == 404
    assert "/r2/" not in client.get(f"/c/{house.payroll.pk}/").content.decode()


def test_the_page_of_a_system_shows_its_history_and_what_waits(
    client: Client, house: House
) -> None:
    notice = proposed(house.payroll, house.clara, way_back="Swap it back")
    client.force_login(house.mia)

    page = client.get(f"/c/{house.payroll.pk}/").content.decode()
    listed = client.get("/configurations/").content.decode()

    assert "Change notice R2" in page
    assert "silence is not approval" in page or "The vendors answer before" in page
    assert "Until both vendors have signed, R1 stays in force." in page
    assert f"/c/{house.payroll.pk}/r1/" in page
    assert "Awaiting Compaq and Microsoft" in listed
    assert "change notice R2" in listed
    assert notice.answer_due_at == MORNING + timedelta(days=5)


@pytest.mark.parametrize("path", ["", "r2/", "r1..r2/", "draft/"])
def test_pages_cost_the_same_however_long_the_history(
    client: Client, house: House, path: str
) -> None:
    payroll = house.payroll
    sign = (house.helen, house.max)
    contracts.next_revision(payroll, signed_by=sign, effective_at=MORNING, at=MORNING)
    cost = cost_of(client, payroll, path, house.hank)
    for days in range(1, 4):
        later = MORNING + timedelta(days=days)
        contracts.next_revision(payroll, signed_by=sign, effective_at=later, at=later)
    for word in ("one", "two", "three"):
        revision = payroll.revisions.get(number=2)
        comment_on_revision(revision, RevisionAudience.ALL, body=word, by=house.mia, at=MORNING)

    assert cost_of(client, payroll, path, house.hank) == cost <= 22


def cost_of(client: Client, system: Configuration, path: str, by: User) -> int:
    client.force_login(by)
    client.get(f"/c/{system.pk}/{path}")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"/c/{system.pk}/{path}").status_code == 200
    return len(asked)


def test_whoever_signs_or_refuses_reads_there_what_changes(
    client: Client, house: House, second: Revision
) -> None:
    sign, refuse = (page_of(client, second, house.max, f"{move}/") for move in ("sign", "refuse"))

    assert '<h1 class="mt-2">Sign revision R2</h1>' in sign
    assert '<h1 class="mt-2">Refuse revision R2</h1>' in refuse
    for page in (sign, refuse):
        assert "What changes from R1" in page
        assert second.note in page
