"""Cells of tables that go into a spreadsheet."""

_FORMULAS = ("=", "+", "-", "@")


def safe_cell(cell: str) -> str:
    """Put a space before what a spreadsheet would calculate; reading takes it away again."""
    return f" {cell}" if cell.startswith(_FORMULAS) else cell
