"""Pages that only managers or operators read, in a real browser as `test_pages` looks at others."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal, speak
from tests.journeys.test_pages import DRESSES, faults_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.pictures,
    pytest.mark.xdist_group("portal"),
]
OFFERED = "/contracts/CM-0455/v2/"
PAGES = {
    "manufacturer": [OFFERED, "/contracts/CM-0455/versions/2/effect/"],
    "operator": ["/", "/health/clocks/"],
}


@pytest.mark.parametrize("kind", PAGES)
def test_their_pages_are_fit_to_be_read(
    portal: Portal, sign_in: Callable[..., Page], kind: str
) -> None:
    faults = []
    for lang, scheme, width in DRESSES:
        dress: dict[str, Any] = {"color_scheme": scheme, "reduced_motion": "reduce"}
        page = sign_in(portal.person(kind, manager=kind != "operator"), **dress)
        speak(page, lang)
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES[kind]:
            page.goto(portal.url + address)
            if address == OFFERED:  # the room of incidents answers by itself
                expect(page.locator("section:has(#effect-head) table").first).to_be_visible()
            name = f"{kind}{address}".replace("/", "_")
            faults += faults_of(page, address, f"{name}-{lang}-{scheme}-{width}")

    assert faults == []
