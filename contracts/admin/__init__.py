"""Reference data by hand, for platform operators; read-only wherever a use case exists."""

from contracts.admin import promises, reference

__all__ = ["promises", "reference"]
