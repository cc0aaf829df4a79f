"""Tables of items: pasted or sent into a draft, and taken out of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contracts.choices import RevisionState
from contracts.models import Configuration, RevisionItem, User
from contracts.web.editor import FIRST_SHOWN
from tests.cast import House
from tests.contracts.web.register import draft_address as address
from tests.contracts.web.register import rows, server


@pytest.fixture
def payroll(house: House) -> Configuration:
    return house.payroll


@pytest.fixture
def hanks(client: Client, hank: User) -> Client:
    client.force_login(hank)
    return client


def test_a_table_is_pasted_into_the_draft(hanks: Client, payroll: Configuration) -> None:
    table = "Produit;Qté;Hôte;Couleur\r\nproliant 8500;3;SRV-É;beige\r\nSQL server;1;;\r\n"

    refused = hanks.post(address(payroll), rows(do="read", table=table))
    taken = hanks.post(
        address(payroll),
        rows(do="read", table=table.replace("SQL server", "SQL Server 2000")),
        follow=True,
    )

    assert refused.status_code == 422
    assert "“SQL server” is not in the agreement’s catalogue." in refused.content.decode()
    assert "proliant 8500;3;SRV-É;beige" in refused.content.decode()
    assert "2 items were taken over into the draft." in taken.content.decode()
    assert "Columns passed over: Couleur." in taken.content.decode()
    draft = payroll.revisions.get(state=RevisionState.DRAFT)
    assert [(item.quantity, item.host) for item in draft.items.all()] == [(3, "SRV-É"), (1, "")]


def test_all_that_is_wrong_in_a_table_is_told_in_one_go(
    hanks: Client, payroll: Configuration
) -> None:
    table = "Produit;Qté\nproliant 8500;lots\nSQL server;1\nVAX;0\n;x\n"

    page = hanks.post(address(payroll), rows(do="read", table=table)).content.decode()

    assert "6 things to correct" in page
    for said in (
        "“lots” is not a whole number of at least 1.",
        "“SQL server” is not in the agreement’s catalogue.",
        "“VAX” is not in the agreement’s catalogue.",
        "“0” is not between 1 and",
        "No product is named.",
    ):
        assert said in page
    assert not payroll.revisions.filter(state=RevisionState.DRAFT).exists()


def test_what_is_wrong_in_a_table_and_beside_it_is_told_at_once(
    hanks: Client, payroll: Configuration
) -> None:
    both = hanks.post(
        address(payroll), rows(do="read", table="product\nVAX\n", effective_at="")
    ).content.decode()
    beside = hanks.post(
        address(payroll), rows(do="read", table="product\nProLiant 8500\n", effective_at="")
    )

    assert "“VAX” is not in the agreement’s catalogue." in both
    assert "Give a day and a time." in both
    assert beside.status_code == 422
    assert "ProLiant 8500\n</textarea>" in beside.content.decode()
    assert not payroll.revisions.filter(state=RevisionState.DRAFT).exists()


def test_a_long_file_is_taken_whole_and_then_edited_as_a_table_only(
    hanks: Client, payroll: Configuration
) -> None:
    lines = "".join(f"ProLiant 8500,SRV-{n},S{n}\n" for n in range(300))
    file = SimpleUploadedFile("inventaire.csv", f"product,hôte,serial\n{lines}".encode("cp1252"))

    hanks.post(address(payroll), {**rows(do="read"), "file": file})
    page = hanks.get(address(payroll)).content.decode()
    saved = hanks.post(
        address(payroll), {"do": "propose", "note": "", "effective_at": "2030-01-07T08:00"}
    )

    assert "300 items: more than 200 are edited as a table only." in page
    assert "rows-TOTAL_FORMS" not in page
    assert saved.headers["Location"] == f"/c/{payroll.pk}/r2/"
    assert payroll.revisions.get(number=2).items.count() == 300


def test_the_page_of_a_long_draft_fetches_what_it_shows(
    hanks: Client, payroll: Configuration, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "".join(f"ProLiant 8500,SRV-{n}\n" for n in range(300))
    file = SimpleUploadedFile("inventaire.csv", f"product,host\n{lines}".encode())
    hanks.post(address(payroll), {**rows(do="read"), "file": file})
    fetched: list[object] = []
    kept = RevisionItem.from_db.__func__  # type: ignore[attr-defined]  # of a class method

    def counted(kind: type[RevisionItem], *how: object) -> RevisionItem:
        fetched.append(how)
        return kept(kind, *how)  # type: ignore[no-any-return]

    monkeypatch.setattr(RevisionItem, "from_db", classmethod(counted))

    page = hanks.get(address(payroll)).content.decode()

    assert "300 items" in page
    assert "SRV-19" in page
    assert len(fetched) <= FIRST_SHOWN


def test_nothing_to_read_is_told_at_the_field(hanks: Client, payroll: Configuration) -> None:
    answer = hanks.post(address(payroll), rows(do="read"))

    assert answer.status_code == 422
    assert "Paste a table, or choose a file." in answer.content.decode()


def test_an_empty_file_is_told_to_be_empty_and_not_asked_for(
    hanks: Client, payroll: Configuration
) -> None:
    file = SimpleUploadedFile("inventaire.csv", b"")

    page = hanks.post(address(payroll), {**rows(do="read"), "file": file}).content.decode()

    assert "The submitted file is empty." in page
    assert "Paste a table, or choose a file." not in page


def test_the_items_go_out_as_a_table_that_comes_back_the_same(
    hanks: Client, payroll: Configuration
) -> None:
    hanks.post(address(payroll), rows(server(host="=1+1", site="Lyon; Est"), do="save"))

    table = hanks.get(f"/c/{payroll.pk}/items.csv")
    file = SimpleUploadedFile("items.csv", table.content)
    hanks.post(address(payroll), {**rows(do="read"), "file": file})

    assert b", =1+1," in table.content
    item = payroll.revisions.get(state=RevisionState.DRAFT).items.get()
    assert (item.host, item.site) == ("=1+1", "Lyon; Est")
