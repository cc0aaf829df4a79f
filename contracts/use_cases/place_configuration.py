"""Pass a configuration to another contract of its client; it keeps its number and its revisions."""

from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from contracts import journal
from contracts.access import may_place
from contracts.choices import EventKind
from contracts.models import Configuration, Contract, Placement, User
from contracts.rules.refusal import Forbidden, Invalid, Refusal
from contracts.use_cases.draft_revision import locked_configuration
from contracts.use_cases.share_fee import share_on_entering


class AlreadyThere(Refusal):
    """It stands under that contract."""

    code = "already-there"


@transaction.atomic
def place_configuration(
    configuration: Configuration, contract: Contract, *, by: User, at: datetime
) -> Configuration:
    """Let a configuration stand under another contract of the same client and agreement from now.

    What was filed before keeps the contract and the terms of its day (domain.md, Configuration).
    Its share of the fee it takes away, from the next month on; under the other it bears nothing
    unless it is alone there.

    :raises Http404: not this person's to see.
    :raises Forbidden: only a manager of its manufacturer passes a system on.
    :raises AlreadyThere: it stands under that contract.
    :raises Invalid: another client's contract, one of other vendors, one that is not approved or
        does not run now.
    """
    locked = locked_configuration(configuration, by=by)
    if not may_place(by, locked):
        raise Forbidden(_("Only a manager of the manufacturer passes a system on."))
    if locked.contract_id == contract.pk:
        raise AlreadyThere(_("The system stands under this contract."))
    is_alike = (contract.client_id, contract.agreement_id) == (
        locked.client_id,
        locked.contract.agreement_id,
    )
    if not is_alike or contract.approved_at is None or not contract.is_running(at):
        sentence = _("Choose a contract of the same client and vendors that runs today.")
        raise Invalid(sentence, errors={"contract": [sentence]})
    before = locked.contract
    leave(locked, at=at)
    enter(locked, contract, at=at)
    locked.fee_share = share_on_entering(locked, contract)
    locked.contract = contract
    locked.save(update_fields=["contract", "fee_share"])
    journal.record(
        EventKind.CONFIGURATION_PLACED,
        by=by,
        at=at,
        configuration=locked,
        contract=contract,
        before=before.number,
        after=contract.number,
    )
    return locked


def enter(configuration: Configuration, contract: Contract, *, at: datetime) -> None:
    """Write that a configuration stands under a contract from an instant on."""
    Placement.objects.create(
        configuration=configuration, contract=contract, during=DateTimeTZRange(at, None)
    )


def leave(configuration: Configuration, *, at: datetime) -> None:
    """Write that a configuration no longer stands where it stood; not at all, if not for a time."""
    for placement in Placement.objects.filter(
        configuration=configuration, during__upper_inf=True
    ).select_for_update():
        since = placement.during.lower
        if since is not None and since < at:
            placement.during = DateTimeTZRange(since, at)
            placement.save(update_fields=["during"])
        else:
            placement.delete()
