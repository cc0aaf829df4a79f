"""Addresses of incidents' pages."""

from django.urls import path

from tickets.web import (
    acts,
    attachments,
    bulk,
    clocks,
    court,
    effect,
    history,
    incident,
    opening,
    quality,
    queues,
    search,
)

app_name = "tickets"

urlpatterns = [
    path("incidents/", history.incidents, name="incidents"),
    path("incidents/new/", opening.open_incident_page, name="open"),
    path("incidents/new/number/", opening.check_number, name="check-number"),
    path("incidents/new/same-system/", opening.same_system, name="same-system"),
    path("incidents/new/draft/", opening.draft, name="open-draft"),
    path("queues/", queues.first_queue, name="queues"),
    path("queues/<slug:view>/", queues.queue, name="queue"),
    path("queues/<slug:view>/live/", queues.live, name="queue-live"),
    path("queues/<slug:view>/selected/", bulk.selected, name="selected"),
    path("i/<str:reference>/", incident.incident, name="incident"),
    path("i/<str:reference>/live/", incident.live, name="live"),
    path("i/<str:reference>/clocks/<slug:kind>/", clocks.clock, name="clock"),
    path("i/<str:reference>/preview/", queues.preview, name="preview"),
    path("i/<str:reference>/comment/", acts.comment, name="comment"),
    path("i/<str:reference>/move/<slug:action>/", acts.move, name="move"),
    path("i/<str:reference>/escalation/<slug:action>/", acts.leg_move, name="leg-move"),
    path("i/<str:reference>/draft/<slug:audience>/", acts.draft, name="draft"),
    path("i/<str:reference>/files/<uuid:pk>/", attachments.download, name="attachment"),
    path("court/", court.court, name="court"),
    path("court/table.csv", court.court_table, name="court-table"),
    path("contracts/<str:contract>/versions/<int:version>/effect/", effect.effect, name="effect"),
    path("quality/", quality.quality, name="quality"),
    path("search/", search.search_page, name="search"),
]
