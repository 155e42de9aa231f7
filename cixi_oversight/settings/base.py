"""What every environment shares. Safe by default: production adds hosts and secrets, demo and test loosen by name."""

from __future__ import annotations

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy
from whitenoise.compress import Compressor

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent

DEBUG = False
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "django_structlog",
    "cixi_oversight.users",
    "cixi_oversight.audit",
    "cixi_oversight.jobs",
    "cixi_oversight.policy",
    "cixi_oversight.personal",
    "cixi_oversight.documents",
    "cixi_oversight.desk",
    "cixi_oversight.imports",
    "institutions",
    "funds",
    "inspections",
    "riskcodes",
    "cixi_oversight.pages",
    "cixi_oversight.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cixi_oversight.csp.CspMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cixi_oversight.api.middleware.CleanRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cixi_oversight.web.logs.RequestLogMiddleware",
    "cixi_oversight.users.middleware.SessionRulesMiddleware",
    "cixi_oversight.users.middleware.ViewerMiddleware",
    "cixi_oversight.users.middleware.PasswordAgeMiddleware",
    "cixi_oversight.users.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "cixi_oversight.urls"
WSGI_APPLICATION = "cixi_oversight.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cixi_oversight.web.context.shell",
            ],
            "libraries": {"portal": "cixi_oversight.web.tags"},
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data ---
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APP_DB_ROLE = env.str("APP_DB_ROLE", default="app")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",  # for all processes
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # nobody empties the counts of failed sign-ins by making more of them
    }
}
DATABASE_TIMEOUTS = "-c lock_timeout=3s -c idle_in_transaction_session_timeout=120s"
if limit := env.str("DATABASE_STATEMENT_TIMEOUT", default=""):  # wsgi sets it: no page may hold the database for long
    DATABASE_TIMEOUTS += f" -c statement_timeout={limit}"
DATABASE_OPTIONS = {"options": DATABASE_TIMEOUTS, "connect_timeout": 3}
BUSINESS_DATE_MAY_BE_PINNED = False
IS_DEMO = False

# --- background work: the row is the job, Redis only wakes (decision 6) ---
JOBS_CELERY_APP = "cixi_oversight.celery.app"
JOBS_SCHEDULE = "cixi_oversight.schedule.NIGHT"
JOB_WORKERS = env.int("JOB_WORKERS", default=4)
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)  # only from the claim to the first lock: then that holds
RISK_SLICE = env.int("RISK_SLICE", default=5_000)  # institutions a slice: bounds a worker's memory
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_timeout": 5, "socket_connect_timeout": 1, "retry_policy": {"max_retries": 1}}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
DJANGO_STRUCTLOG_CELERY_ENABLED = True

# --- people ---
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HISTORY = 5
PASSWORD_AGE_DAYS = env.int("PASSWORD_AGE_DAYS", default=90)  # of staff; 0: never asked to change
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},  # the 20,000 most used
    {"NAME": "cixi_oversight.users.ports.passwords.LengthMax"},
    {"NAME": "cixi_oversight.users.ports.passwords.Classes"},
    {"NAME": "cixi_oversight.users.ports.passwords.NotUsedBefore", "OPTIONS": {"last": PASSWORD_HISTORY}},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:enter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a shared office computer forgets
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
# five failures close an account's door, kept in the database (users.services.attempts)
SIGN_IN_FAILURES_MAX = env.int("SIGN_IN_FAILURES_MAX", default=5)
SIGN_IN_WINDOW_MINUTES = env.int("SIGN_IN_WINDOW_MINUTES", default=10)
SIGN_IN_LOCK_MINUTES = env.int("SIGN_IN_LOCK_MINUTES", default=10)
ACCOUNT_ADAPTER = "cixi_oversight.users.services.sign_in.SignIn"
# beside it, in the cache: an office or a school shares one address
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip"}
MFA_ADAPTER = "cixi_oversight.users.ports.factors.SecondFactors"
MFA_TOTP_ISSUER = "Cixi oversight"
MFA_RECOVERY_CODE_COUNT = 10
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a phone half a minute off; no step is taken twice (users.services.factors)
MFA_FORMS = {
    "authenticate": "cixi_oversight.users.forms.factors.CodeForm",
    "reauthenticate": "cixi_oversight.users.forms.factors.CodeAgainForm",
    "activate_totp": "cixi_oversight.users.forms.factors.ActivateForm",
    "authenticate_webauthn": "cixi_oversight.users.forms.factors.KeyForm",
    "add_webauthn": "cixi_oversight.users.forms.factors.AddKeyForm",
    "edit_webauthn": "cixi_oversight.users.forms.factors.RenameKeyForm",
    "reauthenticate_webauthn": "cixi_oversight.users.forms.factors.KeyAgainForm",
}
MFA_FORCED_FOR_STAFF = True
STALE_ACCOUNT_DAYS = env.int("STALE_ACCOUNT_DAYS", default=90)
# outside sign-ins (zzd: 浙政钉, zlb: 浙里办) are off unless named: OIDC_PROVIDERS=zzd OIDC_ZZD_ISSUER=https://…
OIDC_PROVIDERS = {
    name: {
        "issuer": env.str(f"OIDC_{name.upper()}_ISSUER"),
        "client_id": env.str(f"OIDC_{name.upper()}_CLIENT_ID"),
        "client_secret": env.str(f"OIDC_{name.upper()}_CLIENT_SECRET"),
    }
    for name in env.list("OIDC_PROVIDERS", default=[])
}
SESSION_COOKIE_AGE = 12 * 3600  # at most; unused sessions end after 30 minutes (users.services.sessions)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie that scripts can read

