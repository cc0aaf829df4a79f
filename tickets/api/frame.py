"""What every operation on incidents shares: bodies, pages, marks, and acting at most once."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from contracts.models import User
from contracts.rules.refusal import Invalid
from tickets.access import incident_for
from tickets.api.bodies import Filters, NoFilters
from tickets.api.documents import Data, incident_document
from tickets.models import Incident
from tickets.selectors.story import freshness, freshness_of
from tickets.use_cases.act_if import act_if
from tickets.use_cases.submit_once import digest_of, submit_once

KEY_LENGTH = 90
_KEYS = "api:"
_BY_THE_CLOCK = frozenset({"targets", "moves"})
"""What time changes by itself; when somebody changes it, a line of the timeline tells."""


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

    def incident(self, reference: str) -> Incident:
        return incident_for(self.user, reference)

    def read(self, body: type[Serializer[Any]]) -> Data:
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
            raise _invalid("Idempotency-Key", sentence % {"most": KEY_LENGTH})

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

    def if_match(
        self, incident: Incident, *, mark: Callable[[], str], act: Callable[[], Said]
    ) -> Said:
        """Act on the state that the caller's If-Match names, on any where there is none.

        One that cannot be read names no state at all, and nothing is done.
        """
        header = self.request.headers.get("If-Match")
        wanted = ["*"] if header is None else parse_etags(header)
        if "*" in wanted:
            return act()
        states = {_state_in(each) for each in wanted}
        return act_if(incident, holds=lambda: _state_in(mark()) in states, act=act)

    def mark(self, incident: Incident, document: Data) -> str:
        """Return the ETag of an object for this reader; it tells nothing of hidden lines.

        Its first part is the state, which If-Match names; the second changes also when time
        alone changes what is read, as when a target is missed.
        """
        lasting = {name: said for name, said in document.items() if name not in _BY_THE_CLOCK}
        state = freshness_of(incident, self.user, dressed=f"api:{self.user.pk}:{_written(lasting)}")
        view = freshness(f"api:{self.user.pk}:{_written(document)}")
        return f"{state[:-1]}.{view[1:]}"

    def shown(self, reference: str) -> Said:
        """Return an incident as it is now, with its mark."""
        incident = self.incident(reference)
        document = incident_document(incident, reader=self.user, at=timezone.now())
        return Said(document, headers={"ETag": self.mark(incident, document)})

    def on_incident(self, incident: Incident, act: Callable[[], Said]) -> Response:
        """Act on an incident, at most once, and only in the state that the caller has read."""
        reference = incident.reference

        def guarded() -> Said:
            return self.if_match(
                incident, mark=lambda: self.shown(reference).headers["ETag"], act=act
            )

        return self.once(guarded)

    def _content(self) -> Any:
        """Return what a request says, its files by their digests."""
        data = self.request.data
        if not isinstance(data, QueryDict):
            return data
        return [
            sorted((name, [_digest(each) for each in data.getlist(name)]) for name in data),
        ]


class Listing(Operation):
    """An operation that answers with pages."""

    filters: type[Filters] = NoFilters
    pagination_class = GenericAPIView.pagination_class
    keys: tuple[str, ...] = ("id",)

    def asked(self) -> Data:
        """Return what narrows the list, cleaned; a filter that nobody knows is refused."""
        cleaned: Data = self.filters.of(self.request.query_params).validated_data
        return cleaned

    def page(self, rows: QuerySet[Any], write: Callable[[list[Any]], Iterable[Data]]) -> Response:
        if self.pagination_class is None:  # pragma: no cover - the settings name it
            raise AssertionError("no pages")
        paginator = self.pagination_class()
        found = paginator.paginate_queryset(rows, self.request, view=self) or []
        return paginator.get_paginated_response(list(write(found)))


def _written(document: Data) -> str:
    return json.dumps(document, sort_keys=True)


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


def _invalid(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, errors={name: [sentence]})
