"""What other terms would have changed, over REST; contracts and incidents meet here alone."""

from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from contracts.api.frame import Operation
from contracts.api.offer_bodies import NewAmendment, offer_in
from contracts.rest import Data
from contracts.selectors.promises import versions_seen_by
from contracts.use_cases.offer_terms import see_that_it_can_be_offered
from tickets.access import contract_to_try
from tickets.rest import ClockReadTwice, shift_document
from tickets.selectors.clocks import promised_by
from tickets.selectors.effects import Changed, Effect, effect_of, promised_in

_Schema = serializers.Serializer[Any]


class IncidentInEffect(_Schema):
    reference = serializers.CharField()
    clocks = ClockReadTwice(many=True, help_text="Those that would stand otherwise.")


class TermsEffect(_Schema):
    """What terms would have made of a contract's incidents; a trial, nothing is moved."""

    contract = serializers.CharField(help_text="Its number.")
    version = serializers.IntegerField(allow_null=True, help_text="Null while nothing is offered.")
    effective_on = serializers.DateField(help_text="Incidents that begin from then on have them.")
    tried = serializers.IntegerField(
        help_text="Incidents open, or opened within 90 days, that the caller may see."
    )
    is_cut = serializers.BooleanField(help_text="There are more; the newest were tried.")
    moved = serializers.IntegerField(help_text="Deadlines that would be others.")
    appearing = serializers.IntegerField(help_text="Breaches that there would be.")
    going = serializers.IntegerField(help_text="Breaches that there would not be.")
    incidents = IncidentInEffect(many=True)


class EffectOfVersion(Operation):
    """What a version of a contract's terms would have changed, for managers of its vendors."""

    document = TermsEffect

    def get(self, request: Request, contract: str, version: int) -> Response:
        """Replay the contract's incidents under a version of its terms."""
        found = contract_to_try(self.user, contract)
        self.refuse_unknown()
        terms = versions_seen_by(self.user, found).filter(number=version).first()
        if terms is None:
            raise Http404
        at = timezone.now()
        effect = effect_of(found, promised_by(terms), reader=self.user, at=at)
        return Response(_document(effect, found.number, version, terms.effective_on))


class EffectOfOffer(Operation):
    """What an amendment would have changed, before anybody offers it."""

    body = NewAmendment
    document = TermsEffect
    only_reads = True

    def post(self, request: Request, contract: str) -> Response:
        """Replay the contract's incidents under terms that are not written down; nothing is."""
        found = contract_to_try(self.user, contract)
        said, at = self.read(NewAmendment), timezone.now()
        offer, day = offer_in(said), said["effective_on"]
        see_that_it_can_be_offered(found, offer, effective_on=day, at=at)
        effect = effect_of(found, promised_in(offer), reader=self.user, at=at)
        return Response(_document(effect, found.number, None, day))


def _document(effect: Effect, contract: str, version: int | None, effective_on: date) -> Data:
    return {
        "contract": contract,
        "version": version,
        "effective_on": effective_on.isoformat(),
        "tried": effect.tried,
        "is_cut": effect.is_cut,
        **vars(effect.sums),
        "incidents": [_incident(each) for each in effect.changed],
    }


def _incident(changed: Changed) -> Data:
    return {
        "reference": changed.incident.reference,
        "clocks": [shift_document(each) for each in changed.shifts],
    }
