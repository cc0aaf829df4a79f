"""Contracts over REST: read them on any day, draw one up, amend it, approve it."""

from datetime import date, datetime
from typing import ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import may_offer, searchable
from contracts.api import contract_shapes, offer_bodies
from contracts.api.contract_documents import contract_document, state_of_contract, terms_document
from contracts.api.frame import Listing, Operation
from contracts.api.offer_bodies import offer_in
from contracts.choices import TermsAction
from contracts.models import Agreement, Contract, Organisation, Terms, User
from contracts.rest import Data, Move, Row, Said, wrong
from contracts.rules.refusal import Forbidden
from contracts.selectors.promises import (
    agreements_of,
    client_named,
    clients_known_to,
    contracts_seen_by,
    open_offer,
    terms_shown,
    terms_to_read,
    versions_seen_by,
)
from contracts.use_cases.approve_terms import (
    TermsMoveNotOpen,
    approve_terms,
    refuse_terms,
    withdraw_terms,
)
from contracts.use_cases.offer_terms import amend_contract, draw_up_contract


class OfContract(Operation):
    """An operation on one contract, which the caller may see."""

    def contract(self, number: str) -> Contract:
        found = contracts_seen_by(self.user).filter(number=searchable(number)).first()
        if found is None:
            raise Http404
        return found

    def shown(self, number: str, *, on: date | None = None) -> Said:
        """Return a contract with the terms of a day, by default today or what is offered."""
        found, at = self.contract(number), timezone.now()
        terms = terms_shown(found, on) if on else terms_to_read(found, found.day_of(at))
        document = contract_document(found, terms, reader=self.user, at=at)
        return self.marked(document, state=state_of_contract(found, reader=self.user))

    def refuse_unless_manager(self, agreement: Agreement, reason: str) -> None:
        """Refuse whoever sees a contract and may offer or approve nothing under it.

        :raises Forbidden: with the reason.
        """
        if not may_offer(self.user, agreement):
            raise Forbidden(reason)

    def written(self, number: str, status: int = 200) -> Said:
        answer = self.shown(number)
        address = reverse("contracts-api:contract", [number], request=self.request)
        return Said(answer.body, status, answer.headers | {"Location": address})


class Contracts(Listing, OfContract):
    """The contracts that the caller may see."""

    body = offer_bodies.NewContract
    document = contract_shapes.Contract
    creates = True

    def get(self, request: Request) -> Response:
        """List contracts, each with the terms that hold today."""
        at = timezone.now()
        return self.page(contracts_seen_by(self.user), lambda each: self._document(each, at))

    def post(self, request: Request) -> Response:
        """Draw up a contract for a client; it holds once both vendors have approved it."""
        self._refuse_others()
        said = self.read(offer_bodies.NewContract)
        return self.once(lambda: self._draw_up(said))

    def _document(self, each: Contract, at: datetime) -> Data:
        terms = terms_to_read(each, each.day_of(at))
        return contract_document(each, terms, reader=self.user, at=at)

    def _refuse_others(self) -> None:
        if not any(may_offer(self.user, each) for each in agreements_of(self.user)):
            raise Forbidden(_("Only a manager of one of the two vendors draws up contracts."))

    def _draw_up(self, said: Data) -> Said:
        agreement = self._agreement(said.get("agreement"))
        _see_currency(said, agreement)
        terms = draw_up_contract(
            agreement,
            _client(said["client"], agreement, by=self.user),
            offer_in(said),
            number=said["number"],
            starts_on=said["starts_on"],
            by=self.user,
            at=timezone.now(),
        )
        return self.written(terms.contract.number, 201)

    def _agreement(self, reference: str | None) -> Agreement:
        found = list(agreements_of(self.user))
        named = [each for each in found if reference in {None, each.reference}]
        if len(named) == 1:
            return named[0]
        if reference is None and named:
            raise wrong("agreement", _("You have several agreements: name one."))
        raise wrong("agreement", _("None of your agreements has this reference."))


