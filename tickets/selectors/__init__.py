"""Questions about incidents; they never write and never read the clock."""
