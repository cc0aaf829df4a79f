"""Every night a challenger learns from corrections, and takes over only where it is better.

A lesson counts only until the router is changed, whoever changes it: what a version learned on its
way into force stays in it, and what an operator has rolled back stays forgotten. So after each
change the next challenger waits for new lessons that are enough by themselves, and one line of
versions learns no lesson twice; only what somebody took back to triage and said anew is a new one.
A version that an operator took out of force, or its equal under the same name, comes back by hand
only.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from tickets.choices import ChangeOfRouter, Queue
from tickets.models import Lesson, RouterChange, RouterTrial, RouterVersion
from tickets.rules.champion import Duel, Lessons, Verdict, duel, verdict
from tickets.rules.classification import chance_of_hardware
from tickets.rules.features import shortened
from tickets.rules.router_model import Classifier, written
from tickets.rules.titles import read_by_router
from tickets.selectors.routing import (
    classifier_in_force,
    last_change,
    last_trial,
    name_in_force,
    was_left_by_hand,
)
from tickets.training.adaptation import Correction, adapted, weights_of
from tickets.training.corpus import AMBIGUOUS, HARDWARE, own_reports
from tickets.training.likeness import Copies
from tickets.use_cases.choose_router import lock_router

MOST_LESSONS = 20_000
"""The latest: held at once (90 MB at most), learned and tried in less than half a minute."""
_FETCHED_AT_ONCE = 200
_TEACH_OF_TEN = 7
"""So many of ten corrections teach, the older ones; the rest judge the challenger."""


@dataclass(frozen=True, slots=True)
class _Bout:
    """What a trial comes to before it is written down; no challenger where too few taught."""

    champion: Classifier
    challenger: Classifier | None
    lessons: int
    verdict: Verdict
    figures: dict[str, Any]


def train_challenger(*, at: datetime) -> RouterTrial | None:
    """Train a challenger on the last corrections, try it, and write down what became of it.

    Nothing is tried where nobody taught anything since the last trial, or without a champion.
    All is written in one transaction at the end: a worker that is killed leaves nothing half done.
    """
    champion = classifier_in_force()
    if champion is None or not _is_news():
        return None
    corrections = _last_corrections()
    cut = len(corrections) * _TEACH_OF_TEN // 10
    bout = _fought(champion, corrections[:cut], corrections[cut:])
    return _written_down(bout, at=at)


def _lessons() -> QuerySet[Lesson]:
    """Return what people have taught since the router was last changed."""
    change = last_change()
    return Lesson.objects.filter(at__gt=change.at) if change else Lesson.objects.all()


def _is_news() -> bool:
    trial = last_trial()
    return (_lessons().filter(at__gt=trial.at) if trial else _lessons()).exists()


def _last_corrections() -> list[Correction]:
    """Return the latest corrections, oldest first, cut to what the router reads of a text."""
    newest = _lessons().order_by("-at", "-pk")[:MOST_LESSONS]
    rows = newest.values_list(
        *("incident__title", "incident__description"),
        Coalesce("incident__client__parent_id", "incident__client_id"),
        Coalesce("incident__item__product__kind", "incident__product__kind", Value("")),
        *("label", "by"),
    )
    found = [
        Correction(
            text=shortened(read_by_router(title, description)),  # as when it was opened
            is_hardware=label == Queue.HARDWARE,
            teacher=str(by or ""),
            client=str(client),
            item=item,
        )
        for title, description, client, item, label, by in rows.iterator(_FETCHED_AT_ONCE)
    ]
    # What repeats the fixed test would let a challenger win it by heart.
    of_the_test = Copies(each for each in own_reports() if each.is_held_out)
    return [each for each in reversed(found) if each.text not in of_the_test]


def _fought(
    champion: Classifier, learned: Sequence[Correction], asked: Sequence[Correction]
) -> _Bout:
    counted = _counted(learned)
    judging = _counted(asked)
    figures: dict[str, Any] = {"lessons": asdict(counted), "judges": asdict(judging)}
    if not (counted.are_enough and judging.can_judge):
        return _Bout(champion, None, len(learned), Verdict.TOO_FEW, figures)
    challenger = adapted(champion, learned)
    on_hold_out = _tried(champion, challenger, _hold_out())
    on_corrections = _tried(champion, challenger, asked, weights_of(asked).tolist())
    figures |= {"hold_out": asdict(on_hold_out), "corrections": asdict(on_corrections)}
    became = verdict(hold_out=on_hold_out, corrections=on_corrections)
    return _Bout(champion, challenger, len(learned), became, figures)


@transaction.atomic
def _written_down(bout: _Bout, *, at: datetime) -> RouterTrial:
    lock_router()
    became, challenger = bout.verdict, bout.challenger
    if challenger is not None and became == Verdict.PROMOTED:
        became = _if_it_may(bout.champion, challenger)
        if became == Verdict.PROMOTED:
            _promote(bout.champion, challenger, at=at)
    return RouterTrial.objects.create(
        at=at,
        champion=bout.champion.version,
        challenger=challenger.version if challenger else "",
        lessons=bout.lessons,
        verdict=became,
        figures=bout.figures,
    )


def _if_it_may(champion: Classifier, challenger: Classifier) -> Verdict:
    """Return what becomes of a winner, by what operators did before and meanwhile."""
    if name_in_force() != champion.version:
        return Verdict.CHAMPION_CHANGED
    return Verdict.LEFT_BY_HAND if was_left_by_hand(challenger.version) else Verdict.PROMOTED


def _promote(champion: Classifier, challenger: Classifier, *, at: datetime) -> None:
    kept = {"artefact": written(challenger), "parent": champion.version, "trained_at": at}
    RouterVersion.objects.get_or_create(name=challenger.version, defaults=kept)
    RouterChange.objects.create(
        at=at, kind=ChangeOfRouter.PROMOTED, name=challenger.version, before=champion.version
    )


def _hold_out() -> list[Correction]:
    return [
        Correction(each.text, each.label == HARDWARE, item=each.item)
        for each in own_reports()
        if each.is_held_out and each.label != AMBIGUOUS
    ]


def _tried(
    champion: Classifier,
    challenger: Classifier,
    texts: Sequence[Correction],
    weights: Sequence[float] | None = None,
) -> Duel:
    return duel(
        [chance_of_hardware(each.text, classifier=champion, item=each.item) for each in texts],
        [chance_of_hardware(each.text, classifier=challenger, item=each.item) for each in texts],
        [each.is_hardware for each in texts],
        weights,
    )


def _counted(corrections: Sequence[Correction]) -> Lessons:
    hardware = sum(each.is_hardware for each in corrections)
    teachers = {each.teacher for each in corrections} - {""}
    return Lessons(hardware, len(corrections) - hardware, len(teachers))
