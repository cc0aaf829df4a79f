"""Who promised what to whom: organisations, agreements, contracts, configurations. Knows no incident."""
