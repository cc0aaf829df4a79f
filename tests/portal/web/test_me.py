import pytest
from django.test import Client

from contracts.models import User
from contracts.use_cases.set_preferences import PreferenceUnknown, set_language, set_preferences

pytestmark = pytest.mark.django_db

ANSWERS = {
    "name": "Clara Morel-Duval",
    "phone": "06 39 98 12 40",
    "language": "en",
    "time_zone": "Europe/London",
    "theme": "dark",
}


def test_preferences_are_kept_and_confirmed_in_the_new_language(
    client: Client, clara: User
) -> None:
    client.force_login(clara)

    page = client.post("/me/", ANSWERS, follow=True)

    clara.refresh_from_db()
    assert {name: getattr(clara, name) for name in ANSWERS} == ANSWERS
    assert "Your preferences are kept." in page.content.decode()


@pytest.mark.parametrize(
    ("answer", "value"),
    [("name", ""), ("language", "de"), ("time_zone", "Mars/Olympus"), ("theme", "pink")],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    client: Client, clara: User, answer: str, value: str
) -> None:
    client.force_login(clara)

    page = client.post("/me/", ANSWERS | {answer: value})

    clara.refresh_from_db()
    assert page.status_code == 422
    assert f'id="id_{answer}_error"' in page.content.decode()
    assert clara.name == "Clara Morel"


def test_preferences_are_one_s_own_and_need_a_sign_in(client: Client) -> None:
    assert client.get("/me/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"time_zone": "Mars"}, {"language": "de"}])
def test_the_use_case_refuses_what_does_not_exist(clara: User, wrong: dict[str, str]) -> None:
    with pytest.raises(PreferenceUnknown) as refusal:
        set_preferences(clara, **ANSWERS | wrong)

    assert list(refusal.value.errors) == list(wrong)


def test_the_switch_keeps_a_persons_language(client: Client, clara: User) -> None:
    client.force_login(clara)

    answer = client.post("/language/", {"language": "en", "next": "/help/"})

    clara.refresh_from_db()
    assert answer.headers["Location"] == "/help/"
    assert clara.language == "en"


def test_the_switch_gives_a_visitor_a_cookie(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/help/"})

    page = client.get("/help/", headers={"Accept-Language": "fr"})

    assert '<html lang="en"' in page.content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "", "javascript:1"]
)
def test_the_switch_never_leads_outside(client: Client, elsewhere: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": elsewhere})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("language", ["de", "", "fr; Path=/"])
def test_a_language_that_is_not_spoken_changes_nothing(client: Client, language: str) -> None:
    answer = client.post("/language/", {"language": language, "next": "/help/"})

    assert answer.status_code == 302
    assert not answer.cookies


def test_a_person_cannot_be_given_a_language_that_is_not_spoken(clara: User) -> None:
    with pytest.raises(PreferenceUnknown):
        set_language(clara, language="de")


def test_nothing_is_switched_by_reading(client: Client) -> None:
    assert client.get("/language/").status_code == 405
