"""The Celery app; its settings are the CELERY_ ones of the settings module in force."""

from celery import Celery
from celery.signals import worker_init
from django.db import connections
from django_structlog.celery.steps import DjangoStructLogInitStep

from portal.settings.database import WORKERS_PATIENCE

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)  # a task logs under the request that caused it


@worker_init.connect
def wait_for_no_row_for_ever(**_worker: object) -> None:
    """Limit every session that this worker and its children will open with the database."""
    options = connections.settings["default"]["OPTIONS"]
    options["options"] = f"{options['options']} {WORKERS_PATIENCE}"
