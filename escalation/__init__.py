"""What follows from news and from time: escalation, notifications, mail. The only Celery room."""
