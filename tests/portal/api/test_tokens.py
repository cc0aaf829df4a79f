from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import User
from contracts.use_cases.issue_token import issue_token, revoke_token
from tests.cast import House
from tests.programs import ROOT, Program


def asked_with(header: str) -> tuple[int, str]:
    answer = Client().get(f"{ROOT}/me/", headers={"Authorization": header} if header else {})
    return answer.status_code, answer.headers.get("WWW-Authenticate", "")


def test_a_token_acts_for_its_person(clara: User) -> None:
    me = Program(clara, "read").reads("/me/")

    assert (me["name"], me["scopes"]) == ("Clara Morel", ["read"])


def test_nobody_is_asked_to_sign_in(db: None) -> None:
    assert asked_with("") == (401, 'Bearer realm="Guichet"')


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer nonsense", "Bearer a b", "bearer \xff", "Bearer gct_" + "x" * 500],
)
def test_a_token_that_is_none_is_refused(db: None, header: str) -> None:
    assert asked_with(header) == (401, 'Bearer realm="Guichet", error="invalid_token"')


def test_a_revoked_token_opens_nothing(clara: User) -> None:
    program = Program(clara)
    revoke_token(program.token, by=clara, at=timezone.now())

    assert program.get("/me/").status_code == 401


def test_an_expired_token_opens_nothing(clara: User) -> None:
    now = timezone.now()
    _, secret = issue_token(
        clara, name="old", scopes=["read"], expires_at=now - timedelta(seconds=1), by=None, at=now
    )

    assert asked_with(f"Bearer {secret}")[0] == 401


def test_a_token_of_somebody_who_left_opens_nothing(clara: User) -> None:
    program = Program(clara)
    User.objects.filter(pk=clara.pk).update(is_active=False)

    assert program.get("/me/").status_code == 401


def test_a_token_that_reads_does_not_write(clara: User) -> None:
    answer = Program(clara, "read").post("/incidents/", {"impact": "question"})

    assert answer.status_code == 403
    assert answer.json()["detail"] == "This token may only read."


def test_a_token_that_reads_may_ask_the_router(clara: User) -> None:
    assert Program(clara, "read").post("/classify/", {"text": "disque"}).status_code == 200


def test_a_token_that_writes_reads_what_it_wrote(clara: User) -> None:
    assert Program(clara, "write").get("/me/").status_code == 200


def test_a_token_without_scopes_does_nothing(clara: User) -> None:
    assert Program(clara, "other").get("/me/").status_code == 403


def test_a_session_may_read_and_writes_only_with_its_csrf_token(house: House) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(house.clara)

    assert browser.get(f"{ROOT}/me/").json()["scopes"] is None
    refused = browser.post(f"{ROOT}/incidents/", {}, content_type="application/json")
    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"
