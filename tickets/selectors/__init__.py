"""Questions about incidents, in the words of the domain; they never write and never read the clock."""
