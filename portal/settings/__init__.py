"""One file per way of running: development, production, testing; base has what they share."""
