"""A second agreement, for another country, set up through the screens alone: no line of code.

HP with Microsoft in Belgium: other parties, two languages, other holidays, other bands.
"""

import re
import secrets
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.xdist_group("portal"),
]

PASSWORD = "un-beffroi-de-Mons-1661"
MARK = secrets.token_hex(2).upper()  # so that it can be played again where it was played before
MAKER, PUBLISHER = f"HP Belgique {MARK}", f"Microsoft Belgique {MARK}"
CLIENT, NUMBER = f"Aciéries de Mons {MARK}", f"BE-{MARK}"
GREET, LUC, ANKE = (f"{name}@{MARK.lower()}.example" for name in ("greet", "luc", "anke"))
PEOPLE = {
    GREET: ("Greet Maes", MAKER),
    LUC: ("Luc Dubois", PUBLISHER),
    ANKE: ("Anke Wouters", CLIENT),
}
TODAY = datetime.now(ZoneInfo("Europe/Brussels")).date()  # no contract begins before it


class Administration:
    """The administration, as an operator uses it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def adds(self, what: str, **said: str) -> None:
        """Fill in the form of a new row and save it."""
        page = self.page
        page.goto(f"{self.url}/admin/contracts/{what}/add/")
        for name, value in said.items():
            self.fill(name, value)
        with page.expect_navigation():
            page.locator("input[name=_save]").click()
        expect(page.locator("ul.messagelist .success")).to_be_visible()

    def fill(self, name: str, value: str) -> None:
        page, field = self.page, self.page.locator(f"[name={name}]")
        if page.locator(f".field-{name} .select2-selection").count():
            page.locator(f".field-{name} .select2-selection").click()
            page.locator("input.select2-search__field").fill(value)
            page.locator("li.select2-results__option", has_text=value).first.click()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def _set_up(admin: Administration) -> None:
    """Enter the parties, their people, the catalogue and the agreement."""
    for name, short, kind in (
        (MAKER, "HP", "manufacturer"),
        (PUBLISHER, "Microsoft", "publisher"),
        (CLIENT, "Aciéries", "client"),
    ):
        admin.adds(
            "organisation",
            name=name,
            short_name=short,
            kind=kind,
            country="BE",
            language="fr",
            time_zone="Europe/Brussels",
        )
    for email, (name, company) in PEOPLE.items():
        admin.adds(
            "user",
            email=email,
            name=name,
            organisation=company,
            role="manager",
            password1=PASSWORD,
            password2=PASSWORD,
        )
    admin.adds("product", vendor=MAKER, kind="hardware", name=f"NetServer LH 6000 {MARK}")
    admin.adds("product", vendor=PUBLISHER, kind="software", name=f"Exchange 2000 {MARK}")
    page = admin.page
    page.goto(f"{admin.url}/admin/contracts/agreement/add/")
    for name, value in (
        ("reference", f"AG-BE-{MARK}"),
        ("manufacturer", MAKER),
        ("publisher", PUBLISHER),
        ("country", "BE"),
        ("currency", "EUR"),
        ("starts_on", str(TODAY)),
        ("split_method", "shapley"),
    ):
        admin.fill(name, value)
    products = page.locator("select[name=products_old]")
    products.select_option(label=[f"NetServer LH 6000 {MARK}", f"Exchange 2000 {MARK}"])
    page.locator("#id_products_add_link, [id=id_products_add]").first.click()
    page.locator(".add-row a").click()
    for name, value in (("number", "1"), ("name", "Eerste lijn"), ("wait_minutes", "20")):
        page.locator(f"[name=levels-0-{name}]").fill(value)
    with page.expect_navigation():
        page.locator("input[name=_save]").click()
    expect(page.locator("ul.messagelist .success")).to_be_visible()


def _draws_up(page: Page, url: str) -> None:
    """Draw up a contract: office hours without Belgium's holidays, bands of its own."""
    page.goto(f"{url}/contracts/new/")
    page.locator("[name=hours-pattern], [name=pattern]").nth(1).check()
    with page.expect_navigation():
        page.locator("button[name=quick]").first.click()
    for name, value in (
        ("client", CLIENT),
        ("number", NUMBER),
        ("starts_on", str(TODAY)),
        ("availability_target", "99,7"),
        ("outage_respond", "20 min"),
        ("outage_restore", "6 h"),
        ("degraded_respond", "2 h"),
        ("monthly_fee", "4 800"),
        ("bands-0-below", "99,7"),
        ("bands-0-percent", "4"),
        ("bands-1-below", "98"),
        ("bands-1-percent", "12,5"),
        ("penalty_cap", "20"),
    ):
        page.locator(f"[name='{name}']").fill(value)
    page.locator("[name=leaves_out_holidays]").check()
    page.locator("[name=holidays_of]").fill("BE")
    page.locator("[name=time_zone]").select_option("Europe/Brussels")
    with page.expect_navigation():
        page.locator("button[value=propose]").click()
    assert page.url.startswith(f"{url}/contracts/{NUMBER}/"), page.locator("main").inner_text()


