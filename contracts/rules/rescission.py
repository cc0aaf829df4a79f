"""When agreed terms can still be undone: by both vendors, until the day on which they begin.

Source: domain.md, Parties. What both have approved, both undo; what has begun was promised.
"""

from dataclasses import dataclass

from contracts.choices import RescissionBar, RescissionStep, TermsState


@dataclass(frozen=True)
class Agreed:
    """How terms stand when somebody wants to undo them."""

    state: TermsState
    has_begun: bool
    is_first: bool
    """Nothing was agreed before them: the contract itself begins with them."""
    is_built_upon: bool
    """Other terms were agreed or offered since."""


@dataclass(frozen=True)
class Asker:
    """How somebody stands to the rescission that was asked for, if one was."""

    is_manager_of_a_vendor: bool
    was_asked: bool
    is_of_asking_vendor: bool
    is_asker: bool
    """They asked themselves, perhaps while they were with another company."""


def bar_to_rescission(agreed: Agreed) -> RescissionBar | None:
    """Return what stands against undoing terms, whoever wants it; None for nothing."""
    if agreed.state != TermsState.APPROVED:
        return RescissionBar.NOT_AGREED
    if agreed.has_begun:
        return RescissionBar.BEGUN
    if agreed.is_first:
        return RescissionBar.FIRST
    return RescissionBar.BUILT_UPON if agreed.is_built_upon else None


def step_of(asker: Asker) -> RescissionStep | None:
    """Return what is somebody's to do towards undoing terms that nothing stands against."""
    if not asker.is_manager_of_a_vendor:
        return None
    if not asker.was_asked:
        return RescissionStep.ASK
    if asker.is_of_asking_vendor:
        return RescissionStep.TAKE_BACK
    return None if asker.is_asker else RescissionStep.CONFIRM
