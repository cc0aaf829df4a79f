"""The little script of the shell, in a real browser: keys, clocks, live pages, kept text."""

import json
import mimetypes
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone, translation
from playwright.sync_api import Browser, ConsoleMessage, FilePayload, Page, Route, expect

SITE = "https://guichet.test"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
ROWS = """
<table><tbody data-rows>
  <tr id="row-1"><td><input type="checkbox" aria-label="one"></td><td><a class="title" href="/i/1/">One</a></td></tr>
  <tr id="row-2"><td><input type="checkbox" aria-label="two"></td><td><a class="title" href="/i/2/">Two</a></td></tr>
</tbody></table>
<button type="button" data-key="t" data-copy="INC-1">Take <kbd>t</kbd></button>
<label>Note <input name="note"></label>
"""  # noqa: E501
FORM = """
<form method="post" action="/send/" data-keep="note">
  <label>Note <textarea name="note"></textarea></label> <button>Send</button>
</form>
"""


def _note_policy(said: ConsoleMessage, troubles: list[str]) -> None:
    """Note what the content security policy stopped."""
    if said.type == "error" and "policy" in said.text.lower():
        troubles.append(said.text)


DOOR = """
<div class="door" data-not-sent>
  <form method="post" action="/accounts/login/"><input name="next" value="/send/"></form>
</div>
"""


