"""How the portal says things: durations, instants, numbers, French typography; pure functions."""