def _approves(page: Page, url: str) -> None:
    page.goto(f"{url}/contracts/{NUMBER}/v1/")
    _signs(page, "approve")


def _signs(page: Page, action: str) -> None:
    form = page.locator(f"form[action*='/{action}/']").first
    form.locator("input[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        form.locator("button.btn-primary").click()


def _registers(page: Page, url: str) -> str:
    """Register a system, say what is in it, propose it; return its address."""
    page.goto(f"{url}/c/new/")
    page.locator("[name=contract]").select_option(index=1)
    page.locator("[name=name]").fill("Laminoir, Mons")
    with page.expect_navigation():
        page.locator("main form button.btn-primary").click()
    address = page.url.removesuffix("draft/")
    for row, product in enumerate((f"NetServer LH 6000 {MARK}", f"Exchange 2000 {MARK}")):
        page.locator(f"[name=rows-{row}-product]").select_option(label=product)
        page.locator(f"[name=rows-{row}-serial_number]").fill(f"{MARK}-{row}")
    page.locator("[name=effective_at]").fill(f"{TODAY}T00:00")
    with page.expect_navigation():
        page.locator("button[name=do][value=propose]").click()
    assert page.url.startswith(f"{address}r1/"), page.locator("main").inner_text()
    return address


def _reports(page: Page, url: str, number: str) -> str:
    """Report an incident on the only system there is, and return its reference."""
    page.goto(f"{url}/incidents/new/")
    expect(page.locator("main")).to_contain_text(number)
    page.locator('input[name="impact"][value="degraded"]').check()
    page.locator('textarea[name="description"]').fill("The server is slow since this morning")
    page.locator('input[name="contact_phone"]').fill("065 99 00 11")
    page.locator('form button[type="submit"].btn-big').click()
    page.wait_for_url(re.compile(r"/i/INC-\d+/"))
    return page.url.split("/i/")[1].split("/")[0]


def _person(email: str) -> dict[str, str]:
    return {"email": email, "password": PASSWORD}


def test_another_countrys_agreement_is_set_up_by_the_screens_alone(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    _set_up(
        Administration(sign_in(portal.person("operator", manager=True), locale="fr-FR"), portal.url)
    )
    maker = sign_in(_person(GREET), locale="fr-BE")
    publisher = sign_in(_person(LUC), locale="en-GB")
    client = sign_in(_person(ANKE), locale="en-GB")

    _draws_up(maker, portal.url)
    too_early = client.goto(f"{portal.url}/contracts/{NUMBER}/")
    assert too_early is not None
    assert too_early.status == 404
    for page in (publisher, maker):
        _approves(page, portal.url)
    client.goto(f"{portal.url}/contracts/{NUMBER}/")
    for promise in ("not on public holidays (BE)", "99.7", "12.5"):
        expect(client.locator("main")).to_contain_text(promise)

    address = _registers(maker, portal.url)
    for page in (maker, publisher):
        page.goto(f"{address}r1/")
        _signs(page, "sign")
    client.goto(address)
    number = re.search(r"BE-\d{4}-\d{4}-\d{2}", client.locator("main").inner_text())
    assert number is not None
    reference = _reports(client, portal.url, number[0])

    maker.goto(f"{portal.url}/i/{reference}/")
    expect(maker.locator("main")).to_contain_text(number[0])
    outsider = sign_in(portal.person("manufacturer", manager=True), locale="fr-FR")
    for place in (f"/contracts/{NUMBER}/", f"/i/{reference}/", f"/n/{number[0]}/"):
        answer = outsider.goto(f"{portal.url}{place}")
        assert answer is not None
        assert answer.status == 404
