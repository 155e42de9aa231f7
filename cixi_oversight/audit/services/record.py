"""The one way into the audit. Runs in the caller's transaction: if it cannot be written, the action fails with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import structlog

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Viewer

ACTING_FOR: Final = "acting_for"  # in `data`: actors whose lent right this act rests on


def record(
    verb: str,
    *,
    by: Viewer,
    subject: tuple[str, int],
    institution_id: int | None = None,
    why: str = "",
    data: Mapping[str, Any] | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Write one event. `data` carries ids, codes and figures only, never names of persons or phones.

    Where a deputy uses a right that was lent to him, `acting_for` names the actors for whom he acts.
    """
    context = structlog.contextvars.get_contextvars()
    return Event.objects.create(
        recorded_at=at or clock.now(),
        actor_id=by.actor_id,
        verb=verb,
        subject_kind=subject[0],
        subject_id=subject[1],
        institution_id=institution_id,
        why=why,
        data=dict(data or {}) | ({ACTING_FOR: list(by.acting_for)} if by.acting_for else {}),
        request_id=str(context.get("request_id") or context.get("task_id") or "")[:40],
        source=str(context.get("ip") or context.get("job") or "")[:60],
    )
