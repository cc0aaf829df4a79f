"""Agreements over REST, and the underpinning targets in them: for their two vendors alone."""

from datetime import datetime

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import agreement_for, may_offer, underpinning_abilities
from contracts.api import bodies
from contracts.api.agreement_shapes import (
    AgreementDocument,
    EndUnderpinning,
    NewUnderpinning,
    UnderpinningTargets,
)
from contracts.api.contract_documents import coverage_document
from contracts.api.documents import instant
from contracts.api.frame import Listing, Operation
from contracts.api.offer_bodies import hours_in
from contracts.choices import Impact, UnderpinningAction
from contracts.models import Agreement, Underpinning, User
from contracts.rest import Data, Move, Row, Said, written_duration
from contracts.rules.refusal import Forbidden
from contracts.rules.underpinning import TargetBeneath, UnderpinningOffer
from contracts.selectors.gaps import underpinnings_of
from contracts.use_cases.underpin import (
    agree_underpinning,
    propose_underpinning,
    refuse_underpinning,
    withdraw_underpinning,
)


class OfAgreement(Operation):
    """An operation on an agreement, which the caller may see."""

    def versions(self, agreement: Agreement) -> list[Underpinning]:
        found = underpinnings_of(agreement)
        for each in found:
            each.agreement = agreement
        return found

    def version(self, agreement: Agreement, number: int) -> Underpinning:
        found = [each for each in self.versions(agreement) if each.number == number]
        if not found:
            raise Http404
        return found[0]

    def shown(self, agreement: Agreement, number: int) -> Said:
        """Return a version as it stands, with its ETag."""
        return self.marked(_document(self.version(agreement, number), reader=self.user))

    def refuse_unless_manager(self, agreement: Agreement) -> None:
        """Refuse whoever sees an agreement and decides nothing in it.

        :raises Forbidden: with the reason.
        """
        if not may_offer(self.user, agreement):
            raise Forbidden(_("Only a manager of one of the two vendors proposes these targets."))


class OneAgreement(OfAgreement):
    """An agreement."""

    document = AgreementDocument

    def get(self, request: Request, agreement: str) -> Response:
        """Read an agreement, as one of its two vendors."""
        found = agreement_for(self.user, agreement)
        self.refuse_unknown()
        return self.marked(_agreement(found)).response()


class Underpinnings(Listing, OfAgreement):
    """The versions of an agreement's underpinning targets."""

    body = NewUnderpinning
    document = UnderpinningTargets
    creates = True

    def get(self, request: Request, agreement: str) -> Response:
        """List the versions; the answer's ETag serves If-Match where another is proposed."""
        found = agreement_for(self.user, agreement)
        answer = self.page(
            found.underpinnings.whole().select_related("agreement"),
            lambda each: _document(each, reader=self.user),
        )
        answer.headers["ETag"] = self._standing(found).headers["ETag"]
        return answer

    def post(self, request: Request, agreement: str) -> Response:
        """Propose what the publisher promises; it holds once the other vendor's manager agrees."""
        found = agreement_for(self.user, agreement)
        self.refuse_unless_manager(found)
        said = self.read(NewUnderpinning)

        def act() -> Said:
            made = propose_underpinning(found, _offer(said), by=self.user, at=timezone.now())
            answer = self.shown(found, made.number)
            address = reverse(
                "contracts-api:underpinning", [agreement, made.number], request=self.request
            )
            return Said(answer.body, 201, answer.headers | {"Location": address})

        return self.on_state(found, read=lambda: self._standing(found), act=act)

    def _standing(self, agreement: Agreement) -> Said:
        states = [[each.number, each.state] for each in self.versions(agreement)]
        return self.marked({"versions": states})


class OneUnderpinning(OfAgreement):
    """A version of underpinning targets; its ETag serves If-Match where it is decided on."""

    document = UnderpinningTargets

    def get(self, request: Request, agreement: str, version: int) -> Response:
        """Read a version."""
        found = agreement_for(self.user, agreement)
        self.refuse_unknown()
        return self.shown(found, version).response()


MOVES: tuple[Row[Underpinning], ...] = (
    Row(
        UnderpinningAction.AGREE,
        bodies.NoWords,
        lambda it, said, by, at: agree_underpinning(it, by=by, at=at),
    ),
    Row(
        UnderpinningAction.REFUSE,
        EndUnderpinning,
        lambda it, said, by, at: refuse_underpinning(it, **said, by=by, at=at),
    ),
    Row(
        UnderpinningAction.WITHDRAW,
        EndUnderpinning,
        lambda it, said, by, at: withdraw_underpinning(it, **said, by=by, at=at),
    ),
)


class MoveUnderpinning(Move[Underpinning], OfAgreement):
    """A move of proposed underpinning targets."""

    document = UnderpinningTargets

    def post(self, request: Request, agreement: str, version: int) -> Response:
        """Carry it out; the answer is the version after it."""
        within = agreement_for(self.user, agreement)
        found = self.version(within, version)
        self.refuse_unless_manager(within)
        row, said = self.carried_out, self.read(self.carried_out.body)

        def act() -> Said:
            row.perform(found, said, self.user, timezone.now())
            return self.shown(within, version)

        return self.on_state(within, read=lambda: self.shown(within, version), act=act)


def _offer(said: Data) -> UnderpinningOffer:
    targets = [
        TargetBeneath(**each | {"impact": Impact(each["impact"])}) for each in said["targets"]
    ]
    return UnderpinningOffer(said["valid_from"], hours_in(said["coverage"]), targets, said["note"])


def _document(of: Underpinning, *, reader: User) -> Data:
    days = of.in_force
    return {
        "version": of.number,
        "state": of.state,
        "valid_from": of.valid_from.isoformat(),
        "valid_until": days.upper.isoformat() if days and days.upper else None,
        "coverage": coverage_document(of.coverage),
        "targets": [
            {
                "impact": each.impact,
                "respond_within": written_duration(each.respond_within),
                "restore_within": each.restore_within and written_duration(each.restore_within),
                "round_the_clock": each.round_the_clock,
            }
            for each in of.targets.all()
        ],
        "note": of.note,
        "reason": of.reason,
        "proposed": _doer(of.proposed_by, of.proposed_at),
        "agreed": _doer(of.agreed_by, of.agreed_at),
        "ended": _doer(of.ended_by, of.ended_at),
        "moves": sorted(underpinning_abilities(reader, of)),
    }


def _doer(by: User | None, at: datetime | None) -> Data | None:
    if by is None:
        return None
    return {"name": by.name, "organisation": by.organisation.name, "at": instant(at)}


def _agreement(of: Agreement) -> Data:
    return {
        "reference": of.reference,
        "manufacturer": of.manufacturer.name,
        "publisher": of.publisher.name,
        "country": of.country,
        "currency": of.currency,
        "starts_on": of.starts_on.isoformat(),
        "ends_on": of.ends_on.isoformat() if of.ends_on else None,
        "split_method": of.split_method,
        "levels": [
            {"number": each.number, "name": each.name, "wait": f"PT{each.wait_minutes}M"}
            for each in of.levels.all()
        ],
        "products": [str(each) for each in of.products.order_by("name", "version")],
    }
