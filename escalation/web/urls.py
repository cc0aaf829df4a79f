"""Addresses of the news."""

from django.urls import path

from escalation.web import clocks, habits, notifications, rehearsal

app_name = "escalation"
urlpatterns = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read, name="read"),
    path("health/clocks/", clocks.clocks, name="clocks"),
    path("rehearsal/", rehearsal.rehearsal, name="rehearsal"),
    path("me/notifications/", habits.habits, name="choices"),
]
