"""The system that was chosen last counts, however late an answer about a number comes."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.journeys.test_portal_js import Site, site, visit

__all__ = ["site", "visit"]

FORM = """
<form><div id="systems" class="choices" data-outdates="#number">
  <label><input type="radio" name="configuration" value="1">Payroll</label>
  <label><input type="radio" name="configuration" value="2">Registry</label>
</div>
<div id="field"><label>Number <input id="number" name="n" hx-get="/check/" hx-trigger="change"
  hx-target="#field" hx-swap="outerHTML"></label></div></form>
"""
LATE = """
<p id="late">Right: Registry is chosen.</p>
"""


def test_a_late_answer_does_not_override_a_later_choice(
    site: Site, visit: Callable[[str], Page]
) -> None:
    site.page("/form/", FORM)
    page = visit("/form/")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/check/**", hold)
    page.locator("#number").fill("FR-1")
    page.locator("#number").press("Tab")
    page.wait_for_function("document.querySelector('#field').ariaBusy === 'true'")

    page.get_by_label("Payroll").check()
    for each in waiting:
        each.fulfill(body=LATE, content_type="text/html")
    page.wait_for_timeout(300)

    expect(page.locator("#late")).to_have_count(0)
    expect(page.get_by_label("Payroll")).to_be_checked()
