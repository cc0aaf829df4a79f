"""Programs that call the API with a token, as a vendor's own system does."""

from collections.abc import Iterator
from typing import Any

from django.test import Client
from django.utils import timezone

from contracts.models import User
from contracts.use_cases.issue_token import issue_token

ROOT = "/api/v1"


class Program:
    """Acts for one person; what it is answered is read as JSON."""

    def __init__(self, user: User, *scopes: str) -> None:
        token, self.secret = issue_token(
            user,
            name="a program",
            scopes=scopes or ("read", "write"),
            expires_at=None,
            by=None,
            at=timezone.now(),
        )
        self.token = token
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path: str, query: Any = None, **headers: str) -> Any:
        return self.client.get(ROOT + path, query, headers=_named(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.post(
            ROOT + path, body or {}, content_type="application/json", headers=_named(headers)
        )

    def upload(self, path: str, body: Any, **headers: str) -> Any:
        return self.client.post(ROOT + path, body, headers=_named(headers))

    def reads(self, path: str, query: Any = None) -> Any:
        """Return what a GET answers, which must go well."""
        answer = self.get(path, query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def does(self, path: str, body: Any = None, **headers: str) -> Any:
        """Return what a POST answers, which must go well."""
        answer = self.post(path, body, **headers)
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()


def walk(program: Program, path: str, **query: Any) -> Iterator[dict[str, Any]]:
    """Yield all results, page after page along `next`."""
    page = program.reads(path, query)
    while True:
        yield from page["results"]
        if page["next"] is None:
            return
        page = program.client.get(page["next"]).json()


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
