"""Who visits for the bench: a browser over HTTP, and one inside that counts statements."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any, Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from contracts.models import User

HOST = "127.0.0.1"
_BOOKKEEPING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK")


@dataclass(frozen=True)
class Answer:
    """What a visit brought, and what it took."""

    status: int
    html: str
    milliseconds: float = 0
    statements: int = 0


class Visitor(Protocol):
    """Somebody who is signed in."""

    def get(self, path: str) -> Answer: ...

    def post(self, path: str, data: Mapping[str, str]) -> Answer: ...


class Browser:
    """A browser with one connection that stays open, and cookies."""

    def __init__(self, port: int, user: User) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=60)
        self._cookies = SimpleCookie()
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        self._cookies[name] = client.cookies[name].value

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(data))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {
            "Cookie": "; ".join(f"{each.key}={each.value}" for each in self._cookies.values()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "text/html",
        }
        started = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        html = answer.read().decode()
        took = 1000 * (time.perf_counter() - started)
        for written in answer.headers.get_all("Set-Cookie", []):
            self._cookies.load(written)
        return Answer(answer.status, html, milliseconds=took)


class Insider:
    """Visits in this process; the statements that a page sends to the database are counted."""

    def __init__(self, user: User) -> None:
        self._client = Client(SERVER_NAME=HOST)
        self._client.force_login(user)

    def get(self, path: str) -> Answer:
        return self._counted(lambda: self._client.get(path))

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        return self._counted(lambda: self._client.post(path, data))

    def _counted(self, visit: Callable[[], Any]) -> Answer:
        with _statements() as counted:
            answer = visit()
        return Answer(answer.status_code, answer.content.decode(), statements=len(counted))


@contextmanager
def _statements() -> Iterator[list[str]]:
    counted: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        if not sql.startswith(_BOOKKEEPING):
            counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield counted
