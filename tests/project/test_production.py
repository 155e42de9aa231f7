"""Production settings: safe without being asked, and they do not start without their secrets."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = dict(
    line.split("=", 1) for line in (ROOT / "deploy/example.env").read_text().splitlines() if line and line[0] != "#"
)
SHOW = """
import json
from django.conf import settings
names = json.loads({names!r})
print(json.dumps({{name: getattr(settings, name) for name in names}}, default=str))
"""


def python(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=kept | env, capture_output=True, text=True, check=False, timeout=60
    )


def settings(*names: str, **env: str) -> dict[str, object]:
    done = python("-c", SHOW.format(names=json.dumps(names)), **EXAMPLE | env)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_deployment_check_finds_nothing() -> None:
    done = python("-m", "django", "check", "--deploy", "--fail-level", "WARNING", **EXAMPLE)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_ORIGIN", "DATABASE_URL", "REDIS_URL"])
def test_it_does_not_start_without(missing: str) -> None:
    given = {name: value for name, value in EXAMPLE.items() if name != missing}
    done = python("-m", "django", "check", **given)
    assert done.returncode != 0
    assert missing in done.stderr


def test_cookies_and_transport() -> None:
    assert settings(
        "DEBUG", "IS_DEMO", "BUSINESS_DATE_MAY_BE_PINNED", "MFA_FORCED_FOR_STAFF", "SECURE_SSL_REDIRECT",
        "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY", "LANGUAGE_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
    ) == {
        "DEBUG": False, "IS_DEMO": False, "BUSINESS_DATE_MAY_BE_PINNED": False, "MFA_FORCED_FOR_STAFF": True,
        "SECURE_SSL_REDIRECT": True, "SESSION_COOKIE_NAME": "__Host-session", "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True, "CSRF_COOKIE_NAME": "__Host-csrf", "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_HTTPONLY": True, "LANGUAGE_COOKIE_SECURE": True, "SECURE_HSTS_SECONDS": 31_536_000,
    }  # fmt: skip


def test_no_debug_from_the_environment() -> None:
    assert settings("DEBUG", DEBUG="1", DJANGO_DEBUG="True") == {"DEBUG": False}


def test_a_web_process_gives_up_a_long_statement_and_a_dead_database_soon() -> None:
    show = (
        "import cixi_oversight.wsgi\nfrom django.conf import settings\nprint(settings.DATABASES['default']['OPTIONS'])"
    )
    done = python("-c", show, **EXAMPLE)
    assert "statement_timeout=15s" in done.stdout
    assert "lock_timeout=3s" in done.stdout
    assert "'connect_timeout': 3" in done.stdout
    assert "statement_timeout" not in str(settings("DATABASES")), "a night may take longer"


def test_bodies_are_limited() -> None:
    limits = settings("DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS", "DATA_UPLOAD_MAX_NUMBER_FILES")
    assert list(limits.values()) == [1_048_576, 2_000, 10]
