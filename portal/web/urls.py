"""Addresses of the portal's own pages."""

from django.urls import path

from portal.web import components, me, static_pages

app_name = "portal"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("language/", me.language, name="language"),
    path("accessibility/", static_pages.accessibility, name="accessibility"),
    path("legal/", static_pages.legal, name="legal"),
    path("privacy/", static_pages.privacy, name="privacy"),
    path("help/", static_pages.help_page, name="help"),
    path("help/components/", components.components, name="components"),
]
