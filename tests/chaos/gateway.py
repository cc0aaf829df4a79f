"""The gateway of a chaos run: one HTTP server that takes everybody's webhooks."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.chaos.witness import Witness


@dataclass
class Gateway(Witness):
    """Takes calls by their webhook-id."""

    @contextmanager
    def listening(self, port: int) -> Iterator[None]:
        taken = self

        class _Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(taken.pause())
                taken.accept(self.headers["webhook-id"])
                if taken.strikes():
                    taken.strike()
                with suppress(OSError):  # its caller is dead
                    self.send_response(204)
                    self.end_headers()

            def log_message(self, *_line: object) -> None:
                """Say nothing among the figures."""

        server = ThreadingHTTPServer(("127.0.0.1", port), _Door)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
