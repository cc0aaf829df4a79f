"""Describes the API in OpenAPI from what its operations say of themselves."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from contracts.rest import Body
from portal.api.problems import MEDIA_TYPE


class Problem(serializers.Serializer[Any]):
    """A problem document (RFC 9457)."""

    type = serializers.CharField(help_text="Stable, for programs: urn:guichet:problem:…")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="For people, in the caller’s language.")
    errors = serializers.DictField(  # type: ignore[assignment]  # a serializer has errors too
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What cannot be taken, by field.",
    )
    moves = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="With 409: the legal moves."
    )


_PROBLEMS = {
    400: "The body cannot be read.",
    401: "Nobody, or an unknown, expired or revoked token.",
    403: "Seen, but not the caller’s to do.",
    404: "Not there, or not for the caller to see.",
    406: "No such form of the answer.",
    409: "Not possible from where it stands; `moves` are.",
    412: "It has changed since the state that If-Match names.",
    413: "Too large.",
    415: "This kind of content is not taken.",
    422: "Something cannot be taken; `errors` says what.",
}
_WRITES = frozenset({"POST", "PUT"})
_ALIKE = "It is as If-None-Match names it."
_ONCE = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key and body within 24 hours answer the first result again.",
)
_IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="An ETag: act on this state only."
)
_IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="An ETag: 304 when it is alike."
)


class OperationSchema(AutoSchema):
    """Reads ``body``, ``document``, ``filters`` and the like from the operation's class.

    What ``is_hidden_from_some`` answers 404 to them, though its address names no object.
    ``made`` is what a POST answers where that is another document than what is read.
    """

    def get_request_serializer(self) -> Any:
        body = getattr(self.view, "body", None)
        return body() if body is not None and self.method in _WRITES else None

    def get_response_serializers(self) -> Any:
        made = getattr(self.view, "made", None) if self.method == "POST" else None
        document = made or getattr(self.view, "document", None)
        if document is None:
            return super().get_response_serializers()
        refused = {
            (status, MEDIA_TYPE): OpenApiResponse(Problem, description)
            for status, description in _PROBLEMS.items()
            if self._may_refuse(status)
        }
        alike = {304: OpenApiResponse(None, _ALIKE)} if self.method == "GET" else {}
        return {self._success(): self._document(document)} | alike | refused

    def _success(self) -> Any:
        if getattr(self.view, "document", None) is bytes:
            return (200, "application/octet-stream")
        creates = self.method == "POST" and getattr(self.view, "creates", False)
        return (201 if creates else 200, "application/json")

    def _document(self, document: Any) -> Any:
        if document is bytes:
            return bytes
        return document(many=self._lists())

    def _lists(self) -> bool:
        return self.method == "GET" and hasattr(self.view, "pagination_class")

    def _may_refuse(self, status: int) -> bool:
        writes = self.method in _WRITES
        path = set(self.path.replace("/api/v1/", "").split("/"))
        is_of_object = any(part.startswith("{") for part in path)
        return {
            400: writes,
            404: is_of_object or getattr(self.view, "is_hidden_from_some", False),
            409: writes and is_of_object,
            412: is_of_object or not writes,
            413: writes,
            415: writes,
        }.get(status, True)

    def _map_serializer(
        self,
        serializer: Any,
        direction: Any,
        bypass_extensions: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        schema = super()._map_serializer(serializer, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        is_strict = isinstance(serializer, Body) or (
            isinstance(serializer, type) and issubclass(serializer, Body)
        )
        return schema | {"additionalProperties": False} if is_strict else schema

    def get_override_parameters(self) -> list[Any]:
        if self.method not in _WRITES:
            return [_IF_NONE_MATCH, *self._filters()]
        if getattr(self.view, "only_reads", False):
            return []
        return [_ONCE, _IF_MATCH] if "{" in self.path else [_ONCE]

    def _filters(self) -> Iterable[Any]:
        filters = getattr(self.view, "filters", None)
        if isinstance(filters, type) and issubclass(filters, serializers.Serializer):
            return [filters] if filters().fields else []
        described: dict[str, type | Sequence[str]] = getattr(self.view, "parameters", {})
        return [
            OpenApiParameter(name, datetime if kind is datetime else str)
            if isinstance(kind, type)
            else OpenApiParameter(name, str, enum=kind)
            for name, kind in described.items()
        ]

    def get_summary(self) -> str | None:
        summary: str | None = getattr(self.view, "summary", None) or super().get_summary()
        return summary

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells the schema how a token is shown."""

    target_class = "portal.api.tokens.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
