"""Incidents, their queues and conversation. Knows promises; knows no clock and no Celery."""
