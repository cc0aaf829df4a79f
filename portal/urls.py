"""The whole site's addresses."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.web import health
from portal.web.desk import desk
from portal.web.dev_mail import dev_mail

# One door for everybody, with its limits; who is no operator is told so there
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler400 = "portal.web.errors.bad_request"
handler500 = "portal.web.errors.server_error"

urlpatterns = [
    path("", include("portal.web.urls")),
    path("", desk, name="desk"),
    path("", include("contracts.web.urls")),
    path("", include("tickets.web.urls")),
    path("", include("escalation.web.urls")),
    path("api/v1/", include("portal.api_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("health/live/", health.live, name="live"),
    path("health/ready/", health.ready, name="ready"),
    path("metrics", health.metrics, name="metrics"),
]

if hasattr(settings, "DEV_MAIL_FOLDER"):
    urlpatterns += [path("dev/mail/", dev_mail, name="dev-mail")]
