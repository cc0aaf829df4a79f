"""Programs that end things: rescind agreed terms, retire a system, discard a draft."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from contracts.choices import RevisionState
from contracts.models import Configuration, Revision, Terms, User
from contracts.use_cases.draft_revision import Plan, write_draft
from tests.cast import House
from tests.contracts.web.offering import next_month
from tests.factories import contracts
from tests.factories.contracts import MORNING
from tests.programs import Program

CONTRACT = "/contracts/CM-0417/"
RESCIND, TAKE_BACK = f"{CONTRACT}rescind/", f"{CONTRACT}take-back/"


@pytest.fixture
def agreed(house: House) -> Terms:
    return contracts.amended(
        house.contract,
        effective_on=next_month(),
        at=timezone.now() - timedelta(minutes=1),
        monthly_fee=Decimal(15000),
    )


def _draft(house: House, by: User) -> Revision:
    return write_draft(house.payroll, [], Plan("", MORNING), by=by)


def _moves(by: User) -> list[list[str]]:
    return [each["moves"] for each in Program(by).reads(f"{CONTRACT}amendments/")["results"]]


def test_both_vendors_rescind_by_the_same_address(house: House, agreed: Terms) -> None:
    assert _moves(house.helen) == [["rescind"], []]
    Program(house.helen).does(RESCIND, {"version": 2, "reason": "Wrong fee."})
    assert _moves(house.helen) == [["take-back"], []]
    asked = Program(house.max).reads(f"{CONTRACT}amendments/")["results"][0]["rescission"]
    assert (asked["name"], asked["reason"], asked["confirmed_at"]) == (
        "Helen Duval",
        "Wrong fee.",
        None,
    )

    Program(house.max).does(RESCIND, {"version": 2})

    read = Program(house.clara).reads(f"{CONTRACT}amendments/")["results"]
    assert [each["terms_state"] for each in read] == ["rescinded", "approved"]
    assert read[0]["reason"] == "Wrong fee."
    assert "rescission" not in read[0]
    day = date(next_month().year, next_month().month, 2).isoformat()
    assert Program(house.clara).reads(CONTRACT, {"on": day})["monthly_fee"] == "12000.00"


def test_a_client_does_not_read_that_one_vendor_asks(house: House, agreed: Terms) -> None:
    before = Program(house.clara).get(f"{CONTRACT}amendments/").json()
    mark = Program(house.clara).get(CONTRACT)["ETag"]
    Program(house.helen).does(RESCIND, {"version": 2, "reason": "Wrong fee."})

    assert Program(house.clara).get(f"{CONTRACT}amendments/").json() == before
    assert Program(house.clara).get(CONTRACT)["ETag"] == mark


def test_who_confirms_names_the_state_that_they_have_read(house: House, agreed: Terms) -> None:
    read = Program(house.max).get(CONTRACT)["ETag"]
    Program(house.helen).does(RESCIND, {"version": 2, "reason": "Wrong fee."})

    answer = Program(house.max).post(RESCIND, {"version": 2, "reason": "x"}, If_Match=read)

    assert answer.status_code == 412
    assert Terms.objects.get(pk=agreed.pk).state == "approved"


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("helen", {"version": 2}, 422),
        ("helen", {"reason": "x"}, 422),
        ("helen", {"version": 1, "reason": "x"}, 409),
        ("helen", {"version": 9, "reason": "x"}, 404),
        ("hank", {"version": 2, "reason": "x"}, 403),
        ("clara", {"version": 2, "reason": "x"}, 403),
        ("stranger", {"version": 2, "reason": "x"}, 404),
    ],
)
def test_what_is_wrong_rescinds_nothing(
    house: House, agreed: Terms, who: str, body: dict[str, object], status: int
) -> None:
    assert Program(getattr(house, who)).post(RESCIND, body).status_code == status
    assert not hasattr(Terms.objects.get(pk=agreed.pk), "rescission")


def test_a_manager_of_the_manufacturer_retires_a_system(house: House) -> None:
    path = f"/configurations/{house.payroll.pk}/retire/"

    Program(house.helen).does(path, {"reason": "Replaced"})

    assert Configuration.objects.get(pk=house.payroll.pk).retired_at is not None
    assert Program(house.helen).post(path, {"reason": "Replaced"}).status_code == 409


@pytest.mark.parametrize(
    ("who", "body", "status"),
    [
        ("helen", {}, 422),
        ("helen", {"reason": " "}, 422),
        ("hank", {"reason": "x"}, 403),
        ("max", {"reason": "x"}, 403),
        ("clara", {"reason": "x"}, 403),
        ("stranger", {"reason": "x"}, 404),
        ("rival_agent", {"reason": "x"}, 404),
    ],
)
def test_others_retire_nothing(house: House, who: str, body: dict[str, str], status: int) -> None:
    path = f"/configurations/{house.payroll.pk}/retire/"

    assert Program(getattr(house, who)).post(path, body).status_code == status
    assert Configuration.objects.get(pk=house.payroll.pk).retired_at is None


def test_a_draft_of_ones_own_company_is_discarded(house: House) -> None:
    _draft(house, house.hank)
    _draft(house, house.clara)
    path = f"/configurations/{house.payroll.support_number}/draft/discard/"

    answer = Program(house.helen).does(path)

    assert answer["id"] == house.payroll.pk
    left = Revision.objects.filter(state=RevisionState.DRAFT)
    assert [each.author_id for each in left] == [house.clara.organisation_id]
    assert Program(house.helen).post(path).status_code == 404


@pytest.mark.parametrize("who", ["mia", "stranger", "rival_agent"])
def test_nobody_discards_the_draft_of_others(house: House, who: str) -> None:
    draft = _draft(house, house.hank)
    path = f"/configurations/{house.payroll.pk}/draft/discard/"

    assert Program(getattr(house, who)).post(path).status_code == 404
    assert Revision.objects.filter(pk=draft.pk).exists()


def test_who_gives_a_reason_asks_and_confirms_nothing_unread(house: House, agreed: Terms) -> None:
    Program(house.helen).does(RESCIND, {"version": 2, "reason": "Wrong fee."})

    crossed = Program(house.max).post(RESCIND, {"version": 2, "reason": "Ours, we only ask."})

    assert (crossed.status_code, crossed.json()["type"].rsplit(":", 1)[-1]) == (
        409,
        "move-not-open",
    )
    assert Terms.objects.get(pk=agreed.pk).state == "approved"


def test_who_asked_takes_it_back_by_an_address_of_its_own(house: House, agreed: Terms) -> None:
    helen, other, taken = Program(house.helen), Program(house.max), {"version": 2}
    helen.does(RESCIND, taken | {"reason": "Wrong fee."})
    read = other.get(CONTRACT)["ETag"]
    for body in ({}, taken):  # no address but its own takes anything back
        assert helen.post(RESCIND, body).status_code in {409, 422}
    assert other.post(TAKE_BACK, taken).status_code == 409
    for who, status in (("hank", 403), ("clara", 403), ("stranger", 404)):
        assert Program(getattr(house, who)).post(TAKE_BACK, taken).status_code == status

    helen.does(TAKE_BACK, taken)

    assert _moves(house.helen) == _moves(house.max) == [["rescind"], []]
    assert helen.reads(f"{CONTRACT}amendments/")["results"][0]["rescission"] is None
    assert helen.post(TAKE_BACK, taken).status_code == 409
    assert other.post(RESCIND, taken | {"reason": "x"}, If_Match=read).status_code == 412


@pytest.mark.parametrize(
    ("is_named_by", "status"), [("its mark", 412), ("its id", 409), ("nothing", 200)]
)
def test_who_confirms_can_name_the_request_that_they_have_read(
    house: House, agreed: Terms, is_named_by: str, status: int
) -> None:
    helen, other, second = Program(house.helen), Program(house.max), {"version": 2}
    helen.does(RESCIND, second | {"reason": "Wrong fee."})
    read = other.reads(f"{CONTRACT}amendments/")["results"][0]["rescission"]["id"]
    mark = {"If_Match": other.get(CONTRACT)["ETag"]} if is_named_by == "its mark" else {}
    named = {"rescission": read} if is_named_by == "its id" else {}
    helen.does(TAKE_BACK, second | {"rescission": read})
    helen.does(RESCIND, second | {"reason": "Another."})

    assert other.post(RESCIND, second | named, **mark).status_code == status

    is_undone = Terms.objects.get(pk=agreed.pk).state == "rescinded"
    assert is_undone == (is_named_by == "nothing")


def test_programs_list_what_is_in_service_what_is_retired_or_all(house: House) -> None:
    contracts.configuration("Mail", house.contract, signed_by=(house.helen, house.max))
    Program(house.helen).does(f"/configurations/{house.payroll.pk}/retire/", {"reason": "x"})
    hank = Program(house.hank)

    names = {
        show: {each["name"] for each in hank.reads("/configurations/", said)["results"]}
        for show, said in (
            ("", {}),
            *((each, {"show": each}) for each in ("all", "in_service", "retired")),
        )
    }

    both = {"Payroll", "Mail"}
    assert len(hank.reads("/configurations/", {"show": ""})["results"]) == len(both)
    assert names == {"": both, "all": both, "in_service": {"Mail"}, "retired": {"Payroll"}}
    unknown = hank.get("/configurations/", {"show": "old"})
    assert (unknown.status_code, set(unknown.json()["errors"])) == (422, {"show"})


@pytest.mark.parametrize("name", ["clara", "hank", "mia", "max"])
def test_whose_step_retiring_never_is_reads_that_of_a_retired_system_too(
    house: House, name: str
) -> None:
    path = f"/configurations/{house.payroll.pk}/retire/"
    Program(house.helen).does(path, {"reason": "Replaced"})

    answer = Program(getattr(house, name)).post(path, {"reason": "Replaced"})

    assert answer.status_code == 403
    assert "Helen" not in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "status"),
    [({}, 409), ({"reason": "agreed"}, 422), ({"reason": " "}, 409)],
)
def test_who_confirms_a_request_that_was_taken_back_asks_nothing_in_its_place(
    house: House, agreed: Terms, said: dict[str, str], status: int
) -> None:
    helen, second = Program(house.helen), {"version": 2}
    helen.does(RESCIND, second | {"reason": "Wrong fee."})
    read = helen.reads(f"{CONTRACT}amendments/")["results"][0]["rescission"]["id"]
    helen.does(TAKE_BACK, second)

    answer = Program(house.max).post(RESCIND, second | {"rescission": read} | said)

    assert answer.status_code == status
    assert not hasattr(Terms.objects.get(pk=agreed.pk), "rescission")
