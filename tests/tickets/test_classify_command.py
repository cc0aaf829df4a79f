"""`manage.py classify` as it is used: in a pipe."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tickets import router
from tickets.management.commands.classify import answers

ROOT = Path(__file__).parent.parent.parent


def piped(lines: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "classify"],
        input=lines.encode("utf-8", "surrogateescape"),
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        timeout=60,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.testing"},
    )
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def answered(*lines: str) -> list[dict[str, Any]]:
    classifier = router.shipped_classifier()
    assert classifier is not None
    return list(answers(lines, classifier))


def test_each_line_is_answered_in_its_order_and_a_broken_one_stops_nothing() -> None:
    one, broken, two = piped(
        '{"id": 7, "text": "carte HBA HS"}\n'
        "{oops \udcff\n"
        "\n"
        '{"id": "b", "text": "journal des transactions plein", "lang": "fr"}'
    )

    assert (one["id"], one["label"]) == (7, "hardware")
    assert (two["id"], two["label"], two["lang"]) == ("b", "software", "fr")
    assert broken.keys() == {"error"}
    assert one.keys() == {"id", "label", "confidence", "queue", "lang", "model", "reasons"}
    assert one["reasons"][0].keys() == {"term", "weight", "start", "end", "signal"}


def test_a_mark_of_the_byte_order_is_no_part_of_the_first_line() -> None:
    [answer] = piped('\ufeff{"id": 7, "text": "carte HBA HS"}\n')

    assert (answer["id"], answer["label"]) == (7, "hardware")


def test_an_interactive_line_is_answered_before_the_next_is_sent() -> None:
    process = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "classify"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.testing"},
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        for text in ("alim grillée", "dns ko"):
            process.stdin.write(json.dumps({"text": text}).encode() + b"\n")
            process.stdin.flush()

            answer = json.loads(process.stdout.readline())

            assert "id" not in answer
            assert answer["label"] in {"hardware", "software"}
        process.stdin.close()

    assert process.returncode == 0


@pytest.mark.parametrize(
    "line",
    [
        *("oops", "[1]", "null", "{}", '{"text": 3}', '{"text": null}'),
        *('{"text": "x", "lang": "de"}', '{"text": "x", "lang": []}', '{"text": "x", "lang": {}}'),
        *(
            '{"id": NaN, "text": "x"}',
            '{"id": -Infinity, "text": "x"}',
            '{"id": 1e999, "text": "x"}',
        ),
    ],
)
def test_a_line_that_is_no_request_is_told_why(line: str) -> None:
    [answer] = answered(line)

    assert answer.keys() == {"error"}


def test_an_error_carries_the_id_of_its_line() -> None:
    [answer] = answered('{"id": "x1", "text": 3}')

    assert answer["id"] == "x1"


def test_a_line_nested_without_end_is_told_as_broken() -> None:
    [answer] = answered("[" * 200_000)

    assert answer.keys() == {"error"}


def test_without_a_classifier_the_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(router, "shipped_classifier", lambda: None)

    with pytest.raises(CommandError, match="artefact"):
        call_command("classify")
