"""On a developer's machine: embedded servers unless told otherwise, mail into a folder."""

import base64
import secrets

from portal.embedded.broker import redis_program
from portal.embedded.places import make_folder
from portal.embedded.servers import broker_in, cluster_in
from portal.settings import broker, clock, database, logs
from portal.settings.base import *
from portal.settings.environment import from_process_and_file

environment = from_process_and_file(ROOT / ".env")

DEBUG = environment.flag("DEBUG", "1")
clock.run_ahead(environment.number("CLOCK_AHEAD", "0"))
PUBLIC_URL = environment.address("PUBLIC_URL", "http://127.0.0.1:8000", schemes=("http", "https"))
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],.localhost")
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
HEARTBEAT_URL = environment.optional_address("HEARTBEAT_URL", schemes=("http", "https"))
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.for_people(environment.text("LOG_LEVEL", "INFO"))


def _kept(name: str, *, new: str) -> str:
    """Return this checkout's own secret of a name, the new one at its first use."""
    path = VAR / name
    if not path.exists():
        make_folder(VAR)
        path.touch(mode=0o600)
        path.write_text(new, encoding="utf-8")
    return path.read_text(encoding="utf-8")


SECRET_KEY = environment.text("DJANGO_SECRET_KEY", "") or _kept(
    "secret_key", new=secrets.token_urlsafe(50)
)
_NEW_SEED = base64.b64encode(secrets.token_bytes(32)).decode()
PASSPORT_KEY = environment.seed(
    "PASSPORT_KEY", environment.text("PASSPORT_KEY", "") or _kept("passport_key", new=_NEW_SEED)
)

EMBEDDED_CLUSTER = cluster_in(VAR)
EMBEDDED_BROKER = broker_in(VAR)
USES_EMBEDDED_CLUSTER = not environment.text("DATABASE_URL", "")
IS_WEB = environment.flag("WEB_LIMITS", "0")
DATABASES = {
    "default": database.postgresql(
        EMBEDDED_CLUSTER.database
        if USES_EMBEDDED_CLUSTER
        else environment.database("DATABASE_URL"),
        patience=database.WEB_PATIENCE if IS_WEB else None,
    )
}

REDIS_URL = environment.text("REDIS_URL", EMBEDDED_BROKER.url if redis_program() else "")
USES_EMBEDDED_BROKER = EMBEDDED_BROKER.url == REDIS_URL
globals().update(
    broker.through_redis(REDIS_URL, patience=broker.WEB_PATIENCE if IS_WEB else None)
    if REDIS_URL
    else broker.through_files(VAR / "celery")
)

globals().update(environment.mail("EMAIL_URL", (VAR / "mail").as_uri()))
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Guichet <guichet@localhost>")
NEWS_PER_HOUR = environment.number("NEWS_PER_HOUR", "20", least=1)
WEBHOOKS_INTO_PRIVATE_NETWORKS = DEBUG
MAIL_TRUSTED_AUTHSERV = environment.text("MAIL_TRUSTED_AUTHSERV", "")
DEV_MAIL_FOLDER = VAR / "mail"
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
