"""Where people work: everything from outside is named by a variable, everything goes by HTTPS."""

from django.core.exceptions import ImproperlyConfigured

from portal.settings import broker, database, logs
from portal.settings.base import *
from portal.settings.environment import from_process

environment = from_process()

if environment.text("CLOCK_AHEAD", ""):
    raise ImproperlyConfigured(
        "The variable CLOCK_AHEAD is for trials: no product tells lies of time."
    )

DEBUG = False
SECRET_KEY = environment.secret("DJANGO_SECRET_KEY")
PASSPORT_KEY = environment.seed("PASSPORT_KEY")
PUBLIC_URL = environment.address("PUBLIC_URL", schemes=("https",))
ALLOWED_HOSTS = [*environment.words("ALLOWED_HOSTS"), "127.0.0.1"]  # the health check's
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
HEARTBEAT_URL = environment.optional_address("HEARTBEAT_URL", schemes=("http", "https"))
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.for_machines(environment.text("LOG_LEVEL", "INFO"))

IS_WEB = environment.flag("WEB_LIMITS", "0")
DATABASES = {
    "default": database.postgresql(
        environment.database("DATABASE_URL"), patience=database.WEB_PATIENCE if IS_WEB else None
    )
}
REDIS_URL = environment.address("REDIS_URL", schemes=("redis", "rediss", "unix"))
globals().update(broker.through_redis(REDIS_URL, patience=broker.WEB_PATIENCE if IS_WEB else None))
globals().update(environment.mail("EMAIL_URL"))
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL")
NEWS_PER_HOUR = environment.number("NEWS_PER_HOUR", "20", least=1)
MAIL_TRUSTED_AUTHSERV = environment.text("MAIL_TRUSTED_AUTHSERV", "")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

MEDIA_ROOT = environment.text("UPLOADS_DIR", str(VAR / "uploads"))

if environment.flag("TRUST_PROXY", "0"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = False
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = environment.number("HSTS_SECONDS", str(365 * 24 * 3600))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
