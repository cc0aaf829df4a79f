"""Arithmetic of news: pure functions, no Django, no clock, no database."""
