"""The whole way of an incident in a real Chromium, with web, worker and beat as real processes."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Portal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.processes,
    pytest.mark.xdist_group("portal"),
]

SOFTWARE = (
    "SQL Server 2000 refuse les connexions depuis le correctif de ce matin, "
    "la base reste en mode suspect et le journal des transactions est plein"
)
ESCALATED_WITHIN = 2.0  # seconds after the click, with embedded servers
PATIENCE = 15_000


def open_incident(page: Page, portal: Portal) -> str:
    """Fill in the client's form as a client does, and return the reference."""
    page.goto(f"{portal.url}/incidents/new/")
    with page.expect_response(re.compile(r"/same-system/")):  # its notices move what is below
        page.locator('input[name="configuration"]').nth(1).check()
    expect(page.locator("#open-answers")).not_to_have_attribute("aria-busy", "true")
    page.locator('input[name="impact"][value="outage"]').check()
    page.locator('textarea[name="description"]').fill(SOFTWARE)
    page.locator('form button[type="submit"].btn-big').click()
    page.wait_for_url(re.compile(r"/i/INC-\d+/"))
    return page.url.split("/i/")[1].split("/")[0]


def ask(page: Page, address: str, action: str, **fields: str) -> None:
    """Carry out a client's move on the page of its form, as without scripts."""
    page.goto(f"{address}move/{action}/")
    form = page.locator(f'main form[action*="move/{action}"]')
    for field, value in fields.items():
        form.locator(f'[name="{field}"]').fill(value)
    with page.expect_navigation():
        form.locator("button.btn-primary").click()


def do(page: Page, name: str, **fields: str) -> None:
    """Press a vendor's button, and fill in and send its form where it has one."""
    button = page.locator(f"#do-{name}").first
    if button.get_attribute("href") is None:
        with page.expect_navigation():
            button.click()
        return
    button.click()
    form = page.locator("#act-body form[action]").first
    for field, value in fields.items():
        asked = form.locator(f'[name="{field}"]')
        if asked.first.get_attribute("type") == "radio":
            form.locator(f'[name="{field}"][value="{value}"]').check()
        else:
            asked.fill(value)
    with page.expect_navigation():
        form.locator("button.btn-primary").click()


def write(page: Page, body: str, audience: str) -> None:
    page.locator(f'#composer input[name="audience"][value="{audience}"]').check()
    page.locator('#composer textarea[name="body"]').fill(body)
    with page.expect_navigation():
        page.locator(f'#composer [data-send="{audience}"]').click()


