"""Arithmetic of incidents: pure functions, no Django, no clock, no database."""
