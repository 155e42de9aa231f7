"""The demo on one machine: private servers, pinned business date, plain HTTP on the loopback address."""

from cixi_oversight import local

from .base import *
from .base import DATABASE_OPTIONS, PERSONAL_DEMO_SECRETS, env
from .logs import configure

_private = local.env()
SECRET_KEY = env.str("SECRET_KEY", default="demo-only-never-in-production-0123456789abcdef0123456789")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", default=_private["DATABASE_URL"]))}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | DATABASE_OPTIONS
CELERY_BROKER_URL = env.str("REDIS_URL", default=_private["REDIS_URL"])
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", default=f"http://127.0.0.1:{env.int('PORT', default=8000)}")
JOB_WORKERS = env.int("JOB_WORKERS", default=2)
BUSINESS_DATE_MAY_BE_PINNED = True
IS_DEMO = True
MESSAGE_PLAIN_HTTP = True  # to its own gateway on the loopback address
API_KEY_ENVIRONMENT = "demo"
PASSWORD_AGE_DAYS = 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # plain HTTP on the loopback address
MFA_FORCED_FOR_STAFF = False  # demo logins are one click; production forces the second factor
LOGGING = configure(as_json=False, level=env.str("LOG_LEVEL", default="WARNING"))
DOCUMENTS_ROOT = env.str("DOCUMENTS_ROOT", default=str(local.VAR / "documents"))
PERSONAL_KEYS = env.list("PERSONAL_KEYS", default=[f"k1:{PERSONAL_DEMO_SECRETS[0]}"])
PERSONAL_KEY_CURRENT = env.str("PERSONAL_KEY_CURRENT", default="k1")
PERSONAL_INDEX_KEYS = env.list("PERSONAL_INDEX_KEYS", default=[f"i1:{PERSONAL_DEMO_SECRETS[1]}"])
PERSONAL_INDEX_KEY_CURRENT = env.str("PERSONAL_INDEX_KEY_CURRENT", default="i1")
