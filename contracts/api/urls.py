"""REST addresses of the register."""

from django.urls import path

from contracts.api import configurations, me, revisions, sign_off

app_name = "contracts-api"

_CONFIGURATION = "configurations/<str:key>/"
_REVISIONS = f"{_CONFIGURATION}revisions/"
_REVISION = f"{_REVISIONS}<int:revision>/"

urlpatterns = [
    path("configurations/", configurations.Configurations.as_view(), name="configurations"),
    path(_CONFIGURATION, configurations.OneConfiguration.as_view(), name="configuration"),
    path(_REVISIONS, revisions.Revisions.as_view(), name="revisions"),
    path(_REVISION, revisions.OneRevision.as_view(), name="revision"),
    path(f"{_REVISION}comments/", revisions.Comments.as_view(), name="revision-comments"),
    path(
        f"{_REVISION}diff/<int:other>/", revisions.Differences.as_view(), name="revision-difference"
    ),
    *(
        path(
            f"{_REVISION}{row.action}/",
            sign_off.MoveRevision.as_view(row=row),
            name=f"revision-{row.action}",
        )
        for row in sign_off.MOVES
    ),
    path(
        "support-numbers/<path:text>/",
        configurations.SupportNumber.as_view(),
        name="support-number",
    ),
    path("me/", me.Me.as_view(), name="me"),
]
