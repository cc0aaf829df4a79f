"""The Celery app; its settings are the CELERY_ ones of the settings module in force."""

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)  # a task logs under the request that caused it
