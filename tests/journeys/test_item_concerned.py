"""The item concerned in a real browser: its list follows the system that is chosen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal
from tests.journeys.test_portal_js import Site, site, visit

__all__ = ["site", "visit"]

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("portal")]

LIST = """
<form method="post" action="/send/" data-keep="list"><label>Item <select name="item">
  <option value="">I do not know</option>{options}</select></label></form>
"""


def test_the_list_follows_the_system_and_the_incident_keeps_the_choice(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    page = sign_in(portal.person("client"), locale="en-GB")
    page.goto(f"{portal.url}/incidents/new/")
    page.locator("#system-unknown").check()
    items = page.get_by_label("Which item is concerned?")
    expect(items).to_have_count(0)

    systems = page.locator("[name=configuration]:not(#system-unknown)")
    systems.nth(0).check()
    expect(items).to_have_value("")
    first = items.locator("optgroup option").all_inner_texts()
    systems.nth(1).check()
    expect(items.locator("optgroup option").first).not_to_have_text(first[0])
    chosen = items.locator("optgroup option").first.inner_text()
    items.select_option(label=chosen)
    with page.expect_response(lambda answer: "same-system" in answer.url):
        page.locator("[name=impact][value=question]").check()

    expect(items.locator("option:checked")).to_have_text(chosen)
    page.get_by_label("In one sentence, what do you see?").fill("May this be restarted tonight?")
    page.get_by_role("button", name="Report the incident").click()

    page.wait_for_url("**/i/INC-*/")
    expect(page.locator("#client-aside")).to_contain_text(chosen)


def test_a_kept_item_that_is_no_longer_offered_leaves_the_list_as_it_is(
    site: Site, visit: Callable[[str], Page]
) -> None:
    site.page("/form/", LIST.format(options='<option value="1">Server</option>'))
    page = visit("/form/")
    page.get_by_label("Item").select_option("1")
    site.page("/form/", LIST.format(options='<option value="2">Storage</option>'))

    page.reload()

    expect(page.get_by_label("Item").locator("option:checked")).to_have_text("I do not know")
