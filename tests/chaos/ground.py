"""Furnishes the database of a chaos run, and says who acts in it; run inside the portal."""

import json
import os
import sys

from django.utils import timezone

from contracts.models import ContractEvent, User
from contracts.use_cases.issue_token import issue_token
from escalation.models import Followed
from escalation.rules.news_groups import groups_for
from escalation.use_cases.choose_news import Ways, Wish, choose_news
from escalation.use_cases.follow_register import CONSEQUENCES
from tests.cast import built_house


def main() -> None:
    house = built_house()
    people = {"client": house.clara, "manufacturer": house.hank, "publisher": house.mia}
    for person in (house.hank, house.mia):
        _is_called(person)
    _tell_what_was_told_before()
    said = {
        "configuration": str(house.payroll.pk),
        "tokens": {name: _token(person) for name, person in people.items()},
    }
    sys.stdout.write(json.dumps(said))


def _is_called(person: User) -> None:
    """Let a vendor's person be told of everything by mail and by webhook."""
    ways = {group: Ways(by_mail=True, by_webhook=True) for group in groups_for(person.kind)}
    choose_news(person, Wish(ways, address=os.environ["CHAOS_GATEWAY"]), at=timezone.now())


def _tell_what_was_told_before() -> None:
    """Note as drawn what the house's own past led to: what is left to draw is the run's."""
    at = timezone.now()
    Followed.objects.bulk_create(
        Followed(contract_event=event, consequence=name, at=at)
        for event in ContractEvent.objects.filter(kind__in=CONSEQUENCES, unfollowednews=None)
        for name in CONSEQUENCES[event.kind]
    )


def _token(person: User) -> str:
    at = timezone.now()
    _row, secret = issue_token(
        person, name="chaos", scopes=("read", "write"), expires_at=None, by=None, at=at
    )
    return secret
