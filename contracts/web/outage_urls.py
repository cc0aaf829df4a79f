"""Addresses of outages and maintenance."""

from django.urls import path

from contracts.choices import MaintenanceAction, OutageAction
from contracts.web import maintenance, outage_list, outages, recording_outages

_OUTAGE = "outages/<int:pk>/"
_WINDOW = "maintenance/<int:pk>/"
_SAYING = (OutageAction.PROPOSE, OutageAction.COUNTER, OutageAction.SETTLE)

urlpatterns = [
    path("outages/", outage_list.outages, name="outages"),
    path("outages/new/", recording_outages.new_outage, name="new-outage"),
    path(_OUTAGE, outages.outage, name="outage"),
    path(f"{_OUTAGE}accept/", outages.accept, name="outage-accept"),
    path(f"{_OUTAGE}correct/", outages.correct, name="outage-correct"),
    path(f"{_OUTAGE}take-back/", outages.take_back, name="outage-take-back"),
    *(
        path(f"{_OUTAGE}{each}/", outages.say, {"action": each}, name=f"outage-{each}")
        for each in _SAYING
    ),
    path("maintenance/", maintenance.windows, name="maintenance"),
    path("maintenance/new/", maintenance.new_window, name="new-maintenance"),
    path(_WINDOW, maintenance.window, name="maintenance-window"),
    *(
        path(f"{_WINDOW}{each}/", maintenance.move, {"action": each}, name=f"maintenance-{each}")
        for each in MaintenanceAction
    ),
]
