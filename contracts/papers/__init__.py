"""Statements on paper and in sheets: what a reckoning says, in the language that is active."""
