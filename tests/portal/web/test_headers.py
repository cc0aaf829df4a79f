import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@pytest.mark.parametrize("page", ["/accounts/login/", "/health/live/", "/nothing/here/"])
def test_every_answer_says_what_a_browser_may_do(client: Client, page: str) -> None:
    answer = client.get(page)

    assert set(answer["Content-Security-Policy"].split("; ")) == set(_POLICY.split("; "))
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_nobody_signs_up_by_himself(client: Client) -> None:
    answer = client.post(
        "/accounts/signup/", {"email": "me@example.com", "password1": "a long pass phrase"}
    )

    assert answer.status_code == 404
    assert "_auth_user_id" not in client.session
