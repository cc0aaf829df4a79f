"""The register over REST, to be read: configurations, and what a support number stands for."""

from datetime import datetime
from typing import ClassVar

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api import shapes
from contracts.api.documents import configuration_document
from contracts.api.frame import Listing, Operation
from contracts.models import Configuration
from contracts.selectors import (
    configuration_by_key,
    configuration_by_number,
    configurations_at,
)


class Configurations(Listing):
    """The configurations that the caller may see."""

    document = shapes.Configuration

    def get(self, request: Request) -> Response:
        """List configurations, each with its revision in force."""
        rows = configurations_at(self.user, timezone.now())
        return self.page(rows, configuration_document)


class OneConfiguration(Operation):
    """A configuration, by its permanent id or by its support number."""

    document = shapes.Configuration
    filters = frozenset({"at"})
    parameters: ClassVar[dict[str, type]] = {"at": datetime}

    def get(self, request: Request, key: str) -> Response:
        """Read a configuration with the revision in force at an instant, by default now."""
        found = configuration_by_key(self.user, key)
        return self.answer(found, self.asked_at())

    def answer(self, found: Configuration, at: datetime) -> Response:
        shown = configurations_at(self.user, at).get(pk=found.pk)
        return Response(configuration_document(shown))


class SupportNumber(OneConfiguration):
    """What a typed number stands for; spaces, dashes, case and a revision are forgiven."""

    def get(self, request: Request, text: str) -> Response:
        """Resolve a number: 422 tells a typing error, 404 a number that leads nowhere."""
        found = configuration_by_number(self.user, text)
        return self.answer(found.configuration, self.asked_at())
