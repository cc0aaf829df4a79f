"""Opening an incident in a browser: by the client, on the phone, with slips of the finger."""

import json
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone, translation

from contracts.choices import Impact
from contracts.models import Configuration, User
from tests.cast import House
from tests.factories import contracts, tickets
from tickets.choices import Channel
from tickets.models import Draft, Incident

PAGE = "/incidents/new/"


def answers(house: House, **changes: Any) -> dict[str, Any]:
    said = {
        "key": str(uuid.uuid4()),
        "configuration": str(house.payroll.pk),
        "impact": "outage",
        "description": "The server no longer answers since the failover",
        "since": "now",
        "contact_name": "Clara Morel",
        "contact_phone": "06 39 98 12 40",
    }
    return said | changes


def second_system(house: House) -> Configuration:
    return contracts.configuration("Accounting", house.contract, signed_by=(house.helen, house.max))


def slip(number: object) -> str:
    """The number with its last digit mistyped."""
    written = str(number)
    return written[:-1] + str((int(written[-1]) + 1) % 10)


def is_checked(page: str, value: object) -> bool:
    return re.search(rf'value="{value}"\s+checked', page) is not None


@pytest.fixture
def at_the_form(client: Client, clara: User) -> Client:
    client.force_login(clara)
    return client


def test_three_answers_open_an_incident_and_lead_to_it(at_the_form: Client, house: House) -> None:
    answer = at_the_form.post(PAGE, answers(house), follow=True)

    opened = Incident.objects.get()
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/i/{opened.reference}/", 302)]
    assert f"Incident {opened.reference} recorded at" in page
    assert "Compaq has it: an engineer calls Clara Morel back before" in page
    assert (opened.configuration, opened.impact) == (house.payroll, Impact.OUTAGE)
    assert (opened.channel, opened.contact_phone) == (Channel.BROWSER, "06 39 98 12 40")
    assert opened.down_since is not None


def test_the_form_sent_twice_leads_to_the_same_incident(at_the_form: Client, house: House) -> None:
    said = answers(house)

    first = at_the_form.post(PAGE, said)
    again = at_the_form.post(PAGE, said)

    assert Incident.objects.count() == 1
    assert first["Location"] == again["Location"]


