"""Keep in whose court incidents were, once they are closed: in the transaction of the closing."""

from collections.abc import Sequence

from contracts.models import Contract
from tickets.models import Custody, Incident
from tickets.selectors.custody import changes_of, custody_when_closed


def keep_custody(closed: Sequence[Incident]) -> None:
    """Write the sums of incidents that were just closed, in three queries however many they are.

    The caller holds their rows; whatever would be written twice is refused by its key.
    """
    lines = changes_of(closed)
    contracts = Contract.objects.in_bulk({each.contract_id for each in closed})
    Custody.objects.bulk_create(
        custody_when_closed(each, lines[each.pk], contracts[each.contract_id]) for each in closed
    )
