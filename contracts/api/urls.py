"""REST addresses of the register."""

from django.urls import path

from contracts.api import configurations, me

app_name = "contracts-api"

urlpatterns = [
    path("configurations/", configurations.Configurations.as_view(), name="configurations"),
    path(
        "configurations/<str:key>/",
        configurations.OneConfiguration.as_view(),
        name="configuration",
    ),
    path(
        "support-numbers/<path:text>/",
        configurations.SupportNumber.as_view(),
        name="support-number",
    ),
    path("me/", me.Me.as_view(), name="me"),
]
