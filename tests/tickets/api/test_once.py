"""Sent twice, carried out once; and not at all on a state that has passed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone

from contracts.models import Submission
from tests.cast import House
from tests.factories import contracts, tickets
from tests.programs import Program
from tests.tickets.api.test_opening import report
from tickets.models import Comment, Incident

KEY = {"Idempotency_Key": "7f3e"}


@pytest.fixture
def opened(house: House) -> Incident:
    return tickets.incident(house.payroll, house.clara, at=timezone.now())


def test_the_same_key_and_body_answer_the_first_result_again(house: House) -> None:
    clara = Program(house.clara)
    said = report(house)

    first = clara.post("/incidents/", said, **KEY)
    second = clara.post("/incidents/", said, **KEY)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert first["ETag"] == second["ETag"]
    assert second["Idempotency-Replayed"] == "true"
    assert not first.has_header("Idempotency-Replayed")
    assert Incident.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(house: House) -> None:
    clara = Program(house.clara)
    clara.does("/incidents/", report(house), **KEY)

    answer = clara.post("/incidents/", report(house, description="Another one"), **KEY)

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("idempotency-key-reused")
    assert Incident.objects.count() == 1


def test_a_key_belongs_to_one_person_and_one_address(house: House, opened: Incident) -> None:
    at = f"/incidents/{opened.reference}"
    said = {"audience": "client", "body": "Hello"}

    Program(house.clara).does(f"{at}/comments/", said, **KEY)
    Program(house.hank).does(f"{at}/comments/", said, **KEY)

    assert Comment.objects.count() == 2
    assert Program(house.clara).post(f"{at}/confirm/", said, **KEY).status_code == 422


def test_what_was_refused_may_be_tried_again_with_the_same_key(house: House) -> None:
    clara = Program(house.clara)
    said = report(house)
    contracts.left_service(house.payroll, at=timezone.now())
    assert clara.post("/incidents/", said, **KEY).status_code == 422

    contracts.taken_up_again(house.payroll, at=timezone.now())

    assert clara.post("/incidents/", said, **KEY).status_code == 201


def test_a_key_is_forgotten_after_a_day(house: House) -> None:
    clara = Program(house.clara)
    said = report(house)
    clara.does("/incidents/", said, **KEY)
    Submission.objects.update(at=timezone.now() - timedelta(hours=25))

    clara.does("/incidents/", said, **KEY)

    assert Incident.objects.count() == 2


def test_a_key_that_is_too_long_is_refused(house: House) -> None:
    answer = Program(house.clara).post("/incidents/", report(house), Idempotency_Key="k" * 91)

    assert set(answer.json()["errors"]) == {"Idempotency-Key"}


def test_a_file_sent_twice_is_kept_once(house: House, opened: Incident, settings: Any) -> None:
    settings.MEDIA_ROOT = settings.VAR / "test" / "uploads"
    clara = Program(house.clara)
    at = f"/incidents/{opened.reference}/attachments/"

    def send(content: bytes) -> Any:
        file = SimpleUploadedFile("a.log", content)
        return clara.upload(at, {"audience": "client", "file": file}, **KEY)

    assert send(b"one").json() == send(b"one").json()
    assert send(b"two").status_code == 422
    assert Comment.objects.count() == 1


def test_a_move_is_made_only_from_the_state_that_was_read(house: House, opened: Incident) -> None:
    hank = Program(house.hank)
    at = f"/incidents/{opened.reference}"
    seen = hank.get(f"{at}/")["ETag"]
    Program(house.clara).does(f"{at}/comments/", {"audience": "client", "body": "Wait!"})

    answer = hank.post(f"{at}/wait/", {"reason": "x"}, If_Match=seen)

    assert answer.status_code == 412
    assert answer.json()["type"].endswith("stale")
    now = hank.get(f"{at}/")["ETag"]
    moved = hank.post(f"{at}/wait/", {"reason": "x"}, If_Match=f'"other", {now}')
    assert moved.status_code == 200
    assert moved["ETag"] == hank.get(f"{at}/")["ETag"] != now
    assert hank.post(f"{at}/answer/", If_Match="*").status_code == 200
    assert hank.post(f"{at}/wait/", {"reason": "x"}, If_Match=f"W/{now}").status_code == 412


def test_a_target_missed_meanwhile_does_not_make_what_was_read_stale(
    house: House, opened: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, hank = f"/incidents/{opened.reference}", Program(house.hank)
    read = hank.get(f"{at}/")
    later = timezone.now() + timedelta(hours=5)

    monkeypatch.setattr(timezone, "now", lambda: later)

    assert hank.get(f"{at}/").json()["targets"] != read.json()["targets"]
    assert hank.get(f"{at}/", If_None_Match=read["ETag"]).status_code == 200
    moved = hank.post(f"{at}/wait/", {"reason": "x"}, If_Match=read["ETag"])
    assert moved.status_code == 200


@pytest.mark.parametrize("header", ["abc", "", "abc, def"])
def test_a_state_that_cannot_be_read_is_none_to_move_from(
    house: House, opened: Incident, header: str
) -> None:
    at = f"/incidents/{opened.reference}"

    answer = Program(house.hank).post(f"{at}/wait/", {"reason": "x"}, If_Match=header)

    assert answer.status_code == 412
    assert answer.json()["type"].endswith("stale")


def test_a_move_sent_again_is_answered_although_its_state_has_passed(
    house: House, opened: Incident
) -> None:
    hank = Program(house.hank)
    at = f"/incidents/{opened.reference}"
    headers = {"If_Match": hank.get(f"{at}/")["ETag"], **KEY}

    first = hank.post(f"{at}/wait/", {"reason": "x"}, **headers)
    second = hank.post(f"{at}/wait/", {"reason": "x"}, **headers)

    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()


def test_an_escalation_is_marked_too(house: House, opened: Incident) -> None:
    shared = tickets.escalated(opened, by=house.hank, at=timezone.now())
    mia = Program(house.mia)
    leg = mia.reads(f"/incidents/{shared.reference}/")["escalation"]["id"]
    seen = mia.get(f"/escalations/{leg}/")["ETag"]

    assert mia.post(f"/escalations/{leg}/acknowledge/", If_Match=seen).status_code == 200
    assert mia.post(f"/escalations/{leg}/start/", If_Match=seen).status_code == 412


def test_who_has_it_already_is_answered_304(house: House, opened: Incident) -> None:
    hank, clara = Program(house.hank), Program(house.clara)
    at = f"/incidents/{opened.reference}/"
    for path in (at, f"{at}timeline/", "/incidents/", "/configurations/"):
        mark = hank.get(path)["ETag"]
        again = hank.get(path, If_None_Match=mark)
        assert (again.status_code, again.content) == (304, b"")
        assert clara.get(path, If_None_Match=mark).status_code == 200
        assert hank.get(path, If_Match='"other"').status_code == 412
    mark = clara.get(at)["ETag"]
    hank.does(f"{at}comments/", {"audience": "vendors", "body": "Not for her"})

    assert clara.get(at, If_None_Match=mark).status_code == 304
    assert "private" in clara.get(at)["Cache-Control"]
    assert "Authorization" in clara.get(at)["Vary"]


@pytest.mark.django_db(transaction=True)
def test_sent_by_many_at_once_it_is_opened_once(house: House) -> None:
    said = report(house)
    programs = [Program(house.clara) for _ in range(6)]
    together = Barrier(len(programs))

    def send(program: Program) -> tuple[int, str]:
        try:
            together.wait()
            answer = program.post("/incidents/", said, **KEY)
            return answer.status_code, answer.json()["reference"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(programs)) as pool:
        answers = set(pool.map(send, programs))

    assert len(answers) == 1
    assert Incident.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_read_the_same_state_one_moves(house: House) -> None:
    opened = tickets.incident(house.payroll, house.clara, at=timezone.now())
    at = f"/incidents/{opened.reference}"
    hank = Program(house.hank)
    seen = hank.get(f"{at}/")["ETag"]
    together = Barrier(4)

    def send(number: int) -> int:
        try:
            together.wait()
            said = {"audience": "client", "body": str(number)}
            status: int = hank.post(f"{at}/comments/", said, If_Match=seen).status_code
            return status
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(send, range(4)))

    assert answers == [201, 412, 412, 412]
