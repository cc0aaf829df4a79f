"""REST addresses of the register."""

from django.urls import path

from contracts.api import (
    agreements,
    attainable,
    availability,
    configurations,
    contracts,
    fee_shares,
    gap,
    guarantee_requests,
    me,
    outage_urls,
    products,
    rescissions,
    revisions,
    roster_urls,
    sign_off,
    simulate,
    statement_urls,
)

app_name = "contracts-api"

_CONFIGURATION = "configurations/<str:key>/"
_REVISIONS = f"{_CONFIGURATION}revisions/"
_REVISION = f"{_REVISIONS}<int:revision>/"

_CONTRACT = "contracts/<str:contract>/"

_AGREEMENT = "agreements/<str:agreement>/"
_UNDERPINNINGS = f"{_AGREEMENT}underpinnings/"
_UNDERPINNING = f"{_UNDERPINNINGS}<int:version>/"

_REQUESTS = "guarantee-requests/"
_REQUEST = f"{_REQUESTS}<int:pk>/"

urlpatterns = [
    *roster_urls.urlpatterns,
    *outage_urls.urlpatterns,
    *statement_urls.urlpatterns,
    path(_REQUESTS, guarantee_requests.GuaranteeRequests.as_view(), name="guarantee-requests"),
    path(_REQUEST, guarantee_requests.OneGuaranteeRequest.as_view(), name="guarantee-request"),
    path(
        f"{_REQUEST}answer/",
        guarantee_requests.AnswerGuaranteeRequest.as_view(),
        name="guarantee-request-answer",
    ),
    path(
        f"{_REQUEST}withdraw/",
        guarantee_requests.WithdrawGuaranteeRequest.as_view(),
        name="guarantee-request-withdraw",
    ),
    path("contracts/", contracts.Contracts.as_view(), name="contracts"),
    path(_CONTRACT, contracts.OneContract.as_view(), name="contract"),
    path(f"{_CONTRACT}amendments/", contracts.Amendments.as_view(), name="contract-amendments"),
    path(f"{_CONTRACT}gap/", gap.ContractGap.as_view(), name="contract-gap"),
    path(
        f"{_CONTRACT}availability/",
        availability.AvailabilityOfContract.as_view(),
        name="contract-availability",
    ),
    path(f"{_CONTRACT}simulate/", simulate.SimulateMonth.as_view(), name="contract-simulate"),
    path(_AGREEMENT, agreements.OneAgreement.as_view(), name="agreement"),
    path(_UNDERPINNINGS, agreements.Underpinnings.as_view(), name="underpinnings"),
    path(_UNDERPINNING, agreements.OneUnderpinning.as_view(), name="underpinning"),
    *(
        path(
            f"{_UNDERPINNING}{row.action}/",
            agreements.MoveUnderpinning.as_view(row=row),
            name=f"underpinning-{row.action}",
        )
        for row in agreements.MOVES
    ),
    path(f"{_CONTRACT}shares/", fee_shares.FeeShares.as_view(), name="contract-shares"),
    *(
        path(
            f"{_CONTRACT}{row.action}/",
            contracts.MoveTerms.as_view(row=row),
            name=f"contract-{row.action}",
        )
        for row in contracts.MOVES
    ),
    path(f"{_CONTRACT}rescind/", rescissions.RescindTerms.as_view(), name="contract-rescind"),
    path(
        f"{_CONTRACT}take-back/",
        rescissions.TakeBackRescission.as_view(),
        name="contract-take-back",
    ),
    path("configurations/", configurations.Configurations.as_view(), name="configurations"),
    path(_CONFIGURATION, configurations.OneConfiguration.as_view(), name="configuration"),
    path(
        f"{_CONFIGURATION}place/",
        configurations.PlaceConfiguration.as_view(),
        name="place-configuration",
    ),
    path(
        f"{_CONFIGURATION}retire/",
        configurations.RetireConfiguration.as_view(),
        name="retire-configuration",
    ),
    path(
        f"{_CONFIGURATION}draft/discard/",
        configurations.DiscardDraft.as_view(),
        name="discard-draft",
    ),
    path(
        f"{_CONFIGURATION}attainable/",
        attainable.ConfigurationAttainable.as_view(),
        name="configuration-attainable",
    ),
    path(
        f"{_REVISION}attainable/",
        attainable.RevisionAttainable.as_view(),
        name="revision-attainable",
    ),
    path("products/", products.Products.as_view(), name="products"),
    path("products/<int:product>/", products.StateReliability.as_view(), name="product"),
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
