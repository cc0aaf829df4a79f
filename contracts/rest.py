"""What every operation of the API shares, in each room: strict bodies, and acting at most once."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.models import User
from contracts.rules.local_time import FIRST_INSTANT, LAST_INSTANT
from contracts.rules.refusal import Invalid
from contracts.use_cases.submit_once import digest_of, submit_once

Data = dict[str, Any]
KEY_LENGTH = 90
_KEYS = "api:"
_LARGEST_ID = 2**63 - 1
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Instant(serializers.DateTimeField):
    """An RFC 3339 instant; one without its offset is refused, for it could be any hour.

    So is one beyond the calendar that is reckoned: it has no day in every zone.
    """

    default_error_messages = {
        "naive": gettext_lazy("Say the offset from UTC: 2026-11-24T08:30:00+01:00, or Z."),
        "unreckoned": gettext_lazy("The calendar is not reckoned so far."),
    }
    first, last = FIRST_INSTANT, LAST_INSTANT

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        try:
            instant = value.astimezone(UTC)
        except OverflowError:
            self.fail("overflow")
        if not self.first <= instant <= self.last:
            self.fail("unreckoned")
        return instant


class Id(serializers.IntegerField):
    """The id of a row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=_LARGEST_ID, **kwargs)


class Body(serializers.Serializer[Any]):
    """A body of which every field is known, so that a slip of the pen is not passed over."""

    default_error_messages = {"unknown": gettext_lazy("There is no such field.")}

    def to_internal_value(self, data: Any) -> Any:
        errors: dict[str, Any] = {}
        if isinstance(data, Mapping | QueryDict):
            sentence = self.error_messages["unknown"]
            errors = {str(name): [sentence] for name in data if name not in self.fields}
        try:
            cleaned = super().to_internal_value(data)
        except serializers.ValidationError as fault:
            known = fault.detail if isinstance(fault.detail, dict) else {}
            raise serializers.ValidationError(errors | known) from fault
        if errors:
            raise serializers.ValidationError(errors)
        return cleaned


class Nothing(Body):
    """No words are needed: what is done is said by the address."""


@dataclass(frozen=True)
class Said:
    """What an operation answers, in plain data that can be kept and said again."""

    body: Data
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        return Response(self.body, self.status, headers=self.headers)


class Operation(APIView):
    """An operation of the API for somebody who is known."""

    @property
    def user(self) -> User:
        """Who is asking; the permission classes have let nobody else through."""
        user = self.request.user
        if not isinstance(user, User):  # pragma: no cover
            raise TypeError(user)
        return user

    def read(self, body: type[serializers.Serializer[Any]]) -> Data:
        """Return the request's body, cleaned; whatever is wrong with it is named by its field."""
        given = body(data=self.request.data)
        given.is_valid(raise_exception=True)
        cleaned: Data = given.validated_data
        return cleaned

    def once(self, act: Callable[[], Said]) -> Response:
        """Act; with an Idempotency-Key at most once, and the first answer again after that."""
        key = self.request.headers.get("Idempotency-Key", "").strip()
        if not key:
            return act().response()
        if len(key) > KEY_LENGTH:
            sentence = _("An Idempotency-Key has at most %(most)s characters.")
            raise wrong("Idempotency-Key", sentence % {"most": KEY_LENGTH})

        def kept() -> tuple[int, Any]:
            said = act()
            return said.status, {"body": said.body, "headers": said.headers}

        content = [self.request.method, self.request.path, self._content()]
        answer = submit_once(
            kept, key=_KEYS + key, digest=digest_of(content), by=self.user, at=timezone.now()
        )
        headers = answer.body["headers"]
        if answer.is_repeated:
            headers = headers | {"Idempotency-Replayed": "true"}
        return Response(answer.body["body"], answer.status, headers=headers)

    def names_state(self, mark: Callable[[], str]) -> Callable[[], bool] | None:
        """Return how to tell whether the caller's If-Match still names the state; None without one.

        One that cannot be read names no state at all. Of a mark the part before a dot counts.
        """
        header = self.request.headers.get("If-Match")
        wanted = ["*"] if header is None else parse_etags(header)
        if "*" in wanted:
            return None
        states = {_state_in(each) for each in wanted}
        return lambda: _state_in(mark()) in states

    def _content(self) -> Any:
        """Return what a request says, its files by their digests."""
        data = self.request.data
        if not isinstance(data, QueryDict):
            return data
        return [
            sorted((name, [_digest(each) for each in data.getlist(name)]) for name in data),
        ]


_Moved_contra = TypeVar("_Moved_contra", contravariant=True)


class Named(Protocol):
    """A choice with the words for it."""

    @property
    def label(self) -> object: ...


@dataclass(frozen=True)
class Row(Generic[_Moved_contra]):
    """A move as programs make it: its body, and the use case that it calls."""

    action: Named
    body: type[Body]
    perform: Callable[[_Moved_contra, Data, User, datetime], object]


class Move(Generic[_Moved_contra]):
    """What every move shares: the row of its table that it carries out."""

    row: Row[_Moved_contra] | None = None

    @property
    def carried_out(self) -> Row[_Moved_contra]:
        if self.row is None:  # pragma: no cover - the addresses give each its row
            raise AssertionError("a move without its row")
        return self.row

    @property
    def body(self) -> type[Body]:
        return self.carried_out.body

    @property
    def summary(self) -> str:
        return str(self.carried_out.action.label)


def written(document: Data) -> str:
    """Write a document in the one way from which marks are made."""
    return json.dumps(document, sort_keys=True)


def written_duration(length: timedelta) -> str:
    """Write a duration as ISO 8601 does: P2D, PT4H, PT1H30M."""
    days, rest = divmod(length, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    parts = [(hours, "H"), (minutes, "M"), (rest.total_seconds(), "S")]
    time = "".join(f"{count:g}{unit}" for count, unit in parts if count)
    day = f"{days}D" if days else ""
    return f"P{day}" + (f"T{time}" if time else "") if day or time else "PT0S"


def wrong(name: str, sentence: str) -> Invalid:
    """Return the refusal of one field."""
    return Invalid(sentence, errors={name: [sentence]})


def _state_in(mark: str) -> str:
    return mark.removesuffix('"').partition(".")[0]


def _digest(value: Any) -> str:
    if not isinstance(value, UploadedFile):
        return str(value)
    digest = hashlib.sha256(f"{value.name}\n".encode())
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return digest.hexdigest()
