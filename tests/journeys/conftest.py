"""The whole portal as real processes in a folder of its own, and a real Chromium in front of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_STARTED_WITHIN = 180.0


@dataclass
class Portal:
    """A running portal: its address, its people, its folder."""

    url: str
    var: Path
    people: list[dict[str, Any]] = field(default_factory=list)

    def person(self, kind: str, *, manager: bool = False) -> dict[str, Any]:
        """Return the first person of a kind, of the organisation that comes first."""
        return next(p for p in self.people if p["kind"] == kind and p["manager"] == manager)


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    """Run web, worker and beat on embedded servers, as `make run` does.

    PORTAL_VAR names the folder of one that runs already, to save its start.
    """
    if "PORTAL_VAR" in os.environ:
        yield _running_in(Path(os.environ["PORTAL_VAR"]))
        return
    folder = Path(tempfile.mkdtemp(prefix="guichet-"))
    folder.chmod(0o755)  # root's PostgreSQL runs as nobody, who passes through
    port = _free_port()
    log = (folder / "portal.log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_portal", "--port", str(port)],
        cwd=settings.ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV"))},
            "DJANGO_SETTINGS_MODULE": "portal.settings.development",
            "VAR_DIR": str(folder),
            "DEBUG": "0",
        },
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        running = Portal(f"http://127.0.0.1:{port}", folder)
        _wait_until_ready(process, running.url, folder)
        running.people = _running_in(folder).people
        yield running
    finally:
        log.close()
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _running_in(var: Path) -> Portal:
    demo = json.loads((var / "demo.json").read_text())
    return Portal(demo["url"], var, demo["people"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(process: "subprocess.Popen[bytes]", url: str, folder: Path) -> None:
    deadline = time.monotonic() + _STARTED_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError((folder / "portal.log").read_text())
        try:
            with urllib.request.urlopen(f"{url}/health/ready/", timeout=2) as answer:
                if answer.status == 200 and (folder / "demo.json").exists():
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError("not ready: " + (folder / "portal.log").read_text())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the pages of one module.

    It holds an event loop of this process, beside which Django refuses to ask the database: later
    tests come when it is closed.
    """
    found = next(
        (path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("No Chromium here: install the package chromium to run the browser tests.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


def speak(page: Page, lang: str) -> None:
    """Choose a language by the switch in the top bar, as a person does."""
    if page.locator("html").get_attribute("lang") != lang:
        page.locator(f'form[action="/language/"] button[value="{lang}"]').first.click()
        page.wait_for_load_state()


@pytest.fixture
def sign_in(portal: Portal, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Sign somebody in by the form, in a browser of their own; any error of a page fails."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def _sign_in(person: dict[str, Any], **how: Any) -> Page:
        context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}} | how))
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda said: (
                troubles.append(said.text)
                if said.type == "error" and "Content Security Policy" in said.text
                else None
            ),
        )
        page.goto(f"{portal.url}/accounts/login/")
        page.locator("input[name=login]").fill(person["email"])
        page.locator("input[name=password]").fill(person["password"])
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(lambda address: "/accounts/login" not in address)
        if "locale" in how:
            speak(page, how["locale"][:2])
        return page

    yield _sign_in
    for context in contexts:
        context.close()
    assert troubles == []
