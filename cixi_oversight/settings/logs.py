"""Structured logs: one event a line, with the ids of request, job and account, and nothing personal.

Addresses are logged without their query (people type names there), a refusal of the database without its DETAIL
(which quotes the row), a traceback without the values of variables.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

_DETAIL = "DETAIL:"
_TOKEN = re.compile(r"/t/[A-Za-z0-9_%~.-]{20,}")  # of a signed link, in whatever line it turns up


def drop_details(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Cut what PostgreSQL quotes of a row from the texts of errors."""
    for name in ("error", "exception", "event", "reason"):
        text = event.get(name)
        if isinstance(text, str) and _DETAIL in text:
            event[name] = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(_DETAIL))
    return event


def hide_tokens(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """A signed link's token opens what it is for: no line holds one."""
    for name, value in event.items():
        if isinstance(value, str) and "/t/" in value:
            event[name] = _TOKEN.sub("/t/***", value)
    return event


def configure(*, as_json: bool, level: str) -> dict[str, Any]:
    """Set structlog up; returns Django's LOGGING, by which other packages' lines get the same shape."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        drop_details,
        hide_tokens,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": logging.getLevelName(logging.ERROR)},  # request_finished says the same
        },
    }
