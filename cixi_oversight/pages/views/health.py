"""For the operator: is the process up, and can it do its work. JSON, no personal data, no sign-in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from celery import Celery
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils.module_loading import import_string
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from cixi_oversight.permissions import ANYONE
from cixi_oversight.web.views import Page
from riskcodes.enums import RunKind
from riskcodes.models import RiskRun

log = structlog.get_logger(__name__)


class Healthz(Page):
    """The process answers. Touches nothing else, so that a restart is asked for only when a restart would help."""

    permission = ANYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        return JsonResponse({"status": "ok"})


class Readyz(Page):
    """Database and broker answer and last night ran; 503 names what does not. A late night alone is a warning: the
    portal still serves the night before."""

    permission = ANYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        checks = {"database": _database(), "broker": _broker()}
        night = _night() if checks["database"] == "ok" else "unknown"
        ready = all(state == "ok" for state in checks.values())
        body = {"status": "ok" if ready else "unavailable", **checks, "last_night": night}
        return JsonResponse(body, status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        log.warning("database_unreachable", error=type(error).__name__)
        return "unreachable"
    return "ok"


def _broker() -> str:
    try:
        app: Celery = import_string(settings.JOBS_CELERY_APP)
        with app.connection_for_write() as link:
            link.ensure_connection(max_retries=1, timeout=1)
    except (KombuError, RedisError, OSError) as error:
        log.warning("broker_unreachable", error=type(error).__name__)
        return "unreachable"
    return "ok"


def _night() -> dict[str, Any] | str:
    """The newest night of any county as its row tells it; `late` by the row's own business date and real finish."""
    run = RiskRun.objects.filter(kind=RunKind.NIGHT).order_by("-on", "-number").first()
    if run is None:
        return "never"
    return {"on": run.on.isoformat(), "state": run.state, "institutions": run.institutions}
