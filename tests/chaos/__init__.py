"""`make chaos`: the whole portal as real processes, and everything that may happen to them."""
