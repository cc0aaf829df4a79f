"""What every operation of the REST API shares: who calls, how it says no, pages, marks, schema."""
