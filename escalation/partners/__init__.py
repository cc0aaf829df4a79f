"""The wires to services outside the house."""
