"""The servers that come with the product: PostgreSQL and Redis out of Python packages, in var/."""
