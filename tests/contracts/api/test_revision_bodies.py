"""What a program may send of a revision, what it is told of a mistake, and acting at most once."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.choices import ProductKind
from contracts.models import Product, Revision, RevisionComment
from tests.cast import House
from tests.contracts.api.test_revisions import SERVER, SQL, notice, path_of, proposed
from tests.factories import contracts
from tests.factories.contracts import LONG_AGO
from tests.programs import Program

__all__ = ["proposed"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"items": [SQL, {"product": "Deep Thought"}]}, "items", "Row 2: “Deep Thought”"),
        ({"items": [SQL, SQL | {"quantity": 0}]}, "items", "row 2, quantity: "),
        ({"items": [SQL | {"colour": "red"}]}, "items", "row 1, colour: "),
        ({"items": [{"host": "x"}]}, "items", "row 1, product: "),
        ({"items": [{"product": True}]}, "items", "row 1, product: "),
        ({"items": "all"}, "items", ""),
        ({"items": []}, "items", ""),
        ({"way_back": ""}, "way_back", "back"),
        ({"effective_at": "2026-11-24T08:00:00"}, "effective_at", "offset"),
        ({"effective_at": (LONG_AGO - timedelta(days=1)).isoformat()}, "effective_at", "R1"),
        ({"effective_at": "9999-12-31T23:59:59Z"}, "effective_at", "not reckoned so far"),
        ({"effective_at": "0001-01-01T00:00:00Z"}, "effective_at", "not reckoned so far"),
        ({"colour": "red"}, "colour", "no such field"),
    ],
)
def test_a_mistake_is_told_by_its_field_and_nothing_is_kept(
    house: House, wrong: Any, field: str, words: str
) -> None:
    answer = Program(house.clara).post(path_of(house), notice() | wrong)

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}
    assert words in answer.json()["errors"][field][0]
    assert Revision.objects.filter(configuration=house.payroll).count() == 1


def test_what_the_agreement_does_not_cover_is_refused_by_name(house: House) -> None:
    for name in ("Tru64", "OpenVMS"):
        Product.objects.create(vendor=house.compaq, kind=ProductKind.SOFTWARE, name=name)

    items = [SERVER, {"product": "openvms"}, {"product": "Tru64"}]
    answer = Program(house.clara).post(path_of(house), notice(*items))

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:guichet:problem:out-of-scope")
    assert [each.split()[0] for each in answer.json()["errors"]["items"]] == ["OpenVMS", "Tru64"]


def test_a_name_of_several_products_asks_for_the_version(house: House) -> None:
    for version in ("SP1", "SP2"):
        product = Product.objects.create(
            vendor=house.microsoft, kind=ProductKind.SOFTWARE, name="Exchange", version=version
        )
        house.agreement.products.add(product)
    hank = Program(house.hank)

    answer = hank.post(path_of(house), notice({"product": "Exchange"}))

    assert "Exchange SP1, Exchange SP2" in answer.json()["errors"]["items"][0]
    said = hank.does(path_of(house), notice({"product": "exchange sp2"}))
    assert said["items"][0]["product"]["version"] == "SP2"


def test_products_of_others_are_unknown_here(house: House) -> None:
    theirs = Product.objects.exclude(vendor__in=[house.compaq, house.microsoft]).earliest("pk")
    Product.objects.filter(pk=theirs.pk).update(name="NetServer")
    for key in (theirs.pk, "NetServer"):
        answer = Program(house.hank).post(path_of(house), notice({"product": key}))
        assert answer.json()["errors"]["items"][0].startswith("Row 1: ")
        assert answer.status_code == 422


def test_an_id_of_another_contracts_product_is_told_by_its_name(house: House) -> None:
    other = contracts.contract("HP-0002", house.vauquelin, house.rival_payroll.contract.agreement)
    theirs = Product.objects.exclude(vendor__in=[house.compaq, house.microsoft]).earliest("pk")
    Product.objects.filter(pk=theirs.pk).update(name="NetServer", version="LH 6000")
    wanted = notice(SERVER, {"product": theirs.pk})

    known = Program(house.clara).post(path_of(house), wanted)
    unknown = Program(house.hank).post(path_of(house), wanted)

    assert other.agreement.products.contains(theirs)
    assert "Row 2: “NetServer LH 6000” is not" in known.json()["errors"]["items"][0]
    assert f"Row 2: “{theirs.pk}” is not" in unknown.json()["errors"]["items"][0]


def test_a_second_proposal_waits_for_the_first(house: House, proposed: str) -> None:
    answer = Program(house.hank).post(path_of(house), notice())

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:guichet:problem:proposal-open")


def test_two_revisions_are_laid_side_by_side(house: House, proposed: str) -> None:
    said = Program(house.clara).reads(path_of(house, "1/diff/2/"))

    assert (said["from"], said["to"], said["unchanged"]) == (1, 2, 0)
    changed = {each["after"]["product"]: each for each in said["changed"]}
    server = changed["ProLiant 8500"]
    assert server["fields"] == ["quantity", "serial_number", "host", "role", "site"]
    assert (server["before"]["quantity"], server["after"]["quantity"]) == (1, 2)
    assert (said["added"], said["removed"]) == ([], [])
    same = Program(house.mia).reads(path_of(house, "2/diff/2/"))
    assert (same["changed"], same["unchanged"]) == ([], 2)


def test_comments_have_their_readers(house: House, proposed: str) -> None:
    hank, clara = Program(house.hank), Program(house.clara)

    hank.does(f"{proposed}comments/", {"audience": "vendors", "body": "Is it in stock?"})
    mine = clara.does(f"{proposed}comments/", {"audience": "vendors", "body": "Soon?"})

    assert (mine["audience"], mine["author"]["name"]) == ("all", "Clara Morel")
    read = clara.reads(f"{proposed}comments/")["results"]
    assert [each["body"] for each in read] == ["Soon?"]
    read = Program(house.mia).reads(f"{proposed}comments/")["results"]
    assert [each["body"] for each in read] == ["Is it in stock?", "Soon?"]


def test_the_same_key_proposes_once(house: House) -> None:
    clara, body = Program(house.clara), notice()

    first = clara.post(path_of(house), body, Idempotency_Key="notice-1")
    second = clara.post(path_of(house), body, Idempotency_Key="notice-1")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    other = clara.post(path_of(house), body | {"note": "x"}, Idempotency_Key="notice-1")
    assert (other.status_code, other.json()["type"][-22:]) == (422, "idempotency-key-reused")


def test_who_has_read_an_older_state_signs_nothing(house: House, proposed: str) -> None:
    max_ = Program(house.max)
    read = max_.get(proposed)["ETag"]
    Program(house.helen).does(f"{proposed}sign/")

    stale = max_.post(f"{proposed}sign/", If_Match=read)

    assert (stale.status_code, stale.json()["type"]) == (412, "urn:guichet:problem:stale")
    assert Revision.objects.get(number=2).sign_offs.count() == 1
    assert max_.post(f"{proposed}sign/", If_Match=max_.get(proposed)["ETag"]).status_code == 200


def test_a_proposal_can_insist_on_what_is_in_force(house: House, proposed: str) -> None:
    hank, one = Program(house.hank), f"/configurations/{house.payroll.pk}/"
    read = hank.get(one)["ETag"]
    for manager in (house.max, house.helen):
        Program(manager).does(f"{proposed}sign/")

    assert hank.post(path_of(house), notice(), If_Match=read).status_code == 412
    assert hank.post(path_of(house), notice(), If_Match=hank.get(one)["ETag"]).status_code == 201


def test_what_has_not_changed_is_not_sent_again(house: House, proposed: str) -> None:
    clara = Program(house.clara)

    assert clara.get(proposed, If_None_Match=clara.get(proposed)["ETag"]).status_code == 304
    assert clara.get(proposed)["ETag"] != Program(house.mia).get(proposed)["ETag"]


def test_a_token_that_only_reads_writes_nothing(house: House, proposed: str) -> None:
    program = Program(house.helen, "read")

    assert program.get(proposed).status_code == 200
    assert program.post(f"{proposed}sign/").status_code == 403
    body = {"audience": "all", "body": "x"}
    assert program.post(f"{proposed}comments/", body).status_code == 403
    assert RevisionComment.objects.count() == 0
    assert not Revision.objects.get(number=2).sign_offs.exists()
