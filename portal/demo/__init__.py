"""The demonstration: two agreements, their clients, sixty incidents played through the house."""
