"""Production: every secret and address from the environment, no default that would be unsafe."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import API_KEY_ENVIRONMENT, DATABASE_OPTIONS, env
from .logs import configure

SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN").rstrip("/")  # printed on papers, so never a request's Host
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL"))}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}  # a database that was restarted is found out
DATABASES["default"]["OPTIONS"] = DATABASES["default"].get("OPTIONS", {}) | DATABASE_OPTIONS
CELERY_BROKER_URL = env.str("REDIS_URL")
DOCUMENTS_ROOT = env.str("DOCUMENTS_ROOT")
PERSONAL_KEYS = env.list("PERSONAL_KEYS")  # id:base64 or id:algorithm:base64, see personal.ports.crypto
PERSONAL_KEY_CURRENT = env.str("PERSONAL_KEY_CURRENT")
PERSONAL_INDEX_KEYS = env.list("PERSONAL_INDEX_KEYS")
PERSONAL_INDEX_KEY_CURRENT = env.str("PERSONAL_INDEX_KEY_CURRENT")

ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)  # or all failed sign-ins come from one address
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/"]
SECURE_HSTS_SECONDS = 365 * 86_400
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

LOGGING = configure(as_json=True, level=env.str("LOG_LEVEL", default="INFO"))

if API_KEY_ENVIRONMENT in {"demo", "test"}:  # the demo's key is public
    raise ImproperlyConfigured("API_KEY_ENVIRONMENT: choose a word of your own, such as prod or trial.")
