"""REST addresses of incidents, escalations and the router."""

from django.urls import path

from tickets.api import (
    classify,
    clocks,
    conversation,
    custody,
    escalations,
    incidents,
    ladder,
    moves,
)
from tickets.selectors.clocks import CLOCKS

app_name = "tickets-api"

urlpatterns = [
    path("incidents/", incidents.Incidents.as_view(), name="incidents"),
    path("incidents/<str:reference>/", incidents.OneIncident.as_view(), name="incident"),
    path("incidents/<str:reference>/timeline/", incidents.Timeline.as_view(), name="timeline"),
    path(
        "incidents/<str:reference>/custody/",
        custody.CustodyOfIncident.as_view(),
        name="custody-of-incident",
    ),
    path("custody/", custody.CustodyByMonth.as_view(), name="custody"),
    *(
        path(
            f"incidents/<str:reference>/clocks/{kind}/",
            clocks.OneClock.as_view(kind=kind),
            name=f"clock-{kind}",
        )
        for kind in CLOCKS
    ),
    path("incidents/<str:reference>/comments/", conversation.Comments.as_view(), name="comments"),
    path(
        "incidents/<str:reference>/attachments/",
        conversation.Attachments.as_view(),
        name="attachments",
    ),
    path(
        "incidents/<str:reference>/attachments/<uuid:pk>/",
        conversation.OneAttachment.as_view(),
        name="attachment",
    ),
    *(
        path(
            f"incidents/<str:reference>/{row.action}/",
            moves.MoveIncident.as_view(row=row),
            name=f"incident-{row.action}",
        )
        for row in moves.MOVES
    ),
    path("escalations/", escalations.Escalations.as_view(), name="escalations"),
    path("escalations/<int:pk>/", escalations.OneEscalation.as_view(), name="escalation"),
    path("escalations/<int:pk>/ladder/", ladder.LadderOfEscalation.as_view(), name="ladder"),
    *(
        path(
            f"escalations/<int:pk>/{row.action}/",
            moves.MoveEscalation.as_view(row=row),
            name=f"escalation-{row.action}",
        )
        for row in moves.LEG_MOVES
    ),
    path("classify/", classify.Classify.as_view(), name="classify"),
]
