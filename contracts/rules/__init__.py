"""Arithmetic of promises: pure functions, no Django, no clock, no database."""