# --- personal data (decision 13): sealed by keys from the environment; the demo's are public and refused elsewhere ---
PERSONAL_DEMO_SECRETS = (
    "3FAxb5zpf6SuqCDtnLusDvf87moa+smk+sTW6Bv+9Rs=",
    "rCIKmUGid+ImrYaHqCgpGzOP8fsGG59LNC9TkEkNV/M=",
)

# --- messages: gateways of the outer channels; one without an address is not connected ---
MESSAGE_PLAIN_HTTP = False  # only a demo's or a test's own server is reached without TLS
MESSAGE_SANDBOX_URL = env.str("MESSAGE_SANDBOX_URL", default="")  # the demo's own gateway, if there is one
MESSAGE_SANDBOX_CONTROL = env.str("MESSAGE_SANDBOX_CONTROL", default="")
MESSAGE_CHANNELS = {
    channel: {
        "url": env.str(f"MESSAGE_{channel.upper()}_URL", default=""),
        "key": env.str(f"MESSAGE_{channel.upper()}_KEY", default=""),
        "secret": env.str(f"MESSAGE_{channel.upper()}_SECRET", default=""),
        "callback_secret": env.str(f"MESSAGE_{channel.upper()}_CALLBACK_SECRET", default=""),
        "sender": env.str(f"MESSAGE_{channel.upper()}_SENDER", default=""),
        "timeout_seconds": env.float(f"MESSAGE_{channel.upper()}_TIMEOUT", default=8.0),
    }
    for channel in ("sms", "dingtalk")
}

# --- language and time ---
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = sorted((BASE_DIR / "locale").glob("*/"))
USE_I18N = True
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("Any")
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- static files ---
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "cixi_oversight.static_files.NodePackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Source maps are for developers: compressing them would take longer than everything else.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# --- papers: the address printed on them; never the Host header of a request ---
PUBLIC_ORIGIN = "http://127.0.0.1:8000"

# --- limits: a form or an API body is small; sheets have their own door ---
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
UPLOAD_REQUEST_BYTES_MAX = 33_554_432  # a file of the largest size with its form; nginx says the same
FILE_UPLOAD_HANDLERS = [
    "cixi_oversight.web.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- uploads: a private folder that no server serves; clamd://host:port or clamd:///socket, empty: not scanned ---
DOCUMENTS_SCANNER = env.str("DOCUMENTS_SCANNER", default="")

# --- API ---
# stands inside every key: one that was made for the trial system opens nothing in production, and the other way round
API_KEY_ENVIRONMENT = env.str("API_KEY_ENVIRONMENT", default="prod")
API_RATES = {  # requests a minute
    "client": env.int("API_RATE_CLIENT", default=600),
    "address": env.int("API_RATE_ADDRESS", default=1_200),  # an office's systems may share one
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "cixi_oversight.users.api.authentication.ClientKey",
        "cixi_oversight.api.authentication.PortalSession",
    ],
    "DEFAULT_PARSER_CLASSES": ["cixi_oversight.api.parsers.StrictJsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["cixi_oversight.api.renderers.OrjsonRenderer"],
    "DEFAULT_PERMISSION_CLASSES": [],  # `api.views.Guarded` asks the view's declared right
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "cixi_oversight.api.handler.handle",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cixi oversight API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["cixi_oversight.api.schema.add_refusals"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- browser ---
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "cixi_oversight.web.refusals.csrf_failure"
