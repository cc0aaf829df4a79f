"""Opening an incident in a browser: the answers, and the slips of the finger."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contracts.choices import Impact, Kind
from contracts.rules.coverage import Hours, Window
from contracts.use_cases.retire_configuration import retire_configuration
from tests.cast import House
from tests.factories import contracts
from tests.tickets.web.answers import PAGE, answers, is_checked, second_system, slip
from tickets.choices import Channel
from tickets.models import Incident


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
    tomorrow = timezone.localtime(timezone=house.contract.zone()) + timedelta(days=1)
    windows = [Window(tomorrow.weekday(), 8 * 60, 18 * 60)]
    contracts.amended(house.contract, hours=Hours("Europe/Paris", always_on=False, windows=windows))

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


@pytest.mark.parametrize("is_revoked", [False, True], ids=["mistyped", "revoked"])
def test_a_wrong_number_never_keeps_a_client_from_filing(
    at_the_form: Client, house: House, is_revoked: bool
) -> None:
    number = slip(house.payroll.support_number)
    if is_revoked:
        old = contracts.configuration("Old", house.contract, signed_by=(house.helen, house.max))
        number = str(old.support_number)
        retire_configuration(old, reason="Sold", by=house.helen, at=timezone.now())

    answer = at_the_form.post(PAGE, answers(house, support_number=number), follow=True)

    opened = Incident.objects.get()
    assert opened.configuration == house.payroll
    page = answer.content.decode()
    assert "The support number was left out." in page
    assert ("was revoked on" if is_revoked else "has a typing error") in page


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


def test_a_day_alone_is_not_taken_for_its_midnight(at_the_form: Client, house: House) -> None:
    answer = at_the_form.post(PAGE, answers(house, since="earlier", down_since="2026-07-01"))

    assert answer.status_code == 422
    assert "Give a day and a time." in answer.content.decode()


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


def test_a_client_without_a_contract_reads_how_to_come_to_one(client: Client, house: House) -> None:
    newcomer = contracts.person("Nell New", contracts.organisation("Neuf SA", Kind.CLIENT))
    client.force_login(newcomer)

    for answer, status in ((client.get(PAGE), 200), (client.post(PAGE, answers(house)), 409)):
        page = answer.content.decode()
        assert answer.status_code == status
        assert "You have no contract yet." in page
        assert 'href="/guarantees/new/"' in page
        assert 'name="description"' not in page
    assert not Incident.objects.exists()
