"""Commands for operators of the contracts room."""
