"""The bench: it reads forms as a browser does, makes every visit, and lays out the figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from portal.bench.figures import Figures, NotAnswered, measure, table
from portal.bench.forms import form_with
from portal.bench.visitors import Answer, Insider
from portal.bench.visits import COMMENTS, Visit, visits
from tests.cast import House
from tests.factories import tickets
from tickets.models import Comment, Incident
from tickets.use_cases.move_incident import close_incident, resolve_incident

PAGE = """
<form action="/language/"><input name="language" value="fr"></form>
<form action="/i/1/comment/"><input type="hidden" name="key" value="k1">
<textarea name="body">old</textarea><input type="radio" name="to" value="a">
<input type="radio" name="to" value="b" checked><input type="submit" name="go"><select name="x">
</select></form>
"""
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@dataclass
class _Robot:
    """Answers at once, always the same."""

    answer: Answer
    asked: list[str] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        self.asked.append(path)
        return self.answer

    def post(self, path: str, data: Mapping[str, str]) -> Answer:
        return self.get(path)


def test_a_form_is_found_by_its_fields_with_what_they_hold() -> None:
    form = form_with(PAGE, "body", "to")

    assert form.action == "/i/1/comment/"
    assert form.values == {"key": "k1", "body": "", "to": "b", "x": ""}
    with pytest.raises(LookupError):
        form_with(PAGE, "amount")


def test_a_visit_is_made_so_many_times_after_warming_up(house: House) -> None:
    visit = Visit("Page", house.hank, lambda visitor: visitor.get("/x/"))
    browser = _Robot(Answer(200, "é" * 500, milliseconds=4.0))

    row = measure(visit, browser, _Robot(Answer(200, "", statements=5)), times=10, incidents=7)

    assert row == Figures("Page", 7, 4.0, 4.0, 5, 1.0)
    assert len(browser.asked) == 18


def test_a_refused_visit_is_not_measured(house: House) -> None:
    visit = Visit("Page", house.hank, lambda visitor: visitor.get("/x/"))
    robot = _Robot(Answer(404, ""))

    with pytest.raises(NotAnswered, match="Page: 404"):
        measure(visit, robot, robot, times=2, incidents=7)


def test_sizes_stand_beneath_each_other() -> None:
    rows = [Figures(name, size, 1, 2, 3, 4) for size in (10, 100) for name in ("Queue", "Reply")]

    lines = table(rows)

    assert [line.split()[:2] for line in lines[1:]] == [
        ["Queue", "10"], ["Queue", "100"], ["Reply", "10"], ["Reply", "100"],
    ]  # fmt: skip


@pytest.mark.django_db
def test_every_visit_finds_its_page_and_its_form(house: House) -> None:
    closed = tickets.incident(house.payroll, house.clara)
    resolve_incident(closed, cause="x", responsibility=None, by=house.hank, at=NOW)
    close_incident(closed, by=house.clara, at=NOW)
    for _incident in range(2):
        tickets.incident(house.payroll, house.clara)
    before = Incident.objects.count(), Comment.objects.count()

    made = {visit.name: visit.make(Insider(visit.user)) for visit in visits(at=NOW)}

    assert {answer.status for answer in made.values()} <= {200, 302}
    assert all(answer.statements > 0 for answer in made.values())
    after = Incident.objects.count(), Comment.objects.count()
    assert after == (before[0] + 1, before[1] + COMMENTS + 1)
