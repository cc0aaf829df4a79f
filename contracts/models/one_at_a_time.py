"""At most one row of a kind at any instant, held by the database."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db.models import F, Func, Value


def one_at_a_time(name: str, *, of: str, during: str) -> ExclusionConstraint:
    """Return the constraint that no two rows of the same ``of`` overlap in their range ``during``.

    Without btree_gist: equality of an id is written as an overlap of one-element ranges.
    """
    same = Func(F(f"{of}_id"), F(f"{of}_id"), Value("[]"), function="int8range")
    return ExclusionConstraint(
        name=name,
        expressions=[(same, RangeOperators.OVERLAPS), (during, RangeOperators.OVERLAPS)],
    )
