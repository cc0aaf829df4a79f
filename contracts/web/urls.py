"""Addresses of systems and their support numbers."""

from django.urls import path

from contracts.web import (
    configurations,
    differences,
    draft,
    items_csv,
    moves,
    numbers,
    passports,
    registering,
    retiring,
    revisions,
)

app_name = "contracts"

urlpatterns = [
    path("configurations/", configurations.configurations, name="configurations"),
    path("c/<int:pk>/", configurations.configuration, name="configuration"),
    path("c/new/", registering.register, name="register"),
    path("c/<int:pk>/draft/", draft.draft, name="draft"),
    path("c/<int:pk>/items.csv", items_csv.items_csv, name="items-csv"),
    path("c/<int:pk>/compare/", differences.compare, name="compare"),
    path("c/<int:pk>/r<int:revision>/", revisions.revision, name="revision"),
    path(
        "c/<int:pk>/r<int:revision>..r<int:other>/",
        differences.difference_page,
        name="difference",
    ),
    path("c/<int:pk>/r<int:revision>/<slug:action>/", moves.revision_move, name="revision-move"),
    path("c/<int:pk>/retire/", retiring.retire, name="retire"),
    path("n/<path:number>/card/", passports.card, name="card"),
    path("p/<str:passport>/", passports.passport_page, name="passport"),
    path("n/<path:number>/", numbers.support_number, name="support-number"),
]
