"""What a month would cost, over REST: for the two vendors of a contract."""

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api.contracts import OfContract
from contracts.choices import Kind
from contracts.rules.refusal import Forbidden
from contracts.simulated import SimulateBody, SimulatedMonth, simulate


class SimulateMonth(OfContract):
    """A month of a contract, reckoned from outages that are only supposed."""

    body = SimulateBody
    document = SimulatedMonth

    def post(self, request: Request, contract: str) -> Response:
        """Say what a month would cost, and who would bear it; nothing is written.

        The shares of the fee and of the vendors are theirs alone: a client does not.
        """
        found = self.contract(contract)
        self.refuse_unknown()
        if self.user.kind == Kind.CLIENT:
            reason = _("What a month would cost is reckoned from what the vendors share.")
            raise Forbidden(reason)
        return Response(simulate(found, self.read(SimulateBody), at=timezone.now()))
