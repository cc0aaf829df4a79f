"""REST addresses of the news."""

from django.urls import path

from escalation.api import habits, undelivered

app_name = "escalation-api"
urlpatterns = [
    path("me/notifications/", habits.MyNotifications.as_view(), name="my-notifications"),
    path(
        "incidents/<str:reference>/undelivered/",
        undelivered.UndeliveredNews.as_view(),
        name="undelivered",
    ),
]
