"""Every page in a real browser: no axe violation, no sideways scroll, nothing that the CSP refuses.

CI looks at each in one dress; `make pictures` looks at all of them and keeps what it saw in
`var/pictures`.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from tests.journeys.conftest import Portal, speak

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.pictures,
    pytest.mark.xdist_group("portal"),
]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = bool(os.environ.get("PICTURES"))
DRESSES = (
    [
        (lang, scheme, width)
        for lang in ("fr", "en")
        for scheme in ("light", "dark")
        for width in (1440, 390)
    ]
    if LONG
    else [("fr", "light", 1440), ("en", "dark", 390)]
)
WITH_A_FAULT = (
    "?month=2026-11&kind=outage&system=&start=2026-11-03T09:00&end=2026-11-03T08:00"
    "&manufacturer=40&publisher=60&client=0&third_party=0"
)
OF_ALL = [
    "/me/",
    "/me/notifications/",
    "/notifications/",
    "/incidents/",
    "/configurations/",
    "/contracts/",
    "/statements/",
    "/guarantees/",
    "/court/",
    "/outages/",
    "/maintenance/",
    "/maintenance/new/",
    "/search/?q=serveur",
    "/search/?q=CM-0417+novembre",
]
OF_VENDORS = [
    "/products/",
    "/agreements/AG-FR-0001/",
    "/contracts/CM-0417/gap/",
    "/contracts/CM-0402/gap/",
    "/contracts/CM-0417/availability/",
    f"/contracts/CM-0417/simulate/{WITH_A_FAULT}",
    "/contracts/CM-0417/simulate/?month=2026-11&add=outage",
    "/contracts/CM-0455/v2/",
]
PAGES = {
    "client": [
        *("/", "/incidents/new/", "/guarantees/new/", *OF_ALL, "/search/?q=zzz"),
        "/contracts/CM-0417/availability/",
    ],
    "manufacturer": [
        "/queues/all/",
        "/queues/all/?sort=risk",
        "/queues/mine/",
        "/queues/to-sort/",
        "/incidents/new/",
        "/outages/new/",
        *OF_ALL,
        *OF_VENDORS,
    ],
    "publisher": ["/queues/all/", "/queues/to-acknowledge/", *OF_ALL, *OF_VENDORS],
}
OF_MANAGERS = [
    "/ledger/",
    "/rehearsal/",
    "/rehearsal/?acknowledged_after=40",
    "/rehearsal/?at=soon",
]
OF_NOBODY = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accessibility/",
    "/legal/",
    "/privacy/",
    "/help/",
    "/nowhere/",
]


def pages_of(kind: str, page: Page, portal: Portal) -> Iterator[str]:
    """Yield the addresses of a kind of person, and of the first incidents that they find."""
    yield from PAGES[kind]
    page.goto(portal.url + ("/incidents/" if kind == "client" else "/queues/all/"))
    links = page.locator('main a[href^="/i/"]').evaluate_all("all => all.map(a => a.pathname)")
    incidents = list(dict.fromkeys(link for link in links if link.count("/") == 3))
    assert incidents, f"{kind}: no incident in the list"
    yield from incidents[: 6 if LONG else 2]
    page.goto(f"{portal.url}/statements/")
    issued = page.locator("main tbody th a").evaluate_all("all => all.map(a => a.pathname)")
    assert issued, f"{kind}: no statement in the list"
    yield issued[0]
    page.goto(f"{portal.url}/configurations/")
    systems = page.locator('main a[href^="/c/"]').evaluate_all("all => all.map(a => a.pathname)")
    system = next(each for each in systems if re.fullmatch(r"/c/\d+/", each))
    yield f"{system}availability/{timezone.localdate().year}/"
    yield from (f"{system}r1/holds/", f"{system}draft/holds/?needed_0=1")
    if kind != "client":
        yield f"{incidents[0]}move/wait/"
        page.goto(f"{portal.url}/outages/")
        outages = page.locator("main th a").evaluate_all("all => all.map(a => a.pathname)")
        assert outages, f"{kind}: no outage in the list"
        yield outages[0]
        yield from ("/rosters/", "/rosters/links/")
        page.goto(f"{portal.url}/rosters/")
        rosters = page.locator("main th a").evaluate_all("all => all.map(a => a.pathname)")
        assert rosters, f"{kind}: no roster in the list"
        yield from (rosters[0], f"{rosters[0]}swap/")


def faults_of(page: Page, address: str, name: str) -> list[str]:
    """Look at a page as it stands; keep its picture in the long form."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faults = [f"{address}: {wide} px too wide"] if wide > 0 else []
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    for violation in Axe().run(page, options=options).response["violations"]:
        where = [node["target"] for node in violation["nodes"][:3]]
        faults.append(f"{address}: {violation['id']} {where}")
    styled = page.locator("[style]").count()
    if styled:
        faults.append(f"{address}: {styled} inline styles")
    if LONG:
        folder = settings.ROOT / "var" / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(folder / f"{name}.png"), full_page=True)
    return faults


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_is_fit_to_be_read(
    portal: Portal, sign_in: Callable[..., Page], kind: str
) -> None:
    faults = []
    for lang, scheme, width in DRESSES:
        dress: dict[str, Any] = {
            "color_scheme": scheme,
            "viewport": {"width": 1440, "height": 900},
            "reduced_motion": "reduce",
        }
        page = sign_in(portal.person(kind), **dress)
        speak(page, lang)
        page.set_viewport_size({"width": width, "height": 900})
        for address in pages_of(kind, page, portal):
            answer = page.goto(portal.url + address)
            assert answer is not None
            if answer.status != 200:
                faults.append(f"{address}: {answer.status}")
            said = page.locator("html").get_attribute("lang")
            if said != lang:
                faults.append(f"{address}: lang {said}, not {lang}")
            name = f"{kind}{address}".replace("/", "_").replace("?", "_")
            faults += faults_of(page, address, f"{name}-{lang}-{scheme}-{width}")

    assert faults == []


def test_a_rehearsal_is_fit_to_be_read_by_a_manager(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    faults = []
    for lang, scheme, width in DRESSES:
        page = sign_in(portal.person("manufacturer", manager=True), color_scheme=scheme)
        speak(page, lang)
        page.set_viewport_size({"width": width, "height": 900})
        for address in OF_MANAGERS:
            page.goto(portal.url + address)
            name = f"manager{address}".replace("/", "_").replace("?", "_")
            faults += faults_of(page, address, f"{name}-{lang}-{scheme}-{width}")

    assert faults == []


def test_pages_of_nobody_are_fit_to_be_read(portal: Portal, browser: Any) -> None:
    faults = []
    for lang, scheme, width in DRESSES:
        context = browser.new_context(
            locale=lang, color_scheme=scheme, viewport={"width": width, "height": 900}
        )
        page = context.new_page()
        for address in OF_NOBODY:
            page.goto(portal.url + address)
            name = f"nobody{address}".replace("/", "_")
            faults += faults_of(page, address, f"{name}-{lang}-{scheme}-{width}")
        context.close()

    assert faults == []
