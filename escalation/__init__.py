"""What happens because news arrives or time passes: follow-up, notifications, mail. The Celery room."""
