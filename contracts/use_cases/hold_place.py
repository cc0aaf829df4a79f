"""Hold a configuration where it stands, while something is judged by its contract.

Whoever locks more than one of them does so in this order, so that nobody waits for each other in a
circle: the incident, its system or the systems of a contract, the contract, its statement, outages.
"""

from datetime import datetime

from contracts.models import Configuration, Contract, Placement


def hold_place(configuration: int) -> Configuration:
    """Keep a configuration from passing on or retiring until the caller's transaction ends.

    No month of its contract is issued meanwhile. Others may hold it too. What is returned knows
    only its contract's key and when it was retired, as they are now, whatever the caller had read.
    """
    rows = Configuration.objects.raw(
        "SELECT id, contract_id, retired_at FROM contracts_configuration WHERE id = %s FOR SHARE",
        [configuration],
    )
    return rows[0]


def hold_systems(contract: int) -> None:
    """Lock the systems that ever stood under a contract: no outage of one is recorded meanwhile.

    Before the contract itself, as whoever shares its fee does.
    """
    placed = Placement.objects.filter(contract=contract).values("configuration")
    systems = Configuration.objects.filter(pk__in=placed).order_by("pk")
    list(systems.select_for_update(no_key=True).values_list("pk"))


def hold_contract(contract: int) -> None:
    """Lock a contract: of its months one after the other is issued or corrected."""
    Contract.objects.select_for_update(no_key=True, of=("self",)).filter(pk=contract).first()


def contract_at(configuration: Configuration, at: datetime) -> Contract:
    """Return the contract under which a configuration stood at an instant, with its terms.

    Before it was registered, and after it was retired, that is the one that it names.
    """
    placed = Placement.objects.filter(configuration=configuration).at(at).first()
    key = configuration.contract_id if placed is None else placed.contract_id
    return Contract.objects.with_terms().get(pk=key)
