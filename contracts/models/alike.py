"""What is the same number however it is grouped: compared by its letters and digits."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Upper


def letters_and_digits(column: str) -> Upper:
    """Return a column as `contracts.rules.serial_numbers.same_serial` compares it."""
    return Upper(
        Func(
            F(column),
            Value("[^[:alnum:]]"),
            Value(""),
            Value("g"),
            function="regexp_replace",
            output_field=CharField(),
        )
    )
