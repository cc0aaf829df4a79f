"""Pages for people: each view translates, then makes one call."""
