"""The front door and the shell: settings, addresses, desk, servers. Sees all rooms."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
