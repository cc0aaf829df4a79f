"""Reads bodies within limits, so that nothing a program sends can exhaust us."""

import json
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import DataAndFiles, JSONParser, MultiPartParser

from tickets.rules.uploads import LARGEST, MEGABYTE, MOST_FILES


class StrictJSONParser(JSONParser):
    """JSON in UTF-8, of a bounded size and depth, without NaN."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        body = stream.read(most + 1)
        if len(body) > most:
            raise RequestDataTooBig
        try:
            return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as fault:
            raise ParseError(_("The body is not JSON in UTF-8.")) from fault


class BoundedMultiPartParser(MultiPartParser):
    """A form with files, refused before it is read when it cannot be small enough."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "DataAndFiles[Any, Any]":
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_FILES * LARGEST + MEGABYTE:
            raise RequestDataTooBig
        return super().parse(stream, media_type, parser_context)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
