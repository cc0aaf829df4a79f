"""Incidents, their queues, conversation and the publisher's leg. Knows promises; knows no Celery."""
