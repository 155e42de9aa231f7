"""For the operator: is the process up, and can it do its work. JSON, no personal data, no sign-in."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus
from typing import Any, Final

import structlog
from django.db import DatabaseError, connection
from django.db.models import Max
from django.http import HttpRequest, JsonResponse

from cixi_oversight import clock
from cixi_oversight.jobs.services.heartbeat import is_silent
from cixi_oversight.jobs.services.wake import broker_answers
from cixi_oversight.permissions import ANYONE
from cixi_oversight.web.views import Page
from riskcodes.enums import RunKind, RunState
from riskcodes.models import RiskRun

log = structlog.get_logger(__name__)
_LATE_FROM: Final = 6  # o'clock


class Healthz(Page):
    """The process answers. Touches nothing else, so that a restart is asked for only when a restart would help."""

    permission = ANYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        if request.method not in {"GET", "HEAD"}:
            return JsonResponse({"status": "method not allowed"}, status=HTTPStatus.METHOD_NOT_ALLOWED)
        return JsonResponse({"status": "ok"})


class Readyz(Page):
    """Database and broker answer and last night ran; 503 names what does not. A late night alone is a warning: the
    portal still serves the night before."""

    permission = ANYONE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        checks = {"database": _database(), "broker": "ok" if broker_answers() else "unreachable"}
        reachable = checks["database"] == "ok"
        workers = _workers() if reachable else "unknown"
        night = _night() if reachable else "unknown"
        ready = all(state == "ok" for state in checks.values())
        body = {"status": "ok" if ready else "unavailable", **checks, "workers": workers, "last_night": night}
        return JsonResponse(body, status=HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError as error:
        log.warning("database_unreachable", error=type(error).__name__)
        return "unreachable"
    return "ok"


def _workers() -> str:
    """Whether beat and a worker were seen lately. A warning only: work waits, none is lost."""
    return "silent" if is_silent() else "ok"


def _night() -> dict[str, Any] | str:
    """The last published night of the county that is furthest behind. `late` from six in the morning on, when tonight's
    should long have been published."""
    last = (
        RiskRun.objects.filter(kind=RunKind.NIGHT, state=RunState.PUBLISHED)
        .values_list("county__code")
        .annotate(on=Max("on"))
        .order_by("on", "county__code")
        .first()
    )
    if last is None:
        return "never"
    now = clock.now()
    expected = now.date() if now.hour >= _LATE_FROM else now.date() - dt.timedelta(days=1)
    return {"county": last[0], "on": last[1].isoformat(), "late": last[1] < expected}
