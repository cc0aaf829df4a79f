"""The register over REST: configurations, and what a support number stands for."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.api import bodies, shapes
from contracts.api.documents import configuration_document
from contracts.api.frame import Listing, Operation, now_or
from contracts.models import Configuration, Contract
from contracts.rest import Data, Said, wrong
from contracts.selectors import configuration_by_number, configurations_at, draft_of
from contracts.use_cases.draft_revision import discard_draft
from contracts.use_cases.place_configuration import place_configuration
from contracts.use_cases.register_configuration import register_configuration
from contracts.use_cases.retire_configuration import retire_configuration

_Rows = QuerySet[Configuration]
_SHOWN: Mapping[str, Callable[[_Rows], _Rows]] = {
    "all": lambda rows: rows,
    "in_service": lambda rows: rows.filter(retired_at__isnull=True),
    "retired": lambda rows: rows.filter(retired_at__isnull=False),
}


class Configurations(Listing):
    """The configurations that the caller may see."""

    body = bodies.NewConfiguration
    document = shapes.Configuration
    creates = True
    filters = frozenset({"show"})
    parameters: ClassVar[dict[str, Sequence[str]]] = {"show": tuple(_SHOWN)}

    def get(self, request: Request) -> Response:
        """List configurations, each with its revision in force; ``show`` keeps some of them.

        That is ``in_service``, ``retired``, or ``all``, which is what is listed without it.
        """
        at = timezone.now()
        show = _SHOWN.get(request.query_params.get("show") or "all")
        if show is None:
            raise wrong("show", _("Say one of these: %(words)s.") % {"words": ", ".join(_SHOWN)})
        rows = show(configurations_at(self.user, at))
        return self.page(rows, lambda each: configuration_document(each, at=at))

    def post(self, request: Request) -> Response:
        """Register a platform of a contract's client; the manufacturer does, and proposes it."""
        said = self.read(bodies.NewConfiguration)
        return self.once(lambda: self._register(said))

    def _register(self, said: Data) -> Said:
        at = timezone.now()
        contracts = Contract.objects.visible_to(self.user).select_related("agreement")
        contract = contracts.filter(number=said.pop("contract")).first()
        if contract is None:
            raise wrong("contract", _("None of your contracts has this number."))
        made = register_configuration(contract, **said, by=self.user, at=at)
        shown = configurations_at(self.user, at).get(pk=made.pk)
        address = reverse("contracts-api:configuration", [made.pk], request=self.request)
        answer = self.marked(configuration_document(shown, at=at))
        return Said(answer.body, 201, answer.headers | {"Location": address})


class OneConfiguration(Operation):
    """A configuration, by its permanent id or by its support number."""

    document = shapes.Configuration
    filters = frozenset({"at"})
    parameters: ClassVar[dict[str, type]] = {"at": datetime}

    def get(self, request: Request, key: str) -> Response:
        """Read a configuration with the revision in force at an instant, by default now."""
        found = self.configuration(key)
        return self.shown(found, now_or(self.asked_at())).response()

    def shown(self, found: Configuration, at: datetime) -> Said:
        """Return a configuration as it stood at an instant, with its mark."""
        shown = configurations_at(self.user, at).get(pk=found.pk)
        return self.marked(configuration_document(shown, at=at))


class PlaceConfiguration(OneConfiguration):
    """A configuration that passes to its client's next contract."""

    body = bodies.PlaceConfiguration
    filters = frozenset()
    parameters: ClassVar[dict[str, type]] = {}
    http_method_names: ClassVar[list[str]] = ["post", "options"]  # type: ignore[misc]

    def post(self, request: Request, key: str) -> Response:
        """Let it stand under another contract from now on; it keeps its number."""
        found = self.configuration(key)
        said = self.read(bodies.PlaceConfiguration)

        def act() -> Said:
            contracts = Contract.objects.visible_to(self.user)
            contract = contracts.filter(number=said["contract"]).first()
            if contract is None:
                raise wrong("contract", _("None of your contracts has this number."))
            place_configuration(found, contract, by=self.user, at=timezone.now())
            return self.shown(found, timezone.now())

        return self.on_state(found, read=lambda: self.shown(found, timezone.now()), act=act)


class RetireConfiguration(OneConfiguration):
    """A configuration that leaves service for good."""

    body = bodies.RetireConfiguration
    filters = frozenset()
    parameters: ClassVar[dict[str, type]] = {}
    http_method_names: ClassVar[list[str]] = ["post", "options"]  # type: ignore[misc]

    def post(self, request: Request, key: str) -> Response:
        """Retire it: what waits is withdrawn, the guarantee ends, its number is revoked."""
        found = self.configuration(key)
        said = self.read(bodies.RetireConfiguration)

        def act() -> Said:
            retire_configuration(found, **said, by=self.user, at=timezone.now())
            return self.shown(found, timezone.now())

        return self.on_state(found, read=lambda: self.shown(found, timezone.now()), act=act)


class DiscardDraft(OneConfiguration):
    """The draft that the caller's company has of the next revision; nobody else has seen it."""

    body = bodies.NoWords
    filters = frozenset()
    parameters: ClassVar[dict[str, type]] = {}
    http_method_names: ClassVar[list[str]] = ["post", "options"]  # type: ignore[misc]

    def post(self, request: Request, key: str) -> Response:
        """Throw it away: 404 if there is none. The answer is the configuration."""
        found = self.configuration(key)
        self.read(bodies.NoWords)

        def act() -> Said:
            draft = draft_of(self.user, found)
            if draft is None:
                raise Http404
            discard_draft(draft, by=self.user)
            return self.shown(found, timezone.now())

        return self.on_state(found, read=lambda: self.shown(found, timezone.now()), act=act)


class SupportNumber(OneConfiguration):
    """What a typed number stands for; spaces, dashes, case and a revision are forgiven."""

    def get(self, request: Request, text: str) -> Response:
        """Resolve a number: 422 tells a typing error, 404 a number that leads nowhere."""
        found = configuration_by_number(self.user, text)
        return self.shown(found.configuration, now_or(self.asked_at())).response()
