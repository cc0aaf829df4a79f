"""Rescinding agreed terms over REST: one vendor asks, the other confirms, by the same address.

By another one whoever asked takes it back before.
"""

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.access import rescission_step
from contracts.api import contract_shapes, offer_bodies
from contracts.api.contracts import OfContract
from contracts.choices import RescissionStep
from contracts.models import Contract
from contracts.rest import Said
from contracts.selectors.promises import seen_version
from contracts.use_cases.rescind_terms import (
    ask_to_rescind,
    rescind_terms,
    take_back_rescission,
)


class OfAgreedTerms(OfContract):
    """What managers of the two vendors do to terms that were agreed and have not begun."""

    def contract_of_manager(self, number: str) -> Contract:
        """Return a contract to whoever may undo its terms; another reads why they may not."""
        found = self.contract(number)
        reason = _("Only a manager of one of the two vendors undoes agreed terms.")
        self.refuse_unless_manager(found.agreement, reason)
        return found


class RescindTerms(OfAgreedTerms):
    """Agreed terms that both vendors undo before they begin."""

    body = offer_bodies.RescindTerms
    document = contract_shapes.Contract
    summary = "Rescind"

    def post(self, request: Request, contract: str) -> Response:
        """Ask, with a reason, that agreed terms never begin; or confirm what was asked, without.

        The answer is the contract after it.
        """
        found = self.contract_of_manager(contract)
        said = self.read(offer_bodies.RescindTerms)

        def act() -> Said:
            terms, at = seen_version(found, said["version"]), timezone.now()
            # Whoever names a request confirms, whoever gives a reason asks: in no case the other.
            read, reason = said["rescission"], said["reason"]
            is_first = rescission_step(self.user, terms, at=at) == RescissionStep.ASK
            if read is None and (reason.strip() or is_first):
                ask_to_rescind(terms, reason=reason, by=self.user, at=at)
            else:
                rescind_terms(terms, read=read, by=self.user, at=at)
            return self.shown(contract)

        return self.on_state(found, read=lambda: self.shown(contract), act=act)


class TakeBackRescission(OfAgreedTerms):
    """What one vendor asked and the other has not confirmed."""

    body = offer_bodies.AnswerRescission
    document = contract_shapes.Contract
    summary = "Take back the request to rescind"

    def post(self, request: Request, contract: str) -> Response:
        """Take back what your company asked: the terms begin on their day.

        The answer is the contract after it.
        """
        found = self.contract_of_manager(contract)
        said = self.read(offer_bodies.AnswerRescission)

        def act() -> Said:
            terms = seen_version(found, said["version"])
            take_back_rescission(terms, read=said["rescission"], by=self.user, at=timezone.now())
            return self.shown(contract)

        return self.on_state(found, read=lambda: self.shown(contract), act=act)
