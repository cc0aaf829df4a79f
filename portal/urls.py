"""The whole site's addresses."""

from django.contrib import admin
from django.urls import include, path

from portal.web import health

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("health/live/", health.live, name="live"),
]
