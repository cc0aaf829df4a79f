"""Bodies that nobody has a use for are refused before anything reads them."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from contracts.models import User
from portal.web.too_large import LARGEST_BODY, LARGEST_OF_A_STRANGER, TooLargeMiddleware
from tests.programs import ROOT, Program
from tickets.models import Incident

FORM = "multipart/form-data; boundary=x"
BODY = '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nWords\r\n--x--\r\n'
LOGIN = "/accounts/login/"


class NothingIsRead(FileUploadHandler):
    """Fails where anybody begins to read a form."""

    def handle_raw_input(self, *_parts: Any, **_named: Any) -> None:
        raise AssertionError("the body was read")


@pytest.fixture(autouse=True)
def _unread(settings: Any) -> None:
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.NothingIsRead"]


def send(client: Client, address: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(address, BODY, content_type=FORM, headers=named)


def strict(user: User) -> Client:
    """A browser of somebody, which is asked for its CSRF token as real ones are."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    return browser


def test_the_largest_of_all_is_refused_in_the_persons_language(
    clara: User, incident: Incident
) -> None:
    User.objects.filter(pk=clara.pk).update(language="en")
    address = f"/i/{incident.reference}/comment/"

    answer = send(strict(clara), address, Content_Length=str(LARGEST_BODY + 1))

    page = answer.content.decode()
    assert answer.status_code == 413
    assert '<html lang="en"' in page
    assert "up to 5 files of 25 MB each" in page
    assert "data-not-sent" in page


def test_to_a_script_the_sentence_alone_is_answered(clara: User, incident: Incident) -> None:
    address = f"/i/{incident.reference}/comment/"

    answer = send(strict(clara), address, Content_Length=str(LARGEST_BODY + 1), HX_Request="true")

    assert answer.status_code == 413
    assert "<html" not in answer.content.decode()
    assert "5 files" in answer.content.decode()


@pytest.mark.django_db
def test_a_stranger_sends_no_more_than_a_form_without_files() -> None:
    stranger = Client(enforce_csrf_checks=True)

    answer = send(stranger, LOGIN, Content_Length=str(LARGEST_OF_A_STRANGER + 1))

    assert answer.status_code == 413


@pytest.mark.django_db
def test_a_length_that_is_not_said_beforehand_is_refused() -> None:
    answer = send(Client(), LOGIN, Content_Length="", Transfer_Encoding="chunked")

    assert answer.status_code == 411


def test_programs_are_told_by_a_problem(clara: User, incident: Incident) -> None:
    address = f"{ROOT}/incidents/{incident.reference}/comments/"
    program = Program(clara).client

    too_large = send(program, address, Content_Length=str(LARGEST_BODY + 1))
    chunked = send(program, address, Content_Length="", Transfer_Encoding="chunked")

    for answer, status in ((too_large, 413), (chunked, 411)):
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("address", "has_session", "length"),
    [
        (LOGIN, True, str(LARGEST_BODY)),
        (LOGIN, False, str(LARGEST_OF_A_STRANGER)),
        (f"{ROOT}/incidents/", False, str(LARGEST_BODY)),
        (LOGIN, False, ""),
        (LOGIN, False, "many"),
    ],
)
def test_what_may_be_of_use_goes_on(address: str, has_session: bool, length: str) -> None:
    request = RequestFactory().post(address, headers={"Content-Length": length})
    if has_session:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "any"

    assert TooLargeMiddleware(_answered).process_view(request, _answered, (), {}) is None


def _answered(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
