import re

import pytest
from django.core import mail
from django.test import Client

from contracts.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a long sentence that nobody guesses"


@pytest.fixture
def clara_with_password(clara: User) -> User:
    clara.set_password(PASSWORD)
    clara.save(update_fields=["password"])
    return clara


def test_a_person_signs_in_by_address_whatever_its_case(
    client: Client, clara_with_password: User
) -> None:
    client.post(
        "/accounts/login/", {"login": clara_with_password.email.upper(), "password": PASSWORD}
    )

    assert "Clara Morel" in client.get("/help/").content.decode()


def test_a_wrong_password_and_an_unknown_address_are_told_in_the_same_words(
    client: Client, clara_with_password: User
) -> None:
    summaries = set()
    for login in (clara_with_password.email, "nobody@example.com"):
        page = client.post("/accounts/login/", {"login": login, "password": "wrong"})
        found = re.search(r'class="error-summary".*?</div>', page.content.decode(), re.DOTALL)
        assert found
        summaries.add(found[0])

    assert len(summaries) == 1


def test_signing_out_is_a_post(client: Client, clara: User) -> None:
    client.force_login(clara)

    assert client.get("/accounts/logout/").status_code == 200
    assert "Clara Morel" in client.get("/help/").content.decode()
    client.post("/accounts/logout/")

    assert "Clara Morel" not in client.get("/help/").content.decode()


def test_a_forgotten_password_is_replaced_by_mail(client: Client, clara: User) -> None:
    client.post(
        "/accounts/password/reset/", {"email": clara.email}, headers={"Accept-Language": "fr"}
    )
    [letter] = mail.outbox
    link = re.search(r"http://testserver(/\S+)", str(letter.body))
    assert link

    assert letter.subject == "Choisissez un nouveau mot de passe pour Guichet"
    form = client.get(link[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})

    clara.refresh_from_db()
    assert clara.check_password(PASSWORD)


def test_a_used_link_leads_to_a_new_one(client: Client) -> None:
    page = client.get("/accounts/password/reset/key/1-set-password/")

    assert 'href="/accounts/password/reset/"' in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/accounts/email/",
        "/accounts/confirm-email/",
        "/accounts/login/code/confirm/",
    ],
)
def test_nobody_enters_or_renames_himself(client: Client, clara: User, address: str) -> None:
    assert client.get(address).status_code == 404
    client.force_login(clara)

    assert (
        client.post(address, {"email": "other@example.com", "action_add": "1"}).status_code == 404
    )


@pytest.mark.parametrize(
    "address", ["/accounts/password/change/", "/accounts/password/reset/", "/accounts/inactive/"]
)
def test_account_pages_stand_in_the_shell(
    client: Client, clara_with_password: User, address: str
) -> None:
    client.force_login(clara_with_password)

    page = client.get(address)

    assert page.status_code == 200
    assert 'class="door"' in page.content.decode()
