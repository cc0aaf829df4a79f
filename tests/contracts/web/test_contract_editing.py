"""A vendor's manager draws up a contract; what is wrong is told beside it."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from contracts.choices import TermsState
from contracts.models import Agreement, Contract, Terms, User
from contracts.selectors.promises import offer_of
from tests.cast import House
from tests.contracts.broken_guarantees import written
from tests.contracts.web.offering import posted, value_of

NEW = "/contracts/new/"


@pytest.fixture
def helen(client: Client, house: House) -> User:
    client.force_login(house.helen)
    return house.helen


def test_a_contract_is_drawn_up_as_it_was_written(
    client: Client, house: House, helen: User
) -> None:
    answer = client.post(
        NEW,
        posted(
            ("99,9", "5"),
            ("99.5", "10"),
            number="cm-0500",
            client="groupe vauquelin",
            availability_target="99,95",
            annual_cap="40 000,50",
            degraded_respond="1:30",
            degraded_restore="8 h",
        ),
    )

    terms = Terms.objects.with_promises().get(contract__number="CM-0500")
    offer = offer_of(terms)
    assert answer.headers["Location"] == "/contracts/CM-0500/v1/"
    assert (terms.state, terms.contract.client) == (TermsState.PROPOSED, house.vauquelin)
    assert offer.availability_target == Decimal("99.95")
    assert (offer.monthly_fee, offer.annual_cap) == (Decimal(12000), Decimal("40000.50"))
    assert [(b.below, b.percent) for b in offer.bands] == [
        (Decimal("99.9"), Decimal(5)),
        (Decimal("99.5"), Decimal(10)),
    ]
    degraded = terms.target_for("degraded")
    assert degraded is not None
    assert (degraded.respond_within, degraded.restore_within) == (
        timedelta(minutes=90),
        timedelta(hours=8),
    )
    assert offer.not_restored_within == timedelta(hours=48)
    assert client.get(answer.headers["Location"]).status_code == 200


def test_weekly_hours_are_taken_with_those_that_cross_midnight(client: Client, helen: User) -> None:
    windows = {
        "day0_0_from": "08:00",
        "day0_0_to": "12:00",
        "day0_1_from": "14:00",
        "day0_1_to": "18:00",
        "day4_0_from": "22:00",
        "day4_0_to": "06:00",
        "day5_0_from": "00:00",
        "day5_0_to": "24:00",
    }

    client.post(NEW, posted(pattern="weekly", leaves_out_holidays="on", **windows))

    coverage = Terms.objects.get(contract__number="CM-0500").coverage
    assert coverage.without_holidays_of == "FR"
    assert [(w.weekday, w.start, w.end) for w in coverage.windows.all()] == [
        (0, 480, 720),
        (0, 840, 1080),
        (4, 1320, 1800),
        (5, 0, 1440),
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"client": ""}, "client", "Name the client."),
        ({"client": "Nobody SA"}, "client", "No client of the agreement’s country"),
        ({"number": "a b"}, "number", "Three to twenty capital letters"),
        ({"number": "HP-0001"}, "number", "This number cannot be used"),
        ({"number": "CM-0417"}, "number", "This number cannot be used"),
        ({"starts_on": "2024-01-01"}, "starts_on", "does not run on that day"),
        ({"starts_on": "2026-01-31"}, "starts_on", "That day has passed"),
        ({"starts_on": "never"}, "starts_on", "Give a day."),
        ({"ends_on": "2026-01-01"}, "ends_on", "The last day lies before the first."),
        ({"availability_target": "101"}, "availability_target", "above 0 and at most 100"),
        ({"availability_target": "lots"}, "availability_target", "Write a number"),
        ({"monthly_fee": "12.000"}, "monthly_fee", "Write a number"),
        ({"monthly_fee": "-1"}, "monthly_fee", "An amount is not negative"),
        ({"annual_cap": "1.005,5555"}, "annual_cap", "Four decimals at most"),
        ({"contest_days": "0"}, "contest_days", "At least 1."),
        ({"answer_days": "400"}, "answer_days", "At most 365."),
        ({"not_restored_within": "48"}, "not_restored_within", "Write minutes or hours"),
        ({"outage_respond": "5 h"}, "outage_restore", "not restored before the call back"),
        ({"outage_restore": ""}, "outage_restore", "Promise at least, for an outage"),
        ({"outage_respond": "0 min"}, "outage_respond", "A delay is longer than nothing."),
        ({"degraded_restore": "8 h"}, "degraded_respond", "Say also when somebody calls back."),
        ({"degraded_news": "9000000 h"}, "degraded_news", "Write minutes or hours"),
        ({"pattern": "weekly"}, "pattern", "Write at least one window"),
        ({"pattern": "weekly", "day2_0_from": "08:00"}, "day2_0_to", "Say from when to when."),
        (
            {"pattern": "weekly", "day2_0_from": "8 o’clock", "day2_0_to": "9:00"},
            "day2_0_from",
            "Write a time of day",
        ),
        (
            {"leaves_out_holidays": "on", "holidays_of": "XX"},
            "holidays_of",
            "No public holidays are known for this.",
        ),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(
    client: Client, house: House, helen: User, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = client.post(NEW, posted(("99.5", "10"), **{"outage_news": "31 min"} | wrong))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', page), field
    assert value_of(page, "outage_news") == "31 min"
    assert value_of(page, "bands-0-below") == "99.5"
    assert not Contract.objects.filter(number="CM-0500").exists()


@pytest.mark.parametrize(
    ("bands", "place", "said"),
    [
        ([("99.5", "10"), ("99.5", "20")], "bands-0-below", "One penalty for each threshold."),
        ([("99.5", "10"), ("99", "5")], "bands-1-below", "the higher the penalty"),
        ([("99.95", "10")], "bands-0-below", "above the availability promised"),
        ([("99.5", "")], "bands-0-percent", "Write both figures of a penalty."),
        ([("99.5", "110")], "bands-0-below", "above 0 and at most 100"),
    ],
)
def test_what_is_wrong_in_a_penalty_is_told_in_its_row(
    client: Client, helen: User, bands: list[tuple[str, str]], place: str, said: str
) -> None:
    page = client.post(NEW, posted(*bands)).content.decode()

    assert said in page
    assert re.search(rf'name="{place}"[^>]*aria-invalid="true"', page)


def test_errors_are_told_in_the_readers_language(client: Client, house: House) -> None:
    User.objects.filter(pk=house.helen.pk).update(language="fr")
    client.force_login(house.helen)

    page = client.post(NEW, posted(contest_days="x")).content.decode()

    assert "Donnez un nombre entier." in page


@pytest.mark.parametrize("pressed", [{"do": "more"}, {"remove": "0"}, {"quick": "office"}])
def test_a_button_of_the_form_keeps_what_was_typed_and_judges_nothing(
    client: Client, helen: User, pressed: dict[str, str]
) -> None:
    said = posted(("lots", "10"), ("99", "20"), monthly_fee="many", outage_respond="soon")
    del said["do"]

    answer = client.post(NEW, {**said, **pressed})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert value_of(page, "monthly_fee") == "many"
    assert value_of(page, "outage_respond") == "soon"
    assert "aria-invalid" not in page
    if "remove" in pressed:
        assert value_of(page, "bands-0-below") == "99"
    if "do" in pressed:
        assert 'name="bands-4-below"' in page
    if "quick" in pressed:
        assert (value_of(page, "day4_0_from"), value_of(page, "day4_0_to")) == ("08:00", "18:00")
        assert value_of(page, "day5_0_from") == ""
        assert re.search(r'value="weekly"[^>]*checked', page)


def test_enter_and_checking_propose_nothing(client: Client, helen: User) -> None:
    page = client.post(NEW, posted(("99.5", "10"), do="read")).content.decode()

    assert "Below 99.5\u00a0%: 10\u00a0% of the month’s fee, 1,200.00\u00a0EUR." in page
    assert not Contract.objects.filter(number="CM-0500").exists()


def test_beside_the_form_stands_how_the_client_will_read_it(client: Client, helen: User) -> None:
    said = posted(("99.5", "10"), client="", number="", outage_respond="soon", do="")

    page = client.post(NEW, said, headers={"HX-Request": "true"}).content.decode()

    assert "means at most <b>43\u00a0min</b> of outage in a month of 30 days" in page
    assert "10\u00a0% of the month’s fee, 1,200.00\u00a0EUR" in page
    assert "We call back" not in page
    assert "<html" not in page


def test_hours_that_count_leave_less_outage(client: Client, helen: User) -> None:
    office = {
        f"day{day}_0_{end}": time
        for day in range(5)
        for end, time in (("from", "08:00"), ("to", "18:00"))
    }

    page = client.post(
        NEW, posted(pattern="weekly", **office), headers={"HX-Request": "true"}
    ).content.decode()

    assert "at most <b>12\u00a0min</b> of outage in a month of 30 days, within the hours" in page
    assert "Monday to Friday, 08:00–18:00" in page


def test_clients_of_others_are_not_listed_and_found_by_name_only(
    client: Client, house: House, helen: User
) -> None:
    page = client.get(NEW).content.decode()

    assert '<option value="Groupe Vauquelin">' in page
    assert "Banque Sorel" not in page
    assert client.post(NEW, posted(client="Banque Sorel")).status_code == 302


def test_only_a_vendors_manager_draws_up(client: Client, house: House) -> None:
    for nobody in (house.clara, house.hank, house.mia, house.olga):
        client.force_login(nobody)
        assert client.get(NEW).status_code == 403
        assert client.post(NEW, posted()).status_code == 403
    assert not Contract.objects.filter(number="CM-0500").exists()


def test_of_several_agreements_one_is_chosen(client: Client, house: House) -> None:
    novell = house.rival_payroll.contract.agreement.publisher
    Agreement.objects.create(
        reference="AG-FR-9",
        manufacturer=house.compaq,
        publisher=novell,
        country="FR",
        currency="EUR",
        starts_on=date(2025, 1, 1),
    )
    client.force_login(house.helen)

    assert "Choose the agreement." in client.post(NEW, posted()).content.decode()
    client.post(NEW, posted(agreement=str(house.agreement.pk)))
    assert Contract.objects.get(number="CM-0500").agreement == house.agreement
    rival = house.rival_payroll.contract.agreement
    assert client.post(NEW, posted(number="CM-0501", agreement=str(rival.pk))).status_code == 422


def test_a_clients_request_is_carried_over(client: Client, house: House, helen: User) -> None:
    asked = written(house, availability=Decimal("99.95"), wanted_from=date(2099, 3, 1))

    page = client.get(f"{NEW}?request={asked.pk}").content.decode()

    assert value_of(page, "client") == "Groupe Vauquelin"
    assert value_of(page, "availability_target") == "99.95"
    assert value_of(page, "starts_on") == "2099-03-01"
    assert "Order entry, Lyon" in page
    assert client.get(f"{NEW}?request=x").status_code == 200
    assert client.get(f"{NEW}?request={asked.pk + 1}").status_code == 404


def test_a_request_to_others_does_not_exist(client: Client, house: House) -> None:
    asked = written(house)
    client.force_login(User.objects.get(name="Rita Hewlett"))

    assert client.get(f"{NEW}?request={asked.pk}").status_code == 404
