"""The shares of a contract's fee over REST: for its two vendors, whose deal they are."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api.contract_documents import share_document
from contracts.api.contracts import OfContract
from contracts.choices import Kind
from contracts.rest import Body, Data, Id, Said, wrong
from contracts.rules.fee_shares import WHOLE
from contracts.rules.refusal import Forbidden
from contracts.selectors.fee_shares import sum_of_shares, systems_sharing
from contracts.use_cases.share_fee import TOGETHER, share_fee

_MOST_SYSTEMS = 1_000


class ShareBody(Body):
    configuration = Id(help_text="Its permanent id.")
    fee_share = serializers.DecimalField(
        max_digits=20, decimal_places=8, help_text="Of the contract's fee, which is 1."
    )


class NewShares(Body):
    """The share of every system in use under the contract; together they are 1."""

    shares: Any = serializers.ListSerializer(child=ShareBody(), max_length=_MOST_SYSTEMS)


class Share(serializers.Serializer[Any]):
    configuration = serializers.IntegerField()
    name = serializers.CharField()
    fee_share = serializers.CharField()


class Shares(serializers.Serializer[Any]):
    """How the systems in use share a contract's fee."""

    contract = serializers.CharField(help_text="Its number.")
    is_whole = serializers.BooleanField(help_text="Whether the shares add up to 1.")
    shares = Share(many=True)


class FeeShares(OfContract):
    """How the systems in use under a contract share its fee."""

    body = NewShares
    document = Shares

    def get(self, request: Request, contract: str) -> Response:
        """Read the shares, with an ETag for If-Match; a client does not."""
        said = self.shares(contract)
        self.refuse_unknown()
        return said.response()

    def post(self, request: Request, contract: str) -> Response:
        """Set the shares of all systems together; a manager of either vendor does.

        They count from the next month on: a month keeps the shares with which it began, and takes
        later ones only where those did not add up to 1.
        """
        found = self.contract(contract)
        reason = _("Only a manager of one of the two vendors shares the fee.")
        self.refuse_unless_manager(found.agreement, reason)
        said = self.read(NewShares)

        def act() -> Said:
            share_fee(found, _by_system(said["shares"]), by=self.user, at=timezone.now())
            return self.shares(contract)

        return self.on_state(found, read=lambda: self.shares(contract), act=act)

    def shares(self, number: str) -> Said:
        """Return how the fee is shared now.

        :raises Forbidden: a client asks; the fee as a whole is what it is promised.
        """
        found = self.contract(number)
        if self.user.kind == Kind.CLIENT:
            raise Forbidden(_("How the fee is shared is between the two vendors."))
        systems = systems_sharing(found)
        return self.marked(
            {
                "contract": found.number,
                "is_whole": sum_of_shares(systems) == WHOLE,
                "shares": [share_document(each) for each in systems],
            }
        )


def _by_system(shares: list[Data]) -> Mapping[int, Decimal]:
    said = {each["configuration"]: each["fee_share"] for each in shares}
    if len(said) < len(shares):
        raise wrong(TOGETHER, _("One share for each system."))
    return said
