"""However the API says no, it is a problem document in the caller's language."""

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory
from rest_framework.exceptions import Throttled

from contracts.choices import Language
from contracts.models import User
from portal.api.refusals import problem_for
from portal.web.errors import bad_request, server_error
from tests.programs import ROOT, Program


def problem_of(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = json.loads(answer.content)
    assert document["status"] == status
    assert document["type"].startswith("urn:guichet:problem:")
    assert document["title"]
    assert document["detail"]
    return document


def test_an_unknown_address_is_a_problem_for_anybody(db: None) -> None:
    for path in ("/nowhere/", "/incidents", "/incidents/INC-1/nowhere/", "/"):
        problem_of(Client().get(ROOT + path), 404)
        problem_of(Client().post(ROOT + path), 404)


@pytest.mark.parametrize("body", ["{", "\xff", "[" * 100_000, '{"text": NaN}', ""])
def test_what_is_not_json_is_a_problem(clara: User, body: str) -> None:
    answer = Program(clara).client.post(
        f"{ROOT}/classify/", body.encode("latin-1"), content_type="application/json"
    )

    document = problem_of(answer, 422 if not body else 400)
    assert document["type"].endswith("malformed" if body else "invalid")


@pytest.mark.parametrize("body", ["[]", '"text"', "1", "null"])
def test_a_body_that_is_no_object_is_a_problem(clara: User, body: str) -> None:
    answer = Program(clara).client.post(f"{ROOT}/classify/", body, content_type="application/json")

    assert problem_of(answer, 422)["errors"]


def test_the_method_the_form_and_the_content_can_be_wrong(clara: User) -> None:
    program = Program(clara)

    not_allowed = program.client.delete(f"{ROOT}/incidents/")
    problem_of(not_allowed, 405)
    assert "GET" in not_allowed["Allow"]
    problem_of(program.client.options(f"{ROOT}/incidents/"), 405)
    problem_of(program.get("/incidents/", Accept="text/csv"), 406)
    problem_of(program.upload("/incidents/", {"description": "x"}), 415)


def test_a_body_that_is_too_large_is_refused(clara: User, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    problem_of(Program(clara).post("/classify/", {"text": "x" * 200}), 413)


def test_a_field_that_nobody_knows_is_refused(clara: User) -> None:
    answer = Program(clara).post("/classify/", {"text": "x", "langue": "fr"})

    assert problem_of(answer, 422)["errors"] == {"langue": ["There is no such field."]}


def test_errors_stand_beside_their_fields_the_inner_ones_named(clara: User) -> None:
    answer = Program(clara).post("/incidents/", {"impact": "?", "contact": {"fax": "1"}})

    errors = problem_of(answer, 422)["errors"]
    assert set(errors) == {"impact", "description", "contact"}
    assert "fax: There is no such field." in errors["contact"]


def test_characters_that_no_database_takes_are_refused(clara: User) -> None:
    program = Program(clara)

    problem_of(program.post("/incidents/", {"description": "a\0b", "impact": "question"}), 422)
    problem_of(program.get("/incidents/?q=%00"), 422)


@pytest.mark.parametrize(
    ("body", "field"), [('{"\\ud800": 1}', "\ud800"), ('{"impact": "\\ud800"}', "impact")]
)
def test_half_a_character_is_a_problem_like_any_other(clara: User, body: str, field: str) -> None:
    answer = Program(clara).client.post(f"{ROOT}/incidents/", body, content_type="application/json")

    assert field in problem_of(answer, 422)["errors"]


def test_a_problem_is_told_in_the_persons_language(clara: User) -> None:
    clara.language = Language.FRENCH
    clara.save()

    answer = Program(clara).get("/incidents/INC-1/")

    assert answer["Content-Language"] == "fr"
    assert Program(clara).get("/me/", Accept_Language="de")["Content-Language"] == "fr"
    assert Program(clara).get("/me/", Accept_Language="de, en;q=0.5")["Content-Language"] == "en"


def test_nobody_is_told_in_the_browsers_language(db: None) -> None:
    for language in ("fr", "en"):
        answer = Client().get(f"{ROOT}/me/", headers={"Accept-Language": language})
        assert answer["Content-Language"] == language


def test_what_the_framework_and_django_refuse_are_problems(db: None) -> None:
    throttled = problem_for(Throttled(wait=7), {})

    assert throttled is not None
    assert throttled["Retry-After"] == "7"
    problem_of(throttled, 429)
    problem_of(problem_for(PermissionDenied(), {}), 403)
    problem_of(problem_for(SuspiciousOperation(), {}), 400)


def test_a_bug_is_no_refusal_and_is_told_with_its_reference(db: None) -> None:
    assert problem_for(ZeroDivisionError(), {}) is None
    request = RequestFactory().get(f"{ROOT}/me/", headers={"X-Request-ID": "abcdef0123"})

    assert "ABCDEF01" in problem_of(server_error(request), 500)["detail"]
    problem_of(bad_request(request, SuspiciousOperation()), 400)


def test_pages_keep_their_own_errors(db: None) -> None:
    request = RequestFactory().get("/queues/")

    assert server_error(request)["Content-Type"].startswith("text/html")
    assert bad_request(request, SuspiciousOperation())["Content-Type"].startswith("text/html")
