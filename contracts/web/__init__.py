"""Pages of promises: systems, what is in them, and what their numbers stand for."""
