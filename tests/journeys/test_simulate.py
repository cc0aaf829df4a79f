"""Outages are dragged on a month, in a real browser: what it would cost and the address follow."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal, speak

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("portal")]


def test_a_manager_drags_an_outage_and_reads_what_it_would_cost(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    page = sign_in(portal.person("publisher", manager=True))
    speak(page, "en")
    page.goto(f"{portal.url}/contracts/CM-0417/simulate/?month=2026-11")
    page.locator("button[value=outage]").click()
    figures, bar = page.locator("#simulated .figure b"), page.locator(".bar")
    expect(figures.first).to_have_text(re.compile(r"^99\.86"))
    grasp = bar.bounding_box()
    assert grasp is not None
    right, middle = grasp["x"] + grasp["width"], grasp["y"] + grasp["height"] / 2

    page.mouse.move(right - 2, middle)
    page.mouse.down()
    page.mouse.move(right + 40, middle, steps=4)
    page.mouse.up()

    expect(figures.nth(2)).to_have_text(re.compile(r"^25"))
    expect(page).to_have_url(re.compile(r"start=2026-11-01T09%3A00.*end=2026-11-02"))
    bar.focus()
    page.keyboard.press("PageUp")
    expect(page.locator("[name=start]")).to_have_value("2026-11-02T09:00")
    expect(page).to_have_url(re.compile(r"start=2026-11-02T09%3A00"))
    shared = figures.all_inner_texts()
    page.reload()
    assert figures.all_inner_texts() == shared
