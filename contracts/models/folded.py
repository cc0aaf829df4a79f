"""What names are compared by in a search: stored beside them, as PostgreSQL folds them."""

from django.db.models import CharField, F, Func, GeneratedField, TextField, Value
from django.db.models.functions import Concat


def folded(*columns: str) -> GeneratedField:
    """Return a column with what others say, in small letters and without accents.

    Letters become what `tickets.rules.folding.fold` makes of what somebody types; a test compares
    them. A search reads the column as it stands, so that no name is folded anew at every question.
    """
    *said, _last = [part for column in columns for part in (F(column), Value(" "))]
    joined = Concat(*said, output_field=CharField())
    return GeneratedField(
        expression=Func(joined, function="contracts_folded", output_field=TextField()),
        output_field=TextField(),
        db_persist=True,
    )
