"""Everything that all ways of running share; from outside comes only where our files lie."""

import logging
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.settings.environment import from_process
from portal.timetable import TIMETABLE

ROOT = Path(__file__).resolve().parent.parent.parent
environment = from_process()
VAR = Path(environment.text("VAR_DIR", str(ROOT / "var"))).absolute()

# --- The house -----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "portal",
    "escalation",
    "tickets",
    "contracts",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.web.request_id.RequestIdMiddleware",
    "portal.web.unsent.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.web.too_large.TooLargeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "portal.web.preferences.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.web.refusals.RefusalsMiddleware",
    "portal.web.unsent.UnsentMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.api.etags.ConditionalMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["portal.templating.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.web.shell.shell",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Rows, cache, files --------------------------------------------------------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Pieces of pages that follow wholly from their keys, so that each process may keep its own.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
    # What a page may say a minute late; each process keeps its own.
    "minute": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "minute",
        "TIMEOUT": 60,
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT: str | Path = VAR / "uploads"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Languages and times -------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "portal" / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
FORMAT_MODULE_PATH = ["portal.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
VISITORS_TIME_ZONE = "Europe/Paris"

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "contracts.User"
# The address is unique without regard to case (a constraint over Lower), which the check cannot see
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["portal.web.accounts.PeopleOfOrganisations"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "portal.web.accounts.ClosedDoor"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
}

# --- What a browser may do -----------------------------------------------------------------------
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000  # two hundred items in the register’s editor

# --- The API -------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.OperationSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.tokens.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "portal.api.tokens.HasScope",
    ],
    "EXCEPTION_HANDLER": "portal.api.refusals.problem_for",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["tickets.api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "portal.api.pagination.KeysetPagination",
    "DEFAULT_METADATA_CLASS": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Guichet",
    "DESCRIPTION": "One support desk for a computer manufacturer and a software publisher.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "StatusEnum": "tickets.choices.Status",
        "LegStateEnum": "tickets.choices.LegState",
        "QueueEnum": "tickets.choices.Queue",
        "AudienceEnum": "tickets.choices.Audience",
        "RevisionStateEnum": "contracts.api.standing.STATES",
        "RevisionMoveEnum": "contracts.choices.RevisionAction",
        "TermsMoveEnum": "contracts.choices.TermsAction",
        "TermsStateEnum": "contracts.choices.TermsState",
        "ContractStateEnum": "contracts.choices.ContractStanding",
        "GuaranteeMoveEnum": "contracts.choices.GuaranteeAction",
        "GuaranteeStateEnum": "contracts.choices.GuaranteeState",
        "RevisionAudienceEnum": "contracts.choices.RevisionAudience",
        "ImpactEnum": "contracts.choices.Impact",
        "PriorityEnum": "contracts.choices.Priority",
        "OrganisationKindEnum": "contracts.choices.Kind",
        "ProductKindEnum": "contracts.choices.ProductKind",
        "DueEnum": "tickets.choices.Due",
        "PromiseStateEnum": "tickets.api.shapes.STATES_OF_A_PROMISE",
        "HolderEnum": "tickets.api.custody_shapes.HOLDERS",
        "PromisedEnum": "contracts.choices.Promised",
        "UnderpinningStateEnum": "contracts.choices.UnderpinningState",
        "UnderpinningMoveEnum": "contracts.choices.UnderpinningAction",
        "SwapStateEnum": "contracts.choices.SwapState",
        "SwapMoveEnum": "contracts.choices.SwapAction",
        "CycleEnum": "contracts.choices.Cycle",
        "OutageSourceEnum": "contracts.choices.OutageSource",
        "OutageStateEnum": "contracts.choices.OutageState",
        "OutageMoveEnum": "contracts.choices.OutageAction",
        "StatementStateEnum": "contracts.api.statement_shapes.STATES",
        "NoteKindEnum": "contracts.api.statement_shapes.KINDS_OF_NOTE",
        "MediumEnum": "escalation.choices.Medium",
        "NewsGroupEnum": "escalation.choices.NewsGroup",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- Mail (where it goes is each way of running's own) --------------------------------------------
MAIL_TRUSTED_AUTHSERV = ""  # nobody vouches for senders: the door for e-mail is closed
NEWS_PER_HOUR = 20  # mails to one person, save urgent ones; the rest waits for the next
WEBHOOKS_INTO_PRIVATE_NETWORKS = False  # nobody reaches our own network by naming an address
EMAIL_TIMEOUT = 10  # seconds that a mail server may keep us waiting for one answer

# --- Workers (portal.timetable says what beat starts) --------------------------------------------
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
# Mail waits for servers of others, webhooks for anybody's: a queue and a worker each, so that they
# stall nothing else, nor each other.
CELERY_TASK_ROUTES = {
    "escalation.tasks.deliver": {"queue": "mail"},
    "escalation.tasks.sweep_mail": {"queue": "mail"},
    "escalation.tasks.call": {"queue": "webhooks"},
    "escalation.tasks.sweep_webhooks": {"queue": "webhooks"},
}
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 0.2
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "beat" / "schedule")
CELERY_BEAT_SCHEDULER = "portal.beat:Timetable"
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = TIMETABLE

# --- Logs: one line a request, none for a task that went well ------------------------------------
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_COMMAND_LOGGING_ENABLED = False
