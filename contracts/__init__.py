"""Who promised what to whom: organisations, agreements, contracts, configurations; no incident."""
