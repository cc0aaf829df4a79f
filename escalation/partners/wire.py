"""One POST to an address that a person gave us: no private network, no redirect, no long wait."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

ANSWERS_WITHIN = 5
"""Seconds for the whole exchange, from the name's resolution on, however they are spread."""

_TAKEN = range(200, 300)
_UNICAST = IPv6Network("2000::/3")
"""All that is given out on the public internet; what lies beside it may be wrapped or local."""
_TRANSLATED = IPv6Network("64:ff9b::/96")


class Undeliverable(Exception):
    """It was not taken: refused, too slow, nobody there, or at an address that is not called."""


class _Pinned(http.client.HTTPConnection):
    """A connection to the very address that was judged, whatever the name resolves to later."""

    def __init__(self, target: SplitResult, address: str, seconds: float) -> None:
        port = target.port or (443 if target.scheme == "https" else 80)
        super().__init__(target.hostname or "", port, timeout=seconds)
        self._address = address
        self._is_secret = target.scheme == "https"
        self.is_cut = False

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self.is_cut:  # it was, before there was anything to shut down
            raise TimeoutError
        if self._is_secret:
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from another thread, whatever it waits for."""
        self.is_cut = True
        with suppress(OSError):  # it has ended by itself
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def post(
    address: str, body: bytes, headers: Mapping[str, str], *, right_before: Callable[[], None]
) -> None:
    """Send a body; ``right_before`` is called when the connection stands and nothing has left.

    :raises Undeliverable: it was not taken.
    """
    target = urlsplit(address)
    if target.scheme not in schemes():
        raise Undeliverable(f"scheme {target.scheme}")
    ends = time.monotonic() + ANSWERS_WITHIN
    judged = _judged(target)
    seconds = max(ends - time.monotonic(), 0.001)
    connection = _Pinned(target, judged, seconds)
    over = threading.Timer(seconds, connection.cut)
    over.daemon = True
    over.start()
    try:
        connection.connect()
        right_before()
        status = _status_of(connection, target, body, headers)
    except (OSError, http.client.HTTPException) as failure:
        raise Undeliverable(str(failure) or type(failure).__name__) from failure
    finally:
        over.cancel()
        connection.close()
    if connection.is_cut:
        raise Undeliverable("no answer in time")
    if status not in _TAKEN:
        raise Undeliverable(f"status {status}")


def schemes() -> tuple[str, ...]:
    """Return the kinds of addresses that are called: encrypted ones, save while developing."""
    return ("https", "http") if settings.WEBHOOKS_INTO_PRIVATE_NETWORKS else ("https",)


def is_public(address: str) -> bool:
    """Tell whether a numeric address lies on the public internet, whatever it is wrapped in."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found in _TRANSLATED:
            return is_public(str(IPv4Address(int(found) & 0xFFFFFFFF)))
        inner = found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found not in _UNICAST or (inner and not _is_global(inner)):
            return False
    return _is_global(found)


def _is_global(found: IPv4Address | IPv6Address) -> bool:
    return found.is_global and not found.is_multicast


def _judged(target: SplitResult) -> str:
    """Resolve a name once; every address that it has must be one that is called.

    :raises Undeliverable: one of them is not, or there is none.
    """
    addresses = _resolved(target.hostname or "", target.port or 443)
    if settings.WEBHOOKS_INTO_PRIVATE_NETWORKS:
        return addresses[0]
    if not all(is_public(each) for each in addresses):
        raise Undeliverable("not a public address")
    return addresses[0]


def _resolved(name: str, port: int) -> list[str]:
    """Ask the system, which may take minutes and cannot be stopped, from a thread left behind.

    :raises Undeliverable: there is no such name, it cannot be one, or no answer came in time.
    """
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def _ask() -> None:
        try:
            found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
            answers.put([str(each[4][0]) for each in found])
        except (OSError, UnicodeError) as unknown:
            answers.put(unknown)

    threading.Thread(target=_ask, daemon=True).start()
    try:
        answer = answers.get(timeout=ANSWERS_WITHIN)
    except Empty:
        raise Undeliverable("the name was not resolved in time") from None
    if isinstance(answer, Exception):
        raise Undeliverable(str(answer)) from answer
    return answer


def _status_of(
    connection: http.client.HTTPConnection,
    target: SplitResult,
    body: bytes,
    headers: Mapping[str, str],
) -> int:
    """Send, and read no more of the answer than its status and headers."""
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    connection.request("POST", path, body, dict(headers))
    return connection.getresponse().status
