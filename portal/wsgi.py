"""Server entry; production settings unless told otherwise, and a web process's limits."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.production")
os.environ.setdefault("WEB_LIMITS", "1")

application = get_wsgi_application()
