"""Beside the form: the number on blur, drafts, the phone, who has no such page."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone, translation

from contracts.choices import Impact
from contracts.models import Configuration, User
from tests.cast import House
from tests.factories import contracts, tickets
from tests.tickets.web.answers import PAGE, answers, is_checked, second_system, slip
from tickets.choices import Channel
from tickets.models import Draft, Incident


def test_what_is_open_on_the_system_is_shown_and_hinders_nothing(
    at_the_form: Client, house: House, incident: Incident
) -> None:
    query = urlencode({"configuration": house.payroll.pk, "impact": "outage"})

    live = at_the_form.get(f"/incidents/new/same-system/?{query}", headers={"HX-Request": "true"})
    at_the_form.post(PAGE, answers(house))

    fragment = live.content.decode()
    assert f"already open on this system: {incident.reference}" in fragment
    assert "Payroll" in fragment
    assert "everything is down" in fragment
    assert 'hx-swap-oob="true"' in fragment
    assert Incident.objects.count() == 2


@pytest.mark.parametrize("kind", ["mistyped", "unknown", "of another"])
def test_a_wrong_number_is_told_at_its_field(at_the_form: Client, house: House, kind: str) -> None:
    number = {
        "mistyped": slip(house.payroll.support_number),
        "unknown": "not a number",
        "of another": str(house.rival_payroll.support_number),
    }[kind]

    answer = at_the_form.get("/incidents/new/number/", {"support_number": number})

    page = answer.content.decode()
    told = "typing error" if kind == "mistyped" else "We do not know this number."
    assert told in page
    assert 'aria-invalid="true"' in page
    assert f'value="{number}"' in page
    assert house.rival_payroll.name not in page


def test_a_right_number_chooses_the_card(at_the_form: Client, house: House) -> None:
    other = second_system(house)

    answer = at_the_form.get(
        "/incidents/new/number/", {"support_number": f"  {other.support_number} /r1"}
    )

    page = answer.content.decode()
    assert "Right: Accounting is chosen." in page
    assert is_checked(page, other.pk)


def test_what_is_typed_is_there_after_signing_in_again(
    at_the_form: Client, house: House, clara: User
) -> None:
    said = answers(house, impact="degraded")
    saved = at_the_form.post("/incidents/new/draft/", said)
    at_the_form.logout()

    refused = at_the_form.post(PAGE, said)
    at_the_form.force_login(clara)
    page = at_the_form.get(PAGE).content.decode()

    assert saved.content.decode().startswith("Draft saved at ")
    assert refused["Location"] == f"/accounts/login/?next={PAGE}"
    assert said["description"] in page
    assert is_checked(page, "degraded")


def test_the_draft_is_gone_when_the_incident_is_open(at_the_form: Client, house: House) -> None:
    said = answers(house)
    at_the_form.post("/incidents/new/draft/", said)

    at_the_form.post(PAGE, said)

    assert not Draft.objects.exists()


def test_a_form_without_words_leaves_no_draft(at_the_form: Client, house: House) -> None:
    answer = at_the_form.post("/incidents/new/draft/", answers(house, description="  "))

    assert (answer.content, Draft.objects.count()) == (b"", 0)


def test_a_draft_that_is_no_form_is_passed_over(at_the_form: Client, clara: User) -> None:
    Draft.objects.create(user=clara, place="open", body="[1", saved_at=timezone.now())

    assert at_the_form.get(PAGE).status_code == 200


def test_the_forms_promises_are_french_for_a_french_reader(
    at_the_form: Client, house: House, clara: User
) -> None:
    clara.language = "fr"
    clara.save()

    page = at_the_form.get(PAGE).content.decode()

    with translation.override("fr"):
        assert str(Impact.OUTAGE.label) in page
    assert '<html lang="fr"' in page


def test_a_system_of_somebody_else_cannot_be_chosen(at_the_form: Client, house: House) -> None:
    theirs = house.rival_payroll.pk

    answer = at_the_form.post(PAGE, answers(house, configuration=str(theirs)))

    assert answer.status_code == 422
    assert house.rival_payroll.name not in answer.content.decode()
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "address", [PAGE, f"{PAGE}number/?support_number=1", f"{PAGE}same-system/"]
)
def test_publishers_and_operators_have_no_such_page(
    client: Client, mia: User, olga: User, address: str
) -> None:
    for nobody in (mia, olga):
        client.force_login(nobody)
        assert client.get(address).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"


def test_an_agent_records_who_called_and_when(client: Client, house: House, hank: User) -> None:
    client.force_login(hank)
    said = answers(
        house,
        on_behalf_of="Paul Girard",
        contact_name="",
        called_at="2026-11-23T09:40",
        since="15",
    )

    client.post(PAGE, said)

    opened = Incident.objects.get()
    assert opened.channel == Channel.PHONE
    assert (opened.on_behalf_of, opened.contact_name) == ("Paul Girard", "Paul Girard")
    assert opened.called_at == datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
    assert opened.down_since == datetime(2026, 11, 23, 8, 25, tzinfo=UTC)


def test_an_agent_says_who_called(client: Client, house: House, hank: User) -> None:
    client.force_login(hank)

    answer = client.post(PAGE, answers(house, contact_name=""))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give the caller’s name." in page
    assert "Give the time of the call." in page


def test_an_agent_finds_a_system_among_many_without_accents(
    client: Client, house: House, hank: User
) -> None:
    for number in range(9):
        contracts.configuration(f"Site {number}", house.contract, signed_by=None)
    contracts.configuration("Métrologie", house.contract, signed_by=None)
    client.force_login(hank)

    page = client.get(PAGE).content.decode()
    found = client.get(PAGE, {"q": "metrologie vauquelin"}).content.decode()
    fragment = client.get(PAGE, {"q": "METRO"}, headers={"HX-Request": "true"})

    assert "Find a system" in page
    assert "Métrologie" in found
    assert "Site 3" not in found
    assert fragment.content.decode().strip().startswith('<div id="systems"')


def test_a_hosts_name_that_looks_like_a_number_finds_its_system_on_the_phone(
    client: Client, house: House, hank: User
) -> None:
    Configuration.objects.filter(pk=house.payroll.pk).update(host="SRV-2026110112")
    client.force_login(hank)

    page = client.get(PAGE, {"q": "SRV-2026110112"}).content.decode()

    assert house.payroll.name in page
    assert "typing error" not in page


@pytest.mark.parametrize("systems", [0, 6])
def test_the_form_costs_the_same_queries_for_any_number_of_systems(
    at_the_form: Client, house: House, systems: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(systems):
        contracts.configuration(f"Site {number}", house.contract, signed_by=None)
        tickets.incident(house.payroll, house.clara)

    with django_assert_max_num_queries(24):
        at_the_form.get(PAGE, {"configuration": house.payroll.pk})


def test_the_draft_holds_the_answers_and_not_the_key(at_the_form: Client, house: House) -> None:
    at_the_form.post("/incidents/new/draft/", answers(house))

    kept = json.loads(Draft.objects.get().body)
    assert kept["impact"] == "outage"
    assert "key" not in kept
    assert "csrfmiddlewaretoken" not in kept


@pytest.mark.parametrize(
    "instant", ["0001-01-01T00:00", "0001-01-01T00:00+05:00", "1990-01-01T00:00"]
)
def test_an_instant_of_another_age_is_told_at_its_field(
    at_the_form: Client, house: House, instant: str
) -> None:
    answer = at_the_form.post(PAGE, answers(house, since="earlier", down_since=instant))

    assert answer.status_code == 422
    assert not Incident.objects.exists()


def test_a_key_with_thousands_of_digits_is_no_system(at_the_form: Client, house: House) -> None:
    answer = at_the_form.post(PAGE, answers(house, configuration="9" * 5000))

    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["hank", "clara"])
@pytest.mark.parametrize("is_chosen", [False, True])
def test_a_hosts_name_in_the_numbers_field_is_told_as_one(
    client: Client, house: House, who: str, is_chosen: bool
) -> None:
    Configuration.objects.filter(pk=house.payroll.pk).update(host="SRV-2026110112")
    client.force_login(getattr(house, who))
    said = {"support_number": "srv-2026110112"}
    if is_chosen:
        said["configuration"] = str(house.payroll.pk)

    page = client.get("/incidents/new/number/", said).content.decode()

    assert f"This is the name of a machine of “{house.payroll.name}”: choose that system." in page
    assert "typing error" not in page


def test_a_hosts_name_among_words_names_no_system_by_itself(client: Client, house: House) -> None:
    Configuration.objects.filter(pk=house.payroll.pk).update(host="SRV-2026110112")
    client.force_login(house.hank)

    said = {"support_number": "it is SRV-2026110112 again"}
    page = client.get("/incidents/new/number/", said).content.decode()

    assert "This is the name of a machine: choose the system in which it stands." in page


def test_a_hosts_name_of_anothers_system_is_a_slip_in_the_numbers_field(
    client: Client, house: House
) -> None:
    Configuration.objects.filter(pk=house.rival_payroll.pk).update(host="SRV-2026110112")
    client.force_login(house.hank)

    page = client.get("/incidents/new/number/", {"support_number": "SRV-2026110112"})

    assert "typing error" in page.content.decode()
    assert house.rival_payroll.name not in page.content.decode()
