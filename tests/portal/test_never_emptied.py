"""What the database guards row by row is not emptied at once either: TRUNCATE asks no row."""

from django.db import connection

from tests.cast import House
from tests.refused import empty, refused_by

_KEPT = """
SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger
WHERE NOT tgisinternal AND tgtype & 8 = 8 ORDER BY 1
"""
"""The tables with a trigger that looks at DELETE."""
_FEWEST = 30


def test_no_table_whose_rows_are_kept_is_emptied(house: House) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KEPT)
        kept = [table for (table,) in cursor.fetchall()]

    assert len(kept) > _FEWEST
    for table in kept:
        with refused_by(rf"never emptied \({table}\)"):
            empty(table)
