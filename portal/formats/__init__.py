"""Dates and times as the portal prints them: twenty-four hours, the day before the month."""
