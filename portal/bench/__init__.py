"""The bench: how long pages take over real HTTP, how many statements, how much HTML."""
