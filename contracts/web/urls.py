"""Addresses of systems and their support numbers, of contracts and their terms."""

from django.urls import path

from contracts.choices import SwapAction
from contracts.web import (
    availability,
    availability_year,
    catalogue,
    configurations,
    contract_editing,
    contract_moves,
    contracts,
    designer,
    differences,
    draft,
    duty_links,
    fee_shares,
    gap_meter,
    guarantee_requests,
    items_csv,
    moves,
    numbers,
    outage_urls,
    passports,
    placing,
    registering,
    rescinding,
    retiring,
    revisions,
    roster_moves,
    rosters,
    simulate,
    statement_urls,
    underpinnings,
)

app_name = "contracts"

_ROSTER = "rosters/<int:pk>/"
_ROSTERS = [
    path("rosters/", rosters.rosters, name="rosters"),
    path("rosters/new/", roster_moves.new_roster, name="new-roster"),
    path("rosters/links/", duty_links.links, name="duty-links"),
    path("rosters/links/<int:link>/revoke/", duty_links.revoke, name="revoke-duty-link"),
    path("rosters/feed/<str:secret>.ics", duty_links.feed, name="duty-feed"),
    path(_ROSTER, rosters.roster, name="roster"),
    path(f"{_ROSTER}rotations/", roster_moves.turns, name="roster-add"),
    path(f"{_ROSTER}rotations/<int:rotation>/", roster_moves.turns, name="roster-replace"),
    path(f"{_ROSTER}rotations/<int:rotation>/end/", roster_moves.end, name="roster-end"),
    path(
        f"{_ROSTER}rotations/<int:rotation>/end/later/",
        roster_moves.end_later,
        name="roster-end-later",
    ),
    path(f"{_ROSTER}override/", roster_moves.override, name="roster-override"),
    path(f"{_ROSTER}overrides/<int:override>/cancel/", roster_moves.cancel, name="override-cancel"),
    path(f"{_ROSTER}swap/", roster_moves.swap, name="roster-swap"),
    *(
        path(
            f"{_ROSTER}swaps/<int:swap>/{action}/",
            roster_moves.answer,
            {"action": action},
            name=f"swap-{action}",
        )
        for action in SwapAction
    ),
    path(f"{_ROSTER}note/", roster_moves.note, name="roster-note"),
]

urlpatterns = [
    *outage_urls.urlpatterns,
    *_ROSTERS,
    *statement_urls.urlpatterns,
    path("configurations/", configurations.configurations, name="configurations"),
    path("guarantees/", guarantee_requests.guarantees, name="guarantees"),
    path("guarantees/new/", guarantee_requests.ask, name="ask-guarantee"),
    path("guarantees/<int:pk>/", guarantee_requests.guarantee, name="guarantee"),
    *(
        path(
            f"guarantees/<int:pk>/{action}/",
            guarantee_requests.move,
            {"action": action},
            name=f"guarantee-{action}",
        )
        for action in guarantee_requests.MOVES
    ),
    path("c/<int:pk>/", configurations.configuration, name="configuration"),
    path("c/new/", registering.register, name="register"),
    path("c/<int:pk>/draft/", draft.draft, name="draft"),
    path("c/<int:pk>/draft/holds/", designer.of_draft, name="designer"),
    path("c/<int:pk>/r<int:revision>/holds/", designer.of_revision, name="revision-holds"),
    path("products/", catalogue.catalogue, name="catalogue"),
    path("products/<int:product>/", catalogue.product, name="product"),
    path("c/<int:pk>/items.csv", items_csv.items_csv, name="items-csv"),
    path("c/<int:pk>/compare/", differences.compare, name="compare"),
    path("c/<int:pk>/r<int:revision>/", revisions.revision, name="revision"),
    path(
        "c/<int:pk>/r<int:revision>..r<int:other>/",
        differences.difference_page,
        name="difference",
    ),
    path("c/<int:pk>/r<int:revision>/<slug:action>/", moves.revision_move, name="revision-move"),
    path("c/<int:pk>/contract/", placing.place, name="place"),
    path(
        "c/<int:pk>/availability/",
        availability.configuration_availability,
        name="system-availability",
    ),
    path(
        "c/<int:pk>/availability/now/",
        availability.configuration_now,
        name="system-availability-now",
    ),
    path(
        "c/<int:pk>/availability/<int:year>/",
        availability_year.availability_year,
        name="availability-year",
    ),
    path("c/<int:pk>/retire/", retiring.retire, name="retire"),
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/new/", contract_editing.new_contract, name="new-contract"),
    path("contracts/<str:contract>/", contracts.contract, name="contract"),
    path("contracts/<str:contract>/amend/", contract_editing.amend, name="amend"),
    path("contracts/<str:contract>/gap/", gap_meter.gap, name="gap"),
    path(
        "contracts/<str:contract>/availability/",
        availability.contract_availability,
        name="availability",
    ),
    path(
        "contracts/<str:contract>/availability/now/",
        availability.contract_now,
        name="availability-now",
    ),
    path("contracts/<str:contract>/simulate/", simulate.simulate, name="simulate"),
    path("contracts/<str:contract>/shares/", fee_shares.shares, name="fee-shares"),
    path("contracts/<str:contract>/v<int:version>/", contracts.terms, name="terms"),
    path(
        "contracts/<str:contract>/v<int:version>/rescind/",
        rescinding.rescind,
        name="rescind",
    ),
    path(
        "contracts/<str:contract>/v<int:version>/<slug:action>/",
        contract_moves.terms_move,
        name="terms-move",
    ),
    path("agreements/<str:agreement>/", underpinnings.agreement, name="agreement"),
    path(
        "agreements/<str:agreement>/underpinnings/new/",
        underpinnings.propose,
        name="underpinning-new",
    ),
    path(
        "agreements/<str:agreement>/underpinnings/<int:version>/<slug:action>/",
        underpinnings.underpinning_move,
        name="underpinning-move",
    ),
    path("n/<path:number>/card/", passports.card, name="card"),
    path("p/<str:passport>/", passports.passport_page, name="passport"),
    path("n/<path:number>/", numbers.support_number, name="support-number"),
]
