"""The Celery app; its settings are the CELERY_ ones of the settings module in force."""

from celery import Celery

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
