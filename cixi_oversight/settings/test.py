"""Tests: the owner makes and migrates the database, then everything runs as the application's role (conftest)."""

from cixi_oversight import local

from .base import *
from .base import STORAGES, env
from .logs import configure

_private = local.env()
SECRET_KEY = "test-only"  # noqa: S105
PUBLIC_ORIGIN = "https://oversight.example.gov.cn"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": env.db_url_config(env.str("OWNER_DATABASE_URL", default=_private["OWNER_DATABASE_URL"]))}
CELERY_BROKER_URL = env.str("REDIS_URL", default=_private["REDIS_URL"])
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
BUSINESS_DATE_MAY_BE_PINNED = True
PASSWORD_AGE_DAYS = 0  # made long ago; what is tried with an age sets one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
MFA_FORCED_FOR_STAFF = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = configure(as_json=False, level="WARNING")
DOCUMENTS_ROOT = str(local.VAR / "documents-of-tests")
PERSONAL_KEYS = ["k1:11gxRagOEpD3/LCjupz8CbB07bYmwS8IdOnnF10S++8="]
PERSONAL_KEY_CURRENT = "k1"
PERSONAL_INDEX_KEYS = ["i1:mwO2dIx+x4JQli26t71ySnkCsPB2vvP2e1nmoYpJ/q8="]
PERSONAL_INDEX_KEY_CURRENT = "i1"
API_KEY_ENVIRONMENT = "test"
API_RATES = {"client": 1_000_000, "address": 1_000_000}
