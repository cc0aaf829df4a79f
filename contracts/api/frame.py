"""What every operation on promises shares: who asks, about when, and pages."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.generics import GenericAPIView
from rest_framework.response import Response
from rest_framework.views import APIView

from contracts.api.documents import Data
from contracts.models import User
from contracts.rules.refusal import Invalid

_OF_PAGES = frozenset({"cursor", "page_size", "count"})


class Operation(APIView):
    """An operation of the API for somebody who is known."""

    filters: frozenset[str] = frozenset()

    @property
    def user(self) -> User:
        """Who is asking; the permission classes have let nobody else through."""
        user = self.request.user
        if not isinstance(user, User):  # pragma: no cover
            raise TypeError(user)
        return user

    def asked_at(self) -> datetime:
        """Return the instant that is asked about, by default now.

        :raises Invalid: no instant, or one without its offset.
        """
        self.refuse_unknown(self.filters)
        asked = self.request.query_params.get("at")
        if not asked:
            return timezone.now()
        try:
            at = parse_datetime(asked.replace(" ", "+"))  # a plus sign in an address is a space
            if at is not None and at.tzinfo is not None:
                return at.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise _invalid("at", _("Say an instant with its offset: 2026-11-24T08:30:00+01:00, or Z."))

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """Refuse a parameter that nobody knows, so that a slip of the pen is not passed over."""
        for name in self.request.query_params:
            if name not in known:
                raise _invalid(name, _("There is no such field."))


class Listing(Operation):
    """An operation that answers with pages."""

    pagination_class = GenericAPIView.pagination_class
    keys: tuple[str, ...] = ("id",)

    def page(self, rows: QuerySet[Any], write: Any) -> Response:
        if self.pagination_class is None:  # pragma: no cover - the settings name it
            raise AssertionError("no pages")
        self.refuse_unknown(self.filters | _OF_PAGES)
        paginator = self.pagination_class()
        found: Iterable[Any] = paginator.paginate_queryset(rows, self.request, view=self) or []
        written: list[Data] = [write(each) for each in found]
        return paginator.get_paginated_response(written)


def _invalid(name: str, sentence: str) -> Invalid:
    return Invalid(sentence, errors={name: [sentence]})
