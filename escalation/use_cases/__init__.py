"""What the workers do: one module per verb; the only place in this room that decides and writes."""
