"""Addresses of the news."""

from django.urls import path

from escalation.web import notifications

app_name = "escalation"
urlpatterns = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read, name="read"),
    path("me/notifications/", notifications.notifications, name="choices"),
]
