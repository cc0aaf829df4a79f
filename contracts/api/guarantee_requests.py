"""What clients ask to be guaranteed, over REST: ask, answer with a contract or refuse, withdraw."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from contracts.access import guarantee_abilities, guarantee_for, may_ask
from contracts.api import bodies, guarantee_shapes
from contracts.api.documents import instant
from contracts.api.frame import Listing, Operation
from contracts.choices import GuaranteeAction, Kind
from contracts.models import Agreement, Contract, GuaranteeRequest, User
from contracts.rest import Data, Said, wrong
from contracts.rules.guarantee import Wish
from contracts.rules.refusal import Forbidden
from contracts.selectors.guarantees import agreements_to_ask, guarantees_seen_by
from contracts.use_cases.answer_guarantee_request import (
    answer_with_contract,
    no_such_contract,
    refusal_of_move,
    refuse_guarantee,
    withdraw_guarantee,
)
from contracts.use_cases.ask_for_guarantee import ask_for_guarantee


class OfRequest(Operation):
    """An operation on one request, which the caller may see."""

    document = guarantee_shapes.GuaranteeRequest

    def shown(self, pk: int, status: int = 200) -> Said:
        found = guarantee_for(self.user, pk)
        said = self.marked(guarantee_document(found, reader=self.user))
        address = reverse("contracts-api:guarantee-request", [pk], request=self.request)
        return Said(said.body, status, said.headers | {"Location": address})


class GuaranteeRequests(Listing, OfRequest):
    """The requests that the caller may see."""

    body = guarantee_shapes.NewGuaranteeRequest
    keys = ("-id",)
    creates = True

    def get(self, request: Request) -> Response:
        """List requests, the newest first."""
        rows = guarantees_seen_by(self.user)
        return self.page(rows, lambda each: guarantee_document(each, reader=self.user))

    def post(self, request: Request) -> Response:
        """Ask two vendors for a guarantee, as a client; their managers are told."""
        said = self.read(guarantee_shapes.NewGuaranteeRequest)
        return self.once(lambda: self._ask(said))

    def _ask(self, said: Data) -> Said:
        if not may_ask(self.user):
            raise Forbidden(_("Only a client asks for a guarantee."))
        at = timezone.now()
        known = agreements_to_ask(self.user, at=at)
        agreement = _chosen(known, said.pop("manufacturer"), said.pop("publisher"))
        made = ask_for_guarantee(agreement, Wish(**said), by=self.user, at=at)
        return self.shown(made.pk, 201)


class OneGuaranteeRequest(OfRequest):
    """A request; its ETag serves If-Match where it is answered or withdrawn."""

    def get(self, request: Request, pk: int) -> Response:
        """Read a request, with its answer if there is one."""
        said = self.shown(pk)
        self.refuse_unknown()
        return said.response()


class AnswerGuaranteeRequest(OfRequest):
    """The vendors' answer to a request."""

    body = guarantee_shapes.Answer

    def post(self, request: Request, pk: int) -> Response:
        """Answer with a contract that both vendors have approved, or refuse with a reason."""
        found, said = guarantee_for(self.user, pk), self.read(guarantee_shapes.Answer)
        if len(said) != 1:
            raise wrong("contract", _("Answer with a contract, or refuse with a reason."))

        def act() -> Said:
            if "refuse" in said:
                refuse_guarantee(found, reason=said["refuse"], by=self.user, at=timezone.now())
            else:
                chosen = _contract(self.user, found, said["contract"])
                answer_with_contract(found, chosen, by=self.user, at=timezone.now())
            return self.shown(pk)

        return self.on_state(found, read=lambda: self.shown(pk), act=act)


class WithdrawGuaranteeRequest(OfRequest):
    """The client's withdrawal of its request."""

    body = bodies.NoWords

    def post(self, request: Request, pk: int) -> Response:
        """Withdraw a request that still waits for its answer, as its client."""
        found = guarantee_for(self.user, pk)
        self.read(bodies.NoWords)

        def act() -> Said:
            withdraw_guarantee(found, by=self.user, at=timezone.now())
            return self.shown(pk)

        return self.on_state(found, read=lambda: self.shown(pk), act=act)


def guarantee_document(request: GuaranteeRequest, *, reader: User) -> Data:
    """Return a request fetched with its parties; a client never reads the agreement."""
    agreement, by = request.agreement, request.answered_by
    able = guarantee_abilities(reader, request)
    for_vendors = {"agreement": agreement.reference} if reader.kind != Kind.CLIENT else {}
    return {
        "id": request.pk,
        "state": request.state,
        "client": request.client.name,
        "manufacturer": agreement.manufacturer.name,
        "publisher": agreement.publisher.name,
        **for_vendors,
        "platform": request.platform,
        "usual_hours": request.usual_hours,
        "hours": request.hours,
        "availability": f"{request.availability.normalize():f}",
        "wanted_from": request.wanted_from.isoformat() if request.wanted_from else None,
        "note": request.note,
        "asked_at": instant(request.asked_at),
        "asked_by": request.asked_by.name,
        "answered_at": instant(request.answered_at),
        "answered_by": {"name": by.name, "organisation": by.organisation.name} if by else None,
        "reason": request.reason,
        "contract": request.contract.number if request.contract else None,
        "moves": [each.value for each in GuaranteeAction if each in able],
    }


def _chosen(known: QuerySet[Agreement], manufacturer: str, publisher: str) -> Agreement:
    """Return the agreement of the vendors that were named, of those that can be asked.

    :raises Invalid: nobody, or several.
    """
    found = list(known.filter(_named("manufacturer", manufacturer), _named("publisher", publisher)))
    if not found:
        raise wrong("manufacturer", _("Nobody of this name can be asked in your country."))
    if len(found) > 1:
        field = "publisher" if manufacturer else "manufacturer"
        raise wrong(field, _("There are several: say whom you ask."))
    return found[0]


def _named(vendor: str, name: str) -> Q:
    named = Q(**{f"{vendor}__name__iexact": name}) | Q(**{f"{vendor}__short_name__iexact": name})
    return named if name else Q()


def _contract(user: User, asked: GuaranteeRequest, number: str) -> Contract:
    """Return the contract of a number, for whoever may answer: others are told that they may not.

    :raises Refusal: the request is not this person's to answer, or not any more.
    :raises Invalid: there is none, or not for this person.
    """
    if GuaranteeAction.ANSWER not in guarantee_abilities(user, asked):
        raise refusal_of_move(asked, GuaranteeAction.ANSWER, by=user)
    found = Contract.objects.visible_to(user).filter(number=number).first()
    if found is None:
        raise no_such_contract()
    return found
