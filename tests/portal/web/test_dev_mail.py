from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection
from django.http import Http404
from django.test import Client, RequestFactory
from pytest_django import Settings

from contracts.models import User
from portal.web.components import components
from portal.web.dev_mail import dev_mail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DEV_MAIL_FOLDER = tmp_path


def _send(folder: Path, *subjects: str) -> None:
    with get_connection(
        "django.core.mail.backends.filebased.EmailBackend", file_path=str(folder)
    ) as connection:
        for subject in subjects:
            EmailMessage(
                subject, "Escaladé à l'éditeur <b>", "a@a.example", ["mia@b.example"],
                connection=connection,
            ).send()  # fmt: skip


def test_an_operator_reads_what_went_out(client: Client, olga: User, tmp_path: Path) -> None:
    _send(tmp_path, "Première", "Deuxième")
    client.force_login(olga)

    page = client.get("/dev/mail/").content.decode()

    assert page.index("Deuxième") < page.index("Première")
    assert "mia@b.example" in page
    assert "Escaladé à l&#x27;éditeur &lt;b&gt;" in page


def test_an_empty_folder_is_said(client: Client, olga: User) -> None:
    client.force_login(olga)

    assert client.get("/dev/mail/").status_code == 200


def test_nor_to_staff_of_another_company(rf: RequestFactory, clara: User) -> None:
    clara.is_staff = True
    request = rf.get("/")
    request.user = clara

    for page in (dev_mail, components):
        with pytest.raises(Http404):
            page(request)


def test_to_anybody_else_the_page_does_not_exist(client: Client, clara: User) -> None:
    visitor = client.get("/dev/mail/").status_code
    client.force_login(clara)

    assert (visitor, client.get("/dev/mail/").status_code) == (302, 404)
