"""Questions about what clients ask for: which requests, whom they can ask, what answers them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from contracts.choices import GuaranteeState, Kind
from contracts.models import Agreement, Contract, GuaranteeRequest, Terms, User
from contracts.models.client_contract import ContractQuerySet


def agreements_to_ask(user: User, *, at: datetime) -> QuerySet[Agreement]:
    """Return the agreements whose vendors a client can ask: of its country, running on this day.

    Of each the client reads the two vendors' names, and nothing else.
    """
    if user.kind != Kind.CLIENT:
        return Agreement.objects.none()
    client = user.organisation
    today = at.astimezone(ZoneInfo(client.time_zone)).date()
    return (
        Agreement.objects.filter(country=client.country, starts_on__lte=today)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("manufacturer", "publisher")
        .order_by("manufacturer__short_name", "publisher__short_name", "pk")
    )


def guarantees_seen_by(user: User) -> QuerySet[GuaranteeRequest]:
    """Return the requests that a person may see, the newest first, with all that is read of them.

    One query, however many there are.
    """
    return GuaranteeRequest.objects.visible_to(user).with_parties().order_by("-pk")


def requests_about(user: User, contract: Contract) -> QuerySet[GuaranteeRequest]:
    """Return what a contract answers, and what it could: what was asked before it was drawn up."""
    drawn_up = Terms.objects.filter(contract=contract, number=1).values("proposed_at")
    could_answer = Q(
        state=GuaranteeState.ASKED, agreement=contract.agreement, asked_at__lte=drawn_up
    )
    return guarantees_seen_by(user).filter(
        Q(contract=contract) | could_answer, client_id=contract.client_id
    )


def contracts_of_request(request: GuaranteeRequest) -> ContractQuerySet:
    """Return the contracts of a request's client under its agreement, approved or not.

    What was drawn up before the request was not made for it, and is not among them.
    """
    return Contract.objects.filter(
        client_id=request.client_id,
        agreement_id=request.agreement_id,
        versions__number=1,
        versions__proposed_at__gte=request.asked_at,
    ).order_by("number")


def contracts_to_answer_with(request: GuaranteeRequest) -> ContractQuerySet:
    """Return what a request can be answered with: what both vendors have approved."""
    return contracts_of_request(request).approved()
