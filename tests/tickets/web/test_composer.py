"""Messages, drafts and files of vendors."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from contracts.models import User
from tests.cast import House
from tests.factories import tickets
from tickets.choices import Audience
from tickets.models import Draft, Incident
from tickets.use_cases.converse import add_comment
from tickets.use_cases.work_escalation import return_escalation

SESSION_AND_USER = 2


def say(incident: Incident, by: User, audience: Audience, body: str) -> None:
    add_comment(incident, audience=audience, body=body, files=[], by=by, at=timezone.now())


def page_of(client: Client, incident: Incident, query: str = "") -> str:
    answer = client.get(f"/i/{incident.reference}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def buttons_in(page: str) -> list[str]:
    return re.findall(r'id="do-([a-z-]+)"', page)


@pytest.fixture
def mias(mia: User) -> Client:
    client = Client()
    client.force_login(mia)
    return client


class TestComposer:
    def test_the_button_names_the_reader_and_the_most_private_is_chosen(
        self, hanks: Client, mias: Client, escalated: Incident
    ) -> None:
        agents, engineers = page_of(hanks, escalated), page_of(mias, escalated)

        for words in ("Keep inside Compaq", "Share with Microsoft", "Send to the client"):
            assert words in agents
        for words in ("Keep inside Microsoft", "Share with Compaq", "Send to the client"):
            assert words in engineers
        assert re.search(r'value="internal"\s+checked', agents)

    def test_an_address_may_choose_the_readers(self, hanks: Client, incident: Incident) -> None:
        page = page_of(hanks, incident, "?write=client")

        assert re.search(r'value="client"\s+checked', page)

    def test_a_message_goes_to_the_chosen_readers_once(
        self, hanks: Client, incident: Incident
    ) -> None:
        said = {"audience": "vendors", "body": "Same offset", "seen": "0", "key": "k1"}

        for _ in range(2):
            answer = hanks.post(f"/i/{incident.reference}/comment/", said)
            assert answer["Location"] == f"/i/{incident.reference}/"

        assert [each.body for each in incident.comments.all()] == ["Same offset"]
        assert incident.comments.get().audience == Audience.VENDORS

    def test_the_same_form_with_other_words_is_another_message(
        self, hanks: Client, incident: Incident
    ) -> None:
        for body in ("one", "two"):
            hanks.post(
                f"/i/{incident.reference}/comment/",
                {"audience": "internal", "body": body, "key": "k1"},
            )

        assert incident.comments.count() == 2

    def test_nothing_written_is_told_beside_the_form(
        self, hanks: Client, incident: Incident
    ) -> None:
        answer = hanks.post(
            f"/i/{incident.reference}/comment/", {"audience": "internal", "body": " "}
        )

        assert answer.status_code == 422
        assert "Write something, or attach a file." in answer.content.decode()

    @pytest.mark.parametrize("audience", ["", "everybody"])
    def test_readers_that_are_none_are_refused_and_the_text_stays(
        self, hanks: Client, incident: Incident, audience: str
    ) -> None:
        answer = hanks.post(
            f"/i/{incident.reference}/comment/", {"audience": audience, "body": "Keep me"}
        )

        assert answer.status_code == 422
        assert "Keep me</textarea>" in answer.content.decode()
        assert not incident.comments.exists()

    def test_an_onlooker_cannot_write_to_the_client(
        self, mias: Client, house: House, escalated: Incident
    ) -> None:
        return_escalation(escalated, reason="Not ours", by=house.mia, at=timezone.now())

        answer = mias.post(
            f"/i/{escalated.reference}/comment/", {"audience": "client", "body": "Hello"}
        )

        assert answer.status_code == 422
        assert not escalated.comments.exists()

    def test_whoever_wrote_meanwhile_is_read_before_sending(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        seen = hanks.get(f"/i/{incident.reference}/").context["writing"].seen
        say(incident, house.helen, Audience.INTERNAL, "I have just answered her")
        said = {"audience": "client", "body": "My answer", "seen": seen, "key": "k1"}

        first = hanks.post(f"/i/{incident.reference}/comment/", said)
        page = first.content.decode()
        second = hanks.post(
            f"/i/{incident.reference}/comment/",
            said | {"seen": first.context["writing"].seen},
        )

        assert first.status_code == 409
        assert "Helen Duval replied while you were writing" in page
        assert "My answer</textarea>" in page
        assert "Send all the same" in page
        assert second.status_code == 302
        assert incident.comments.filter(body="My answer").count() == 1

    def test_what_one_may_not_read_interrupts_nobody(
        self, hanks: Client, house: House, escalated: Incident
    ) -> None:
        seen = hanks.get(f"/i/{escalated.reference}/").context["writing"].seen
        say(escalated, house.mia, Audience.INTERNAL, "Between us")

        answer = hanks.post(
            f"/i/{escalated.reference}/comment/",
            {"audience": "internal", "body": "Mine", "seen": seen},
        )

        assert answer.status_code == 302


class TestDrafts:
    def test_a_draft_is_kept_restored_with_its_readers_and_gone_once_sent(
        self, hanks: Client, hank: User, incident: Incident
    ) -> None:
        kept = hanks.post(
            f"/i/{incident.reference}/draft/internal/", {"audience": "vendors", "body": "Half a"}
        )

        page = page_of(hanks, incident)
        hanks.post(f"/i/{incident.reference}/comment/", {"audience": "vendors", "body": "Whole"})

        assert kept.content.decode().startswith("Saved at ")
        assert "Half a</textarea>" in page
        assert re.search(r'value="vendors"\s+checked', page)
        assert not Draft.objects.filter(user=hank).exists()

    def test_it_moves_along_when_other_readers_are_chosen(
        self, hanks: Client, hank: User, incident: Incident
    ) -> None:
        for audience in ("internal", "client"):
            hanks.post(f"/i/{incident.reference}/draft/{audience}/", {"body": "Half a"})

        assert [each.place for each in Draft.objects.filter(user=hank)] == [
            f"{incident.reference}:client"
        ]

    def test_an_empty_one_is_forgotten(self, hanks: Client, hank: User, incident: Incident) -> None:
        for body in ("Half a", " "):
            hanks.post(f"/i/{incident.reference}/draft/internal/", {"body": body})

        assert not Draft.objects.exists()

    def test_it_is_nobody_elses(
        self, hanks: Client, client: Client, house: House, incident: Incident
    ) -> None:
        hanks.post(f"/i/{incident.reference}/draft/internal/", {"body": "Half a"})
        client.force_login(house.helen)

        assert "Half a" not in page_of(client, incident)

    def test_for_readers_that_are_none_there_is_no_place(
        self, hanks: Client, incident: Incident
    ) -> None:
        answer = hanks.post(f"/i/{incident.reference}/draft/everybody/", {"body": "Half a"})

        assert answer.status_code == 404


class TestFiles:
    def send(self, client: Client, incident: Incident, name: str, content: bytes, **said: str):  # type: ignore[no-untyped-def]
        return client.post(
            f"/i/{incident.reference}/comment/",
            {"audience": "internal", "body": "See", "files": SimpleUploadedFile(name, content)}
            | said,
        )

    def test_whoever_may_read_the_message_downloads_its_file_and_nobody_else(
        self, hanks: Client, mias: Client, client: Client, house: House, escalated: Incident
    ) -> None:
        self.send(hanks, escalated, "relevé.txt", b"offset 0x7B")
        file = escalated.comments.get().attachments.get()
        address = f"/i/{escalated.reference}/files/{file.pk}/"

        answer = hanks.get(address)

        assert b"".join(answer.streaming_content) == b"offset 0x7B"  # type: ignore[attr-defined]
        assert answer["Content-Disposition"] == "attachment; filename*=utf-8''relev%C3%A9.txt"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox"
        assert answer["Content-Type"] == "application/octet-stream"
        assert mias.get(address).status_code == 404
        assert "relevé.txt" in page_of(hanks, escalated)
        assert "relevé.txt" not in page_of(mias, escalated)
        for who in (house.clara, house.stranger):
            client.force_login(who)
            assert client.get(address).status_code == 404

    def test_it_is_not_found_under_another_incident(
        self, hanks: Client, house: House, incident: Incident
    ) -> None:
        other = tickets.incident(house.payroll, house.clara)
        self.send(hanks, incident, "a.txt", b"x")
        file = incident.comments.get().attachments.get()

        assert hanks.get(f"/i/{other.reference}/files/{file.pk}/").status_code == 404

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("run.exe", b"MZ", "files of this type are not taken"),
            ("page.html", b"<p>", "files of this type are not taken"),
            ("empty.txt", b"", "empty"),
        ],
    )
    def test_a_file_that_is_not_taken_is_named_and_the_text_stays(
        self, hanks: Client, incident: Incident, name: str, content: bytes, why: str
    ) -> None:
        answer = self.send(hanks, incident, name, content, body="Keep me")

        page = answer.content.decode()
        assert answer.status_code == 422
        assert name in page
        assert why in page
        assert "Keep me</textarea>" in page
        assert not incident.comments.exists()

    def test_a_file_that_is_too_large_is_said_so(
        self, hanks: Client, incident: Incident, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tickets.rules.uploads.LARGEST", 10)

        answer = self.send(hanks, incident, "dump.zip", b"12345678901")

        assert answer.status_code == 422
        assert "is too large" in answer.content.decode()
