"""Calls to an address of somebody else: which are made, and when they are over."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from escalation.partners import wire
from escalation.partners.wire import Undeliverable, is_public, post

HIDDEN = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104  nobody listens here
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "fec0::1",
    "::7f00:1",
    "::a00:1",
    "::ffff:0:7f00:1",
    "64:ff9b:1::7f00:1",
    "2001:0:808:808::80ff:fffe",
]


@pytest.mark.parametrize("address", HIDDEN)
def test_what_is_not_on_the_public_internet_is_told_apart(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]
)
def test_what_is_on_it_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", HIDDEN)
def test_a_name_that_leads_into_a_private_network_is_not_called(
    address: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOKS_INTO_PRIVATE_NETWORKS = False
    public = (2, 1, 6, "", ("93.184.216.34", 443))
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_a, **_k: [public, (2, 1, 6, "", (address, 443))]
    )
    called: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **_k: called.append(a))

    with pytest.raises(Undeliverable, match="not a public address"):
        post("https://gateway.example/", b"", {}, right_before=lambda: None)

    assert called == []


def test_the_address_that_was_judged_is_the_one_that_is_called(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers otherwise the second time leads nowhere else."""
    settings.WEBHOOKS_INTO_PRIVATE_NETWORKS = False
    answers = iter([[(2, 1, 6, "", ("93.184.216.34", 443))], [(2, 1, 6, "", ("127.0.0.1", 443))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: next(answers))
    called: list[object] = []

    def _refuse(address: object, *_more: object) -> None:
        called.append(address)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "create_connection", _refuse)

    with pytest.raises(Undeliverable, match="nobody there"):
        post("https://gateway.example/", b"", {}, right_before=lambda: None)

    assert called == [("93.184.216.34", 443)]


@pytest.mark.parametrize("address", ["http://gateway.example/", "ftp://x/", "file:///etc/passwd"])
def test_only_encrypted_addresses_are_called(address: str, settings: Any) -> None:
    settings.WEBHOOKS_INTO_PRIVATE_NETWORKS = False

    with pytest.raises(Undeliverable, match="scheme"):
        post(address, b"", {}, right_before=lambda: None)


def test_a_name_that_takes_long_is_given_up_within_the_time_of_a_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "ANSWERS_WITHIN", 0.2)
    answer = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: answer.wait(5) and [])
    began = time.monotonic()

    with pytest.raises(Undeliverable, match="in time"):
        post("http://gateway.example/", b"x", {}, right_before=lambda: None)

    assert time.monotonic() - began < 3
    answer.set()


def test_resolving_takes_its_part_of_the_time_of_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []

    def _resolve(*_name: object, **_how: object) -> list[object]:
        time.sleep(0.1)
        return [(2, 1, 6, "", ("127.0.0.1", 443))]

    def _refuse(_address: object, timeout: float) -> None:
        given.append(timeout)
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", _resolve)
    monkeypatch.setattr(socket, "create_connection", _refuse)

    with pytest.raises(Undeliverable, match="nobody there"):
        post("http://gateway.example/", b"x", {}, right_before=lambda: None)

    assert given[0] <= wire.ANSWERS_WITHIN - 0.1


def test_a_name_that_cannot_be_one_is_not_called() -> None:
    with pytest.raises(Undeliverable, match="label"):
        post(f"http://{'a' * 64}.example/", b"", {}, right_before=lambda: None)


@pytest.fixture
def dripping() -> Iterator[int]:
    """The port of a server that says its answer a letter at a time, without end."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def _drip() -> None:
            taken, _address = server.accept()
            with closing(taken):
                try:
                    taken.sendall(b"HTTP/1.1 200 OK\r\nX-More: ")
                    while True:
                        taken.sendall(b"a")
                        time.sleep(0.05)
                except OSError:
                    return

        threading.Thread(target=_drip, daemon=True).start()
        yield server.getsockname()[1]


def test_an_answer_that_never_ends_is_cut_off(
    dripping: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "ANSWERS_WITHIN", 0.4)
    began = time.monotonic()

    with pytest.raises(Undeliverable):
        post(f"http://127.0.0.1:{dripping}/", b"x", {}, right_before=lambda: None)

    assert time.monotonic() - began < 3
