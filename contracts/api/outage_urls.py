"""REST addresses of outages and maintenance."""

from django.urls import path

from contracts.api import maintenance, outages

_OUTAGE = "outages/<int:pk>/"
_WINDOW = "maintenance/<int:pk>/"

urlpatterns = [
    path("outages/", outages.Outages.as_view(), name="outages"),
    path(_OUTAGE, outages.OneOutage.as_view(), name="outage"),
    *(
        path(
            f"{_OUTAGE}{row.action}/",
            outages.MoveOutage.as_view(row=row),
            name=f"outage-{row.action}",
        )
        for row in outages.MOVES
    ),
    path("maintenance/", maintenance.Windows.as_view(), name="maintenance-windows"),
    path(_WINDOW, maintenance.OneWindow.as_view(), name="maintenance"),
    *(
        path(
            f"{_WINDOW}{row.action}/",
            maintenance.MoveWindow.as_view(row=row),
            name=f"maintenance-{row.action}",
        )
        for row in maintenance.MOVES
    ),
]
