"""For the tests: a throw-away cluster, a fast hasher, mail in memory, nothing sent to Celery."""

import os

from portal.embedded.postgres import FORGETFUL, Cluster
from portal.settings import broker, database, logs
from portal.settings.base import *
from portal.settings.environment import from_process

environment = from_process()

DEBUG = False
SECRET_KEY = "only for the tests, where nothing is secret at all, ever"  # noqa: S105
PASSPORT_KEY = bytes(range(32))
PUBLIC_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
HEARTBEAT_URL = ""
METRICS_TOKEN = "only for the tests"  # noqa: S105
DEV_MAIL_FOLDER = VAR / "test" / "mail"
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.for_people("WARNING")

EMBEDDED_CLUSTER = Cluster(VAR / "test" / "postgres", "guichet", tuple(FORGETFUL.items()))
TEST_RUN = os.environ.setdefault("TEST_RUN", str(os.getpid()))  # xdist's workers inherit it
USES_EMBEDDED_CLUSTER = not environment.text("DATABASE_URL", "")
DATABASES = {
    "default": database.postgresql(
        EMBEDDED_CLUSTER.database
        if USES_EMBEDDED_CLUSTER
        else environment.database("DATABASE_URL"),
        patience=None,
    )
    | {"CONN_MAX_AGE": 0, "TEST": {"NAME": f"test_guichet_{TEST_RUN}"}}
}

globals().update(broker.through_redis("unix:///nowhere/redis.sock?db=0", patience=0.05))
REDIS_URL = ""
CELERY_TASK_ALWAYS_EAGER = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WEBHOOKS_INTO_PRIVATE_NETWORKS = True  # their gateways are on this machine
DEFAULT_FROM_EMAIL = "Guichet <guichet@example.com>"
MEDIA_ROOT = VAR / "test" / "uploads"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True  # nothing is collected for the tests
ACCOUNT_RATE_LIMITS = False
