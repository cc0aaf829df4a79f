"""The bench of covered time says something of every question."""

from io import StringIO

from django.core.management import call_command


def test_each_question_has_its_figures() -> None:
    said = StringIO()

    call_command("bench_coverage", rounds=1, stdout=said)

    lines = said.getvalue().splitlines()
    assert len([line for line in lines if line.endswith(" µs")]) == 4 * 8
