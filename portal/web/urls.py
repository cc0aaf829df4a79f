"""Addresses of the portal's own pages."""

from django.urls import path, re_path

from portal.web import components, errors, me, static_pages

app_name = "portal"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("language/", me.language, name="language"),
    path("accessibility/", static_pages.accessibility, name="accessibility"),
    path("legal/", static_pages.legal, name="legal"),
    path("privacy/", static_pages.privacy, name="privacy"),
    path("help/", static_pages.help_page, name="help"),
    path("help/components/", components.components, name="components"),
    # People and their addresses are entered by operators, not by themselves
    re_path(r"^accounts/(signup|email|confirm-email|login/code)/", errors.nothing_here),
]