def test_a_form_sent_again_with_other_words_asks_before_it_opens_another(
    at_the_form: Client, house: House
) -> None:
    said = answers(house)
    at_the_form.post(PAGE, said)

    answer = at_the_form.post(PAGE, said | {"description": "The printer, too, is silent"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The printer, too, is silent" in page
    assert said["key"] not in page
    assert Incident.objects.count() == 1


def test_the_only_system_is_chosen_already(at_the_form: Client, house: House) -> None:
    page = at_the_form.get(PAGE).content.decode()

    assert is_checked(page, house.payroll.pk)
    assert str(house.payroll.support_number) in page


def test_with_two_systems_none_is_chosen_for_the_client(at_the_form: Client, house: House) -> None:
    second_system(house)

    answer = at_the_form.post(PAGE, answers(house, configuration=""))

    assert answer.status_code == 422
    assert "Choose a system, or “I don’t know”." in answer.content.decode()


def test_each_answer_says_what_it_brings_now(at_the_form: Client, house: House) -> None:
    page = at_the_form.get(PAGE).content.decode()

    for sentence in (
        "Call back within 15\u00a0min",
        "Call back within 1\u00a0h",
        "Nobody can work.",
    ):
        assert sentence in page
    assert "24\u00a0h" in page


def test_outside_the_hours_the_chip_names_the_instant(at_the_form: Client, house: House) -> None:
    coverage = house.contract.coverage
    coverage.always_on = False
    coverage.save()
    tomorrow = timezone.localtime(timezone=coverage.zone()) + timedelta(days=1)
    coverage.windows.create(weekday=tomorrow.weekday(), start=8 * 60, end=18 * 60)

    page = at_the_form.get(PAGE).content.decode()

    assert "Call back before tomorrow 08:15" in page
    assert "Outside the guarantee:" in page


def test_missing_answers_are_told_on_top_and_at_their_field(
    at_the_form: Client, house: House
) -> None:
    said = answers(house, impact="", description="", contact_phone="")

    answer = at_the_form.post(PAGE, said)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "3 answers have to be looked at again" in page
    for name in ("impact", "description", "contact_phone"):
        assert f'href="#id_{name}"' in page
        assert f'id="id_{name}"' in page
    assert not Incident.objects.exists()


def test_nothing_typed_is_lost_when_a_number_is_mistyped(at_the_form: Client, house: House) -> None:
    number = slip(house.payroll.support_number)

    answer = at_the_form.post(PAGE, answers(house, configuration="", support_number=number))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This number has a typing error" in page
    assert f'value="{number}"' in page
    assert "The server no longer answers since the failover" in page
    assert not Incident.objects.exists()


def test_a_typed_number_chooses_the_system(at_the_form: Client, house: House) -> None:
    second_system(house)
    number = str(house.payroll.support_number)

    at_the_form.post(PAGE, answers(house, configuration="", support_number=number))

    assert Incident.objects.get().configuration == house.payroll


def test_a_number_of_another_system_than_the_chosen_one_is_told(
    at_the_form: Client, house: House
) -> None:
    other = second_system(house)

    answer = at_the_form.post(PAGE, answers(house, support_number=str(other.support_number)))

    assert answer.status_code == 422
    assert "This number belongs to “Accounting”" in answer.content.decode()


def test_an_unknown_system_needs_only_the_contract(at_the_form: Client, house: House) -> None:
    at_the_form.post(PAGE, answers(house, configuration="0"))

    opened = Incident.objects.get()
    assert (opened.configuration, opened.contract) == (None, house.contract)


def test_of_several_contracts_one_has_to_be_named(at_the_form: Client, house: House) -> None:
    other = contracts.contract("CM-0418", house.vauquelin, house.agreement)
    said = answers(house, configuration="0")

    refused = at_the_form.post(PAGE, said)
    at_the_form.post(PAGE, said | {"contract": str(other.pk)})

    assert refused.status_code == 422
    assert "Choose one of the contracts." in refused.content.decode()
    assert Incident.objects.get().contract == other


def test_less_than_an_hour_counts_from_an_hour_ago(at_the_form: Client, house: House) -> None:
    before = timezone.now()

    at_the_form.post(PAGE, answers(house, since="60"))

    began_at = Incident.objects.get().down_since
    assert began_at is not None
    assert timedelta(0) <= began_at - (before - timedelta(hours=1)) < timedelta(minutes=1)


def test_earlier_needs_the_instant_in_the_readers_own_zone(
    at_the_form: Client, house: House
) -> None:
    refused = at_the_form.post(PAGE, answers(house, since="earlier"))
    at_the_form.post(PAGE, answers(house, since="earlier", down_since="2026-07-01T09:30"))

    assert "Give the day and the time at which it began." in refused.content.decode()
    assert Incident.objects.get().down_since == datetime(2026, 7, 1, 7, 30, tzinfo=UTC)


def test_the_hour_that_autumn_doubles_is_taken(at_the_form: Client, house: House) -> None:
    at_the_form.post(PAGE, answers(house, since="earlier", down_since="2026-10-25T02:30"))

    assert Incident.objects.get().down_since == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_question_has_no_beginning(at_the_form: Client, house: House) -> None:
    at_the_form.post(PAGE, answers(house, impact="question", since="earlier", down_since="x"))

    assert Incident.objects.get().down_since is None


def test_the_future_is_refused_with_the_text_kept(at_the_form: Client, house: House) -> None:
    said = answers(house, since="earlier", down_since="2099-01-01T09:00")

    answer = at_the_form.post(PAGE, said)

    assert answer.status_code == 422
    assert "This instant is in the future." in answer.content.decode()
    assert 'value="2099-01-01T09:00"' in answer.content.decode()


def test_an_ended_contract_is_said_and_refuses_nothing(at_the_form: Client, house: House) -> None:
    house.contract.starts_on, house.contract.ends_on = date(2025, 1, 1), date(2025, 6, 30)
    house.contract.save()

    page = at_the_form.get(PAGE).content.decode()
    at_the_form.post(PAGE, answers(house))

    assert "the contract ended on 30 June 2025." in page
    assert "We handle it all the same." in page
    assert Incident.objects.get().outside_guarantee == "dates"


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


@pytest.mark.parametrize("systems", [0, 6])
def test_the_form_costs_the_same_queries_for_any_number_of_systems(
    at_the_form: Client, house: House, systems: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(systems):
        contracts.configuration(f"Site {number}", house.contract, signed_by=None)
        tickets.incident(house.payroll, house.clara)

    with django_assert_max_num_queries(22):
        at_the_form.get(PAGE, {"configuration": house.payroll.pk})


def test_the_draft_holds_the_answers_and_not_the_key(at_the_form: Client, house: House) -> None:
    at_the_form.post("/incidents/new/draft/", answers(house))

    kept = json.loads(Draft.objects.get().body)
    assert kept["impact"] == "outage"
    assert "key" not in kept
    assert "csrfmiddlewaretoken" not in kept
