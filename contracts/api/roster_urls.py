"""REST addresses of duty rosters."""

from django.urls import path

from contracts.api import roster_moves, rosters
from contracts.choices import SwapAction

_ROSTER = "rosters/<int:pk>/"

urlpatterns = [
    path("rosters/", rosters.Rosters.as_view(), name="rosters"),
    path("rosters/on-duty/", rosters.OnDutyNow.as_view(), name="on-duty"),
    path("rosters/links/", roster_moves.DutyLinks.as_view(), name="duty-links"),
    path(
        "rosters/links/<int:link>/revoke/",
        roster_moves.RevokeDutyLink.as_view(),
        name="revoke-duty-link",
    ),
    path(_ROSTER, rosters.OneRoster.as_view(), name="roster"),
    path(f"{_ROSTER}rotations/", roster_moves.Rotations.as_view(), name="roster-rotations"),
    path(
        f"{_ROSTER}rotations/<int:rotation>/replace/",
        roster_moves.ReplaceRotation.as_view(),
        name="roster-replace-rotation",
    ),
    path(
        f"{_ROSTER}rotations/<int:rotation>/end/",
        roster_moves.EndRotation.as_view(),
        name="roster-end-rotation",
    ),
    path(f"{_ROSTER}overrides/", roster_moves.Overrides.as_view(), name="roster-overrides"),
    path(
        f"{_ROSTER}overrides/<int:override>/cancel/",
        roster_moves.CancelOverride.as_view(),
        name="roster-cancel-override",
    ),
    path(f"{_ROSTER}swaps/", roster_moves.Swaps.as_view(), name="roster-swaps"),
    *(
        path(
            f"{_ROSTER}swaps/<int:swap>/{action}/",
            roster_moves.AnswerSwap.as_view(action=action),
            name=f"roster-swap-{action}",
        )
        for action in SwapAction
    ),
    path(f"{_ROSTER}notes/", roster_moves.Notes.as_view(), name="roster-notes"),
]