class Site:
    """A site without a server: addresses and what they answer."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def page(self, path: str, content: str, **shell: Any) -> None:
        """Put a page into the real shell of the portal."""
        frame = {"ui": "agent", "has_keys": True, "now": timezone.now()} | shell
        source = '{% extends "base.html" %}{% block content %}' + content + "{% endblock %}"
        with translation.override("en"):
            html = (
                engines["django"]
                .from_string(source)
                .render({"shell": SimpleNamespace(**frame)}, RequestFactory().get(path))
            )
        self.answers[path] = {"body": html, "content_type": "text/html; charset=utf-8"}

    def serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        self.asked.append((path, route.request.headers))
        if path.startswith("/static/"):
            file = Path(finders.find(path.removeprefix("/static/")) or "")
            kind = mimetypes.guess_type(file.name)[0]
            return route.fulfill(body=file.read_bytes(), content_type=kind)
        answer = self.answers.get(path, {"status": 404})
        headers = {"Content-Security-Policy": CSP} | answer.get("headers", {})
        return route.fulfill(**answer | {"headers": headers})


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Callable[[str], Page]]:
    """Open a page of the site; anything the console complains of fails the test."""
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=SITE)
    context.route("**/*", site.serve)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: _note_policy(said, troubles))

    def go(path: str) -> Page:
        page.goto(SITE + path)
        return page

    yield go
    context.close()
    assert troubles == []


def test_j_and_k_move_x_selects_and_enter_opens(site: Site, visit: Callable[[str], Page]) -> None:
    site.page("/queue/", ROWS)
    site.page("/i/2/", "<h1>Two</h1>")
    page = visit("/queue/")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")

    expect(page.locator("#row-2")).to_have_attribute("aria-current", "true")
    expect(page.locator("#row-1")).not_to_have_attribute("aria-current", "true")
    expect(page.get_by_label("two", exact=True)).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Two")).to_be_visible()


def test_letters_typed_into_a_field_are_only_letters(
    site: Site, visit: Callable[[str], Page]
) -> None:
    site.page("/queue/", ROWS)
    page = visit("/queue/")

    page.get_by_label("Note").press_sequentially("jxt?")

    expect(page.get_by_label("Note")).to_have_value("jxt?")
    expect(page.locator("[aria-current]")).to_have_count(0)
    expect(page.locator("#keys")).not_to_be_visible()


def test_clients_have_no_single_letter_keys(site: Site, visit: Callable[[str], Page]) -> None:
    site.page("/queue/", ROWS, ui="client", has_keys=False)
    page = visit("/queue/")

    page.keyboard.press("j")

    expect(page.locator("#row-1")).not_to_have_attribute("aria-current", "true")


def test_a_question_mark_lists_the_keys_of_this_page(
    site: Site, visit: Callable[[str], Page]
) -> None:
    site.page("/queue/", ROWS)
    page = visit("/queue/")

    page.keyboard.press("?")

    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_contain_text("Take")
    expect(keys).to_contain_text("Select the row")
    expect(keys.get_by_text("Send to the reader named on the button")).to_be_hidden()


def test_letters_can_be_switched_off(site: Site, visit: Callable[[str], Page]) -> None:
    site.page("/queue/", ROWS)
    page = visit("/queue/")
    page.keyboard.press("?")
    page.get_by_label("Single letters act on this computer").uncheck()
    page.get_by_role("button", name="Close").click()

    page.keyboard.press("j")

    expect(page.locator("#row-1")).not_to_have_attribute("aria-current", "true")


def test_a_number_is_copied_and_said_to_be(site: Site, visit: Callable[[str], Page]) -> None:
    site.page("/queue/", ROWS)
    page = visit("/queue/")

    page.keyboard.press("t")

    expect(page.locator("#live")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "INC-1"


def test_chosen_files_are_named(site: Site, visit: Callable[[str], Page]) -> None:
    files = '<input class="files" type="file" multiple><output data-files data-scripted hidden>'
    site.page("/write/", f'<form class="composer"><p class="tools">{files}</output></p></form>')
    page = visit("/write/")

    page.locator(".files").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in ("a.txt", "b.txt")]
    )

    expect(page.locator("[data-files]")).to_have_text("a.txt, b.txt")


def test_clocks_run_on_the_servers_instant(site: Site, visit: Callable[[str], Page]) -> None:
    server = timezone.now() + timedelta(days=400)  # the reader's computer is a year slow
    due = (server - timedelta(minutes=12, seconds=30)).isoformat()
    since = (server - timedelta(hours=1)).isoformat()
    chip = (
        f'<span class="sla" data-label="Call back" data-since="{since}" data-due="{due}">'
        '<small>Call back</small><b>1 min</b><span class="vh"></span>'
        '<svg class="bar"><rect width="3"/></svg></span>'
    )
    clock = f'<time datetime="{(server + timedelta(hours=3, minutes=4)).isoformat()}" data-clock="in">x</time>'  # noqa: E501
    site.page("/queue/", chip + clock, now=server)

    page = visit("/queue/")

    expect(page.locator(".sla")).to_have_class("sla is-crit")
    expect(page.locator(".sla b")).to_have_text("12 min")
    expect(page.locator(".sla small")).to_have_text("Late")
    expect(page.locator("time")).to_have_text("in 3 h 04")


def test_a_live_page_takes_what_changed_and_asks_with_its_tag(
    site: Site, visit: Callable[[str], Page]
) -> None:
    site.page(
        "/i/1/",
        '<div data-live="/i/1/live/"></div><p id="state">Open</p><textarea id="t"></textarea>',
    )
    site.answers["/i/1/live/"] = {
        "body": '<p id="state" hx-swap-oob="true">Restored</p>',
        "headers": {"ETag": '"two"'},
    }
    page = visit("/i/1/")
    page.locator("#t").fill("half a sentence")

    expect(page.locator("#state")).to_have_text("Restored", timeout=6000)
    site.answers["/i/1/live/"] = {"status": 304}
    page.wait_for_timeout(3500)

    assert site.asked[-1][1].get("if-none-match") == '"two"'
    expect(page.locator("#t")).to_have_value("half a sentence")
    expect(page.locator("#offline")).to_be_hidden()


def test_a_lost_line_is_said_and_the_text_stays(site: Site, visit: Callable[[str], Page]) -> None:
    site.page("/i/1/", '<div class="live" data-live="/i/1/live/">Live</div>' + FORM)
    site.answers["/i/1/live/"] = {"status": 502}
    page = visit("/i/1/")
    page.get_by_label("Note").fill("half a sentence")

    expect(page.locator("#offline")).to_be_visible(timeout=9000)

    expect(page.locator("#offline")).to_contain_text("What you write is kept.")
    expect(page.get_by_label("Note")).to_have_value("half a sentence")


def test_a_session_that_ended_asks_to_sign_in(site: Site, visit: Callable[[str], Page]) -> None:
    site.page("/i/1/", '<div data-live="/i/1/live/"></div>')
    site.answers["/i/1/live/"] = {"status": 401}
    page = visit("/i/1/")

    link = page.get_by_role("dialog").get_by_role("link", name="Sign in")

    expect(link).to_have_attribute("href", "/accounts/login/?next=%2Fi%2F1%2F", timeout=6000)


def test_text_outlives_the_session_and_is_gone_once_sent(
    site: Site, visit: Callable[[str], Page]
) -> None:
    site.page("/i/1/", FORM)
    site.page("/send/", DOOR)
    page = visit("/i/1/")
    page.get_by_label("Note").fill("half a sentence")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main [name=next]")).to_have_value("/i/1/")

    visit("/i/1/")
    expect(page.get_by_label("Note")).to_have_value("half a sentence")
    site.page("/send/", "<p>Thank you</p>")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Thank you")).to_be_visible()

    visit("/i/1/")
    expect(page.get_by_label("Note")).to_have_value("")
    assert "half" not in json.dumps(page.evaluate("Object.values(sessionStorage)"))


def test_a_form_is_sent_once(site: Site, visit: Callable[[str], Page]) -> None:
    site.page("/i/1/", FORM)
    page = visit("/i/1/")

    went_through = page.locator("[data-keep]").evaluate(
        "form => [1, 2].map(() => form.dispatchEvent("
        "new SubmitEvent('submit', {bubbles: true, cancelable: true})))"
    )

    assert went_through == [True, False]