class OneContract(OfContract):
    """A contract; its ETag serves If-Match where it is amended or approved."""

    document = contract_shapes.Contract
    filters = frozenset({"on"})
    parameters: ClassVar[dict[str, type]] = {"on": date}

    def get(self, request: Request, contract: str) -> Response:
        """Read a contract with the terms of a day, by default today: 404 if there were none."""
        self.contract(contract)  # whether there is one comes before what is asked of it
        on = self._asked_day()
        said = self.shown(contract, on=on)
        if on is not None and said.body["version"] is None:
            raise Http404
        return said.response()

    def _asked_day(self) -> date | None:
        self.refuse_unknown()
        asked = self.request.query_params.get("on")
        if not asked:
            return None
        try:
            day = parse_date(asked)
        except ValueError:
            day = None
        if day is None:
            raise wrong("on", _("Say a day: 2026-05-03."))
        return day


class Amendments(OfContract):
    """The versions of a contract's terms, the first one and its amendments."""

    body = offer_bodies.NewAmendment
    document = contract_shapes.Terms
    made = contract_shapes.Contract
    creates = True

    def get(self, request: Request, contract: str) -> Response:
        """List the versions that the caller may see, the newest first."""
        found, at = self.contract(contract), timezone.now()
        self.refuse_unknown()
        return Response(
            {
                "next": None,
                "previous": None,
                "results": [
                    terms_document(each, found, reader=self.user, at=at)
                    for each in versions_seen_by(self.user, found)
                ],
            }
        )

    def post(self, request: Request, contract: str) -> Response:
        """Offer other terms from a day on; until both approve, what stands stands."""
        found = self.contract(contract)
        reason = _("Only a manager of one of the two vendors amends a contract.")
        self.refuse_unless_manager(found.agreement, reason)
        said = self.read(offer_bodies.NewAmendment)

        def act() -> Said:
            _see_currency(said, found.agreement)
            amend_contract(
                found,
                offer_in(said),
                effective_on=said["effective_on"],
                note=said["note"],
                by=self.user,
                at=timezone.now(),
            )
            return self.written(contract, 201)

        return self.on_state(found, read=lambda: self.shown(contract), act=act)


MOVES: tuple[Row[Terms], ...] = (
    Row(
        TermsAction.APPROVE,
        offer_bodies.MoveOffer,
        lambda it, said, by, at: approve_terms(it, by=by, at=at),
    ),
    Row(
        TermsAction.REFUSE,
        offer_bodies.EndOffer,
        lambda it, said, by, at: refuse_terms(it, **said, by=by, at=at),
    ),
    Row(
        TermsAction.WITHDRAW,
        offer_bodies.EndOffer,
        lambda it, said, by, at: withdraw_terms(it, **said, by=by, at=at),
    ),
)


class MoveTerms(Move[Terms], OfContract):
    """A move of what is offered under a contract."""

    document = contract_shapes.Contract

    def post(self, request: Request, contract: str) -> Response:
        """Carry it out on the terms that wait for approval; the answer is the contract after it."""
        found = self.contract(contract)
        reason = _("Only a manager of one of the two vendors decides on terms.")
        self.refuse_unless_manager(found.agreement, reason)
        row, said = self.carried_out, self.read(self.carried_out.body)
        version = said.pop("version")

        def act() -> Said:
            offered = open_offer(found)
            if offered is None or offered.number != version:
                raise TermsMoveNotOpen(_("These terms do not wait for approval."))
            offered.contract = found
            row.perform(offered, said, self.user, timezone.now())
            return self.shown(contract)

        return self.on_state(found, read=lambda: self.shown(contract), act=act)


def _client(named: str, agreement: Agreement, *, by: User) -> Organisation:
    """Return the client that was named: by its name, or by its id where the caller knows it.

    :raises Invalid: nobody.
    """
    is_id = named.isascii() and named.isdecimal() and len(named) < len(str(2**63))
    known = clients_known_to(by).filter(pk=int(named)) if is_id else None
    found = client_named(named, agreement.country) if known is None else known.first()
    if found is None:
        raise wrong("client", _("Choose a client of the agreement’s country."))
    return found


def _see_currency(said: Data, agreement: Agreement) -> None:
    if said.get("currency", agreement.currency) != agreement.currency:
        sentence = _("Amounts under this agreement are in %(currency)s.")
        raise wrong("currency", sentence % {"currency": agreement.currency})
