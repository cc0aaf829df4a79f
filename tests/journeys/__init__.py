"""The way of an incident, in a real browser, on the real processes."""
