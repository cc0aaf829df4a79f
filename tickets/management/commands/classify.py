"""Classify reports in a pipe: JSON lines in, JSON lines out, each answered at once."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from math import isfinite
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tickets import router
from tickets.rules.classification import Classifier, classify


class Command(BaseCommand):
    """`{"id"?, "text"}` per line on standard input; label, confidence, queue … on output."""

    help = (
        'Classify JSON lines {"id"?, "text", "lang"?} from standard input, line by line, by the'
        " router that ships: it needs no database, so that it knows nothing of what corrections"
        " have taught since. POST /classify/ asks the one in force."
    )
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        classifier = router.shipped_classifier()
        if classifier is None:
            raise CommandError("There is no classifier: tickets/artefacts holds no sound artefact.")
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
        try:
            for answer in answers(sys.stdin, classifier):
                self.stdout.write(json.dumps(answer, ensure_ascii=True))
                self.stdout.flush()
        except BrokenPipeError:  # whoever reads has read enough; nor shall Python flush at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def answers(lines: Iterable[str], classifier: Classifier) -> Iterator[dict[str, Any]]:
    """Answer each line that is not blank; a broken one is answered with its error."""
    for line in lines:
        if line.strip():
            yield _answer(line, classifier)


def _answer(line: str, classifier: Classifier) -> dict[str, Any]:
    try:
        request = json.loads(line, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        return {"error": f"This line is not JSON: {error}"}
    if not isinstance(request, dict):
        return {"error": 'A line must be an object: {"id"?, "text"}'}
    known = {"id": request["id"]} if "id" in request else {}
    text, lang = request.get("text"), request.get("lang")
    if not isinstance(text, str):
        return {**known, "error": '"text" is missing or is not a string'}
    if lang not in (None, "fr", "en"):  # a tuple: what is sent need not be hashable
        return {**known, "error": '"lang" is fr or en'}
    return {**known, **asdict(classify(text, classifier=classifier, lang=lang))}


def _finite(literal: str) -> float:
    """Return a number; NaN and what is too large for one are no JSON, and nobody could read them.

    :raises ValueError: it is one of these.
    """
    number = float(literal)
    if not isfinite(number):
        raise ValueError(f"{literal} is no number")
    return number
