"""Ways in that other doors use: an e-mail becomes a report or a reply. Decides nothing itself."""
