"""Rescinding agreed terms over REST: one vendor asks, the other confirms, by the same address."""

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.access import rescission_step
from contracts.api import contract_shapes, offer_bodies
from contracts.api.contracts import OfContract
from contracts.choices import RescissionStep
from contracts.models import Contract, Terms
from contracts.rest import Said
from contracts.use_cases.rescind_terms import ask_to_rescind, rescind_terms


class RescindTerms(OfContract):
    """Agreed terms that both vendors undo before they begin."""

    body = offer_bodies.RescindTerms
    document = contract_shapes.Contract
    summary = "Rescind"

    def post(self, request: Request, contract: str) -> Response:
        """Ask that agreed terms never begin, or confirm what the other vendor asked.

        The answer is the contract after it.
        """
        found = self.contract(contract)
        reason = _("Only a manager of one of the two vendors undoes agreed terms.")
        self.refuse_unless_manager(found.agreement, reason)
        said = self.read(offer_bodies.RescindTerms)

        def act() -> Said:
            terms, at = _version(found, said["version"]), timezone.now()
            if rescission_step(self.user, terms, at=at) == RescissionStep.CONFIRM:
                rescind_terms(terms, by=self.user, at=at)
            else:
                ask_to_rescind(terms, reason=said["reason"], by=self.user, at=at)
            return self.shown(contract)

        return self.on_state(found, read=lambda: self.shown(contract), act=act)


def _version(contract: Contract, number: int) -> Terms:
    seen: list[Terms] = getattr(contract, "seen", [])
    found = next((each for each in seen if each.number == number), None)
    if found is None:
        raise Http404
    found.contract = contract
    return found
