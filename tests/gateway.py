"""A person's own gateway on this machine: a real server that takes calls, or does not."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass
class Call:
    """One call as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)


@dataclass
class Gateway:
    """What it answers, and the calls that it got."""

    address: str = ""
    status: int = 204
    calls: list[Call] = field(default_factory=list)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    found = Gateway()

    class _Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            names = {name.lower(): value for name, value in self.headers.items()}
            found.calls.append(Call(names, body))
            self.send_response(found.status)
            if 300 <= found.status < 400:
                self.send_header("Location", f"{found.address}elsewhere/")
            self.end_headers()

        def log_message(self, *_line: object) -> None:
            """Say nothing among the tests' lines."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    found.address = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
