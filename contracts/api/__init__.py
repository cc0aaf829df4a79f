"""REST for programs: each operation translates, then makes one call."""
