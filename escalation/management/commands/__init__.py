"""Commands for operators of the escalation room."""