def test_an_incident_travels_from_a_browser_to_the_publisher_and_back(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    claire = sign_in(portal.person("client"), locale="fr-FR")
    ines = sign_in(portal.person("manufacturer"), locale="fr-FR")
    daniel = sign_in(portal.person("publisher"), locale="en-GB")

    # 1 · The client opens; at once there are a reference, a holder, and an instant.
    began = time.monotonic()
    reference = open_incident(claire, portal)
    address = f"{portal.url}/i/{reference}/"
    expect(claire.locator("main")).to_contain_text(reference)
    assert time.monotonic() - began < 5
    assert claire.locator("html").get_attribute("lang") == "fr"

    # 2, 3 · It was routed to the publisher, and a worker escalates it, high priority forced.
    found = daniel.goto(address)
    while found is not None and found.status == 404 and time.monotonic() - began < 10:
        found = daniel.goto(address)
    assert found is not None
    assert found.status == 200
    number = daniel.locator("aside .ref").first.inner_text().strip()
    assert re.fullmatch(r"FR-\d{4}-\d{4}-\d{2}", number)
    expect(daniel.locator("main .prio.p1").first).to_be_visible()
    daniel.goto(f"{portal.url}/queues/to-acknowledge/")
    expect(daniel.locator(f"#row-{reference} .by-number")).to_be_visible()

    # The client's page changes by itself, without a reload.
    expect(claire.locator(".hero.is-publisher")).to_be_visible(timeout=PATIENCE)

    # 4 · The engineer acknowledges with a case number; the client reads that, not the number.
    daniel.goto(address)
    do(daniel, "leg-move-acknowledge", case_number="SRX 4711-B")
    daniel.goto(address)
    expect(daniel.locator("main")).to_contain_text("SRX 4711-B")
    write(daniel, "Strictly between us at the publisher.", "internal")
    write(daniel, "Entre fournisseurs : je soupçonne le correctif.", "vendors")
    write(daniel, "Bonjour, je regarde la base. Prochaine nouvelle dans 30 minutes.", "client")
    expect(claire.locator("main")).to_contain_text("je regarde la base", timeout=PATIENCE)
    said = claire.content()
    assert "SRX 4711-B" not in said
    assert "Entre fournisseurs" not in said
    assert "between us" not in said

    # The manufacturer reads what is for both, not what is the publisher's own.
    ines.goto(address)
    expect(ines.locator("main")).to_contain_text("Entre fournisseurs")
    assert "between us" not in ines.content()

    # Handed back with a reason, it is the manufacturer's to sort; re-routed, it travels again.
    do(daniel, "leg-move-return", reason="The controller loses its cache, see event 51.")
    ines.goto(address)
    expect(ines.locator("main")).to_contain_text("event 51")
    do(ines, "take")
    ines.goto(address)
    do(ines, "move-route", queue="software", reason="Cache remplacé, la base reste suspecte.")
    ines.goto(address)
    expect(ines.locator("main .prio.p1").first).to_be_visible()


def test_vendors_and_client_bring_an_incident_to_its_end(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    claire = sign_in(portal.person("client"), locale="fr-FR")
    ines = sign_in(portal.person("manufacturer"), locale="fr-FR")
    address = f"{portal.url}/i/{open_incident(claire, portal)}/"

    # The manufacturer waits for the client, whose reply ends it.
    ines.goto(address)
    do(ines, "move-wait", reason="Redémarrer le poste B2 et nous dire ce qu’il affiche.")
    expect(claire.locator("main")).to_contain_text("poste B2", timeout=PATIENCE)
    claire.goto(address)
    claire.locator('#composer textarea[name="body"]').fill("Redémarré, il affiche la console.")
    claire.locator('#composer button[type="submit"]').first.click()
    claire.wait_for_load_state()

    # Restored, contradicted, restored, resolved; the client closes.
    ines.goto(address)
    do(ines, "move-restore")
    claire.goto(address)
    ask(claire, address, "not-restored", reason="La paie ne démarre toujours pas.")
    ines.goto(address)
    expect(ines.locator("main")).to_contain_text("toujours pas")
    do(ines, "move-restore")
    ines.goto(address)
    do(ines, "move-resolve", cause="Cache de contrôleur défaillant, correctif repris.")
    claire.goto(address)
    ask(claire, address, "reopen", reason="La même erreur est revenue.")
    ines.goto(address)
    do(ines, "move-resolve", cause="Pilote remis à la version signée.")
    ask(claire, address, "close")
    claire.goto(address)
    assert "Cache de contrôleur défaillant" not in claire.content()


def test_double_click_and_a_form_sent_again_make_one_incident(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    claire = sign_in(portal.person("client"), locale="fr-FR", java_script_enabled=False)
    claire.goto(f"{portal.url}/incidents/new/")
    claire.locator('input[name="configuration"]').nth(1).check()
    claire.locator('input[name="impact"][value="question"]').check()
    claire.locator('textarea[name="description"]').fill("Quelle version de pilote avant novembre ?")
    sent: list[str] = []
    claire.on("request", lambda request: sent.append(request.post_data or ""))
    claire.locator('form button[type="submit"].btn-big').dblclick()
    claire.wait_for_url(re.compile(r"/i/INC-\d+/"))
    body = next(each for each in sent if "Quelle" in each)
    again = claire.request.post(
        f"{portal.url}/incidents/new/",
        data=body,
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"{portal.url}/incidents/new/",
        },
    )

    assert again.ok
    assert again.url.split("/i/")[1] == claire.url.split("/i/")[1]


def test_a_mistyped_support_number_is_told_beside_its_field(
    portal: Portal, sign_in: Callable[..., Page]
) -> None:
    claire = sign_in(portal.person("client"), locale="fr-FR", java_script_enabled=False)
    claire.goto(f"{portal.url}/incidents/new/")
    claire.locator("details.disclosure summary").first.click()
    claire.locator('input[name="support_number"]').fill("FR-1234-5678-00")
    claire.locator('input[name="impact"][value="degraded"]').check()
    claire.locator('textarea[name="description"]').fill("La messagerie rame depuis dix heures.")
    claire.locator('form button[type="submit"].btn-big').click()

    field = claire.locator('input[name="support_number"]')
    assert field.get_attribute("aria-invalid") == "true"
    expect(claire.locator("main")).to_contain_text("erreur de frappe")
    assert field.input_value() == "FR-1234-5678-00"
    assert "dix heures" in claire.locator('textarea[name="description"]').input_value()
