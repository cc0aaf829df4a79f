"""REST addresses of the news."""

from django.urls import path

from escalation.api import clock_differences, habits, rehearsal, undelivered
from escalation.choices import Decision

app_name = "escalation-api"
urlpatterns = [
    path("clock-differences/", clock_differences.Differences.as_view(), name="clock-differences"),
    *(
        path(
            f"clock-differences/<str:reference>/{decision}/",
            clock_differences.DecideDifference.as_view(decision=decision),
            name=f"clock-difference-{decision}",
        )
        for decision in Decision
    ),
    path("me/notifications/", habits.MyNotifications.as_view(), name="my-notifications"),
    path(
        "contracts/<str:contract>/rehearsal/",
        rehearsal.RehearsalOfContract.as_view(),
        name="rehearsal",
    ),
    path(
        "incidents/<str:reference>/undelivered/",
        undelivered.UndeliveredNews.as_view(),
        name="undelivered",
    ),
]
