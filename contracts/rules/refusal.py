"""The house says no to a person in one way: a sentence, and a code for programs."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class Refusal(Exception):
    """A *no* meant for a person: never a bug, never swallowed.

    ``sentence`` may be lazily translated text; ``errors`` names the fields it is about;
    ``extra`` are members added to the API's problem document (such as the legal moves).
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409

    def __init__(
        self,
        sentence: Any,
        *,
        errors: Mapping[str, Sequence[Any]] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.errors = dict(errors or {})
        self.extra = dict(extra or {})

    def __str__(self) -> str:
        return str(self.sentence)


class Forbidden(Refusal):
    """Seen, but not this person's to do."""

    code = "forbidden"
    status = 403


class Invalid(Refusal):
    """What was typed cannot be taken; ``errors`` says where."""

    code = "invalid"
    status = 422


class Stale(Refusal):
    """It has changed since the actor read it."""

    code = "stale"
    status = 412
