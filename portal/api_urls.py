"""Everything under /api/v1/: the rooms' addresses, their schema and its documentation."""

from csp.decorators import csp_update
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from portal.api.effects import EffectOfOffer, EffectOfVersion
from portal.api.nowhere import Nowhere

# The documentation page lays itself out with inline styles and icons
_ITS_OWN_POLICY = csp_update({"style-src": ["'unsafe-inline'"], "img-src": ["data:"]})

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "docs/",
        _ITS_OWN_POLICY(SpectacularSwaggerSplitView.as_view(url_name="api-schema")),
        name="api-docs",
    ),
    path("contracts/<str:contract>/effect/", EffectOfOffer.as_view(), name="offer-effect"),
    path(
        "contracts/<str:contract>/versions/<int:version>/effect/",
        EffectOfVersion.as_view(),
        name="terms-effect",
    ),
    path("", include("tickets.api.urls")),
    path("", include("contracts.api.urls")),
    path("", include("escalation.api.urls")),
    re_path("", Nowhere.as_view()),
]
