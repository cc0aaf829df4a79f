"""Commands that run, seed and measure the portal."""
