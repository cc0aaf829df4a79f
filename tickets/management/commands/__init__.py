"""Commands for operators of the tickets room."""
