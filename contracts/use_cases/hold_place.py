"""Hold a configuration where it stands, while something is judged by its contract."""

from datetime import datetime

from contracts.models import Configuration, Contract, Placement


def hold_place(configuration: Configuration) -> Configuration:
    """Keep a configuration from passing on or retiring until the caller's transaction ends.

    Others may hold it too. What is returned knows only its contract's key and when it was retired,
    as they are now, whatever the caller had read.
    """
    rows = Configuration.objects.raw(
        "SELECT id, contract_id, retired_at FROM contracts_configuration WHERE id = %s FOR SHARE",
        [configuration.pk],
    )
    return rows[0]


def contract_at(configuration: Configuration, at: datetime) -> Contract:
    """Return the contract under which a configuration stood at an instant, with its terms.

    Before it was registered, and after it was retired, that is the one that it names.
    """
    placed = Placement.objects.filter(configuration=configuration).at(at).first()
    key = configuration.contract_id if placed is None else placed.contract_id
    return Contract.objects.with_terms().get(pk=key)
