"""Which months were issued: what they hold is settled, but for a line that is contested."""

from datetime import date

from contracts.models import Configuration, Contest, Contract, Statement


def is_issued(contract: Contract, month: date) -> bool:
    """Tell whether the statement of a contract's month, named by its first day, was issued."""
    return Statement.objects.filter(contract=contract, month=month).exists()


def is_settled(configuration: Configuration, contract: Contract, month: date) -> bool:
    """Tell whether a system's month was issued, and no contest of its line is open."""
    contested = Contest.objects.filter(
        line__configuration=configuration,
        line__statement__contract=contract,
        line__statement__month=month,
        decision="",
    )
    return is_issued(contract, month) and not contested.exists()
