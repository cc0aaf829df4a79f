"""Register a configuration; its revisions are drawn up afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import may_register
from contracts.choices import EventKind
from contracts.models import Configuration, Contract, Organisation, User
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.use_cases.place_configuration import enter


class ContractNotApproved(Refusal):
    """A vendor's approval of the contract is still missing, or the contract has ended."""

    code = "contract-not-approved"


@transaction.atomic
def register_configuration(
    contract: Contract, *, name: str, host: str, site: str, by: User | None, at: datetime
) -> Configuration:
    """Register a supported platform of the contract's client; it has no revision yet.

    Of the contract's fee it bears nothing before it is proposed.

    :raises Forbidden: only the contract's manufacturer registers one.
    :raises ContractNotApproved: there is nothing, or nothing any more, that it could be promised.
    :raises Invalid: no name, or the client has a system of that name with the same vendors.
    """
    if by is not None and not may_register(by, contract):
        raise Forbidden(_("Only the manufacturer registers the systems of a contract."))
    if contract.has_ended(at):
        raise ContractNotApproved(_("This contract has ended."))
    if contract.approved_at is None:
        raise ContractNotApproved(_("Both vendors have not approved this contract yet."))
    # two of the same name at once look one after the other
    Organisation.objects.select_for_update(no_key=True).get(pk=contract.client_id)
    name = " ".join(name.split())
    if not name:
        raise _wrong(_("Give the system a name."))
    theirs = Configuration.objects.filter(
        client_id=contract.client_id, contract__agreement_id=contract.agreement_id
    )
    if theirs.filter(name__iexact=name).exists():
        raise _wrong(_("The client has a system of this name."))
    configuration = Configuration.objects.create(
        contract=contract,
        client_id=contract.client_id,
        name=name,
        host=host,
        site=site,
    )
    enter(configuration, contract, at=at)
    journal.record(
        EventKind.CONFIGURATION_REGISTERED, by=by, at=at, configuration=configuration, name=name
    )
    return configuration


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, errors={"name": [sentence]})
