"""Act on a system, a contract, a request, an outage… only while what was seen still holds."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from contracts.models import (
    Agreement,
    Configuration,
    Contract,
    GuaranteeRequest,
    Maintenance,
    Outage,
    Product,
    User,
)
from contracts.rules.refusal import Stale
from contracts.use_cases.answer_guarantee_request import locked_request
from contracts.use_cases.draft_revision import locked_configuration
from contracts.use_cases.hold_place import hold_systems
from contracts.use_cases.offer_terms import locked_contract
from contracts.use_cases.propose_maintenance import locked_maintenance
from contracts.use_cases.state_reliability import locked_product
from contracts.use_cases.underpin import locked_agreement
from contracts.use_cases.write_outage import locked_outage

Subject = Configuration | Contract | GuaranteeRequest | Agreement | Product | Outage | Maintenance

Result = TypeVar("Result")


@transaction.atomic
def act_if(
    subject: Subject,
    holds: Callable[[], bool],
    *,
    act: Callable[[], Result],
    by: User,
) -> Result:
    """Lock what is acted on, look whether it is what was seen, and only then act.

    :raises Http404: it is not this person's to see.
    :raises Stale: it has changed.
    """
    if isinstance(subject, Contract):
        hold_systems(subject.pk)
        locked_contract(subject, by=by)
    elif isinstance(subject, GuaranteeRequest):
        locked_request(subject, by=by)
    elif isinstance(subject, Agreement):
        locked_agreement(subject, by=by)
    elif isinstance(subject, Outage):
        locked_outage(subject, by=by)
    elif isinstance(subject, Maintenance):
        locked_maintenance(subject, by=by)
    elif isinstance(subject, Product):
        locked_product(subject, by=by)
    else:
        locked_configuration(subject, by=by)
    if not holds():
        raise Stale(_("It has changed since you read it. Read it again, then decide."))
    return act()
