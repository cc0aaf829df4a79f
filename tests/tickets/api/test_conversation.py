import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import House
from tests.factories import tickets
from tests.programs import Program
from tickets.models import Attachment, Comment, Incident
from tickets.rules import uploads


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def shared(house: House) -> Incident:
    """An incident at work at both vendors, now."""
    now = timezone.now()
    opened = tickets.incident(house.payroll, house.clara, at=now)
    return tickets.escalated(opened, by=house.hank, at=now)


def a_file(name: str = "trace.log", content: bytes = b"Sense key 4") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_goes_to_an_audience_and_comes_back_as_it_was(
    house: House, shared: Incident
) -> None:
    hank, mia, clara = Program(house.hank), Program(house.mia), Program(house.clara)
    at = f"/incidents/{shared.reference}/attachments/"

    answer = hank.upload(at, {"audience": "vendors", "file": a_file(), "body": "From the shelf"})

    kept = answer.json()
    assert answer.status_code == 201
    assert kept["sha256"] == hashlib.sha256(b"Sense key 4").hexdigest()
    assert mia.reads(at)["results"] == [kept]
    assert clara.reads(at)["results"] == []
    download: Any = mia.client.get(kept["url"], headers={"Accept": "image/png"})
    assert b"".join(download.streaming_content) == b"Sense key 4"
    assert download["Content-Disposition"] == 'attachment; filename="trace.log"'
    assert download["Content-Type"] == "application/octet-stream"
    assert clara.client.get(kept["url"]).status_code == 404


def test_a_message_may_bring_files(house: House, shared: Incident) -> None:
    at = f"/incidents/{shared.reference}/comments/"
    files = [a_file("a.log"), a_file("b.log")]

    written = (
        Program(house.clara)
        .upload(at, {"audience": "client", "body": "Two", "files": files})
        .json()
    )

    assert [each["name"] for each in written["attachments"]] == ["a.log", "b.log"]


@pytest.mark.parametrize(
    ("name", "content"), [("virus.exe", b"MZ"), ("empty.log", b""), ("large.zip", b"123456")]
)
def test_a_file_that_is_not_taken_is_told_beside_its_field(
    house: House, shared: Incident, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 5)

    answer = Program(house.clara).upload(
        f"/incidents/{shared.reference}/attachments/",
        {"audience": "client", "file": a_file(name, content)},
    )

    assert answer.status_code == 422
    assert name in answer.json()["errors"]["file"][0]
    assert not Attachment.objects.exists()
    assert not Comment.objects.exists()


def test_an_upload_that_is_far_too_large_is_not_even_read(house: House, shared: Incident) -> None:
    answer = Program(house.clara).client.post(
        f"/api/v1/incidents/{shared.reference}/attachments/",
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**10),
    )

    assert answer.status_code == 413


def test_too_many_files_are_refused(house: House, shared: Incident) -> None:
    files = [a_file(f"{number}.log") for number in range(uploads.MOST_FILES + 1)]

    answer = Program(house.clara).upload(
        f"/incidents/{shared.reference}/comments/",
        {"audience": "client", "body": "x", "files": files},
    )

    assert set(answer.json()["errors"]) == {"files"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"audience": "vendors", "body": "x"}, 403),
        ({"audience": "everybody", "body": "x"}, 422),
        ({"audience": "client", "body": "  "}, 422),
        ({"audience": "client"}, 422),
        ({"body": "x"}, 422),
        ({"audience": "client", "body": "x" * 50_001}, 422),
    ],
)
def test_a_message_that_cannot_be_is_refused(
    house: House, shared: Incident, body: Any, status: int
) -> None:
    answer = Program(house.clara).post(f"/incidents/{shared.reference}/comments/", body)

    assert answer.status_code == status
    assert not Comment.objects.exists()


def test_a_clients_pages_betray_no_hidden_line(house: House, shared: Incident) -> None:
    clara, hank = Program(house.clara), Program(house.hank)
    at = f"/incidents/{shared.reference}"
    before = clara.reads(f"{at}/timeline/", {"page_size": 1})

    for _ in range(3):
        hank.does(f"{at}/comments/", {"audience": "internal", "body": "Not for her."})

    assert clara.reads(f"{at}/timeline/", {"page_size": 1}) == before
    assert clara.reads(f"{at}/timeline/", {"count": "true"})["count"] == len(
        clara.reads(f"{at}/timeline/")["results"]
    )
    lines, page = list(before["results"]), before
    while page["next"]:
        page = clara.client.get(page["next"]).json()
        lines += page["results"]
    assert lines == clara.reads(f"{at}/timeline/")["results"]
    assert clara.client.get(page["previous"]).json()["results"] == [lines[-2]]
    assert clara.get(f"{at}/timeline/", {"cursor": "LTE"}).status_code == 422


def test_where_the_agreement_keeps_it_back_a_client_never_reads_which_vendor_has_it(
    house: House, shared: Incident
) -> None:
    house.agreement.names_holder_to_client = False
    house.agreement.save()
    opened = tickets.incident(
        house.payroll, house.clara, at=timezone.now(), impact="degraded", down_since=None
    )
    tickets.escalated(opened, by=house.hank, at=timezone.now())
    mia, clara = Program(house.mia), Program(house.clara)
    at = f"/incidents/{opened.reference}"
    mia.does(f"{at}/comments/", {"audience": "client", "body": "We look into it."})
    mia.does(f"/escalations/{mia.reads(f'{at}/')['escalation']['id']}/start/")

    seen = clara.reads(f"{at}/")
    lines = clara.reads(f"{at}/timeline/")["results"]
    comments = clara.reads(f"{at}/comments/")["results"]

    for name in ("queue", "forced_by", "classification", "escalation"):
        assert seen[name] is None
    assert seen["priority"] == "medium"
    for query in ({"queue": "software"}, {"priority": "high", "impact": "degraded"}):
        assert clara.reads("/incidents/", query)["results"] == []
    assert len(clara.reads("/incidents/", {"priority": "medium"})["results"]) == 1
    assert "Microsoft" not in str([seen, lines, comments])
    assert not any(line["kind"].startswith("escalation.") for line in lines)
    assert comments[0]["author"] == {"name": "Mia Okafor", "organisation": None}
    assert mia.reads(f"{at}/comments/")["results"][0]["author"]["organisation"]


def test_a_client_reads_four_things_of_an_escalation(house: House, shared: Incident) -> None:
    at = f"/incidents/{shared.reference}/"

    seen = Program(house.clara).reads(at)["escalation"]

    assert set(seen) == {"status", "priority", "support_number", "joint"}
    assert set(Program(house.hank).reads(at)["escalation"]) - set(seen) == {
        "id",
        "level",
        "case_number",
    }
