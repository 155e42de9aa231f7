"""The one shape of a refusal, with the sentence in both languages whatever the reader's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import orjson
import structlog
from django.http import HttpResponse
from django.utils import translation

from cixi_oversight.errors import DomainError, Message, Problems, Refusal

STATUS: Final[Mapping[Refusal, int]] = {
    Refusal.MALFORMED: 400,
    Refusal.FORBIDDEN: 403,
    Refusal.NOT_FOUND: 404,
    Refusal.CONFLICT: 409,
    Refusal.RULE: 422,
    Refusal.BUSY: 503,
}
CHINESE: Final = "zh-hans"
ENGLISH: Final = "en"


def status_of(problem: DomainError) -> int:
    return int(getattr(problem, "status", STATUS[problem.refusal]))


def body_of(problem: DomainError) -> dict[str, Any]:
    """The answer's body. Several refusals at once stand in `problems`, each in the same shape."""
    body = _entry(problem) | {"request_id": request_id()}
    if isinstance(problem, Problems):
        body["problems"] = [_entry(part) for part in problem.problems]
    return body


def answer(problem: DomainError) -> HttpResponse:
    """For places outside the framework of views: middleware and the routes that do not exist."""
    return HttpResponse(dump(body_of(problem)), status=status_of(problem), content_type="application/json")


def dump(data: Any) -> bytes:
    return orjson.dumps(data, default=_plain)


def request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]


def worded(message: Message, language: str) -> str:
    with translation.override(language):
        text = translation.gettext(message.id)
        figures = {name: _figure(value, language) for name, value in message.figures.items()}
        return text % figures if figures else text


def shown(value: object) -> str:
    """What a client sent, short and fit to be printed and logged."""
    text = str(value)[:40].encode("utf-8", "replace").decode()
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _entry(problem: DomainError) -> dict[str, Any]:
    return {
        "code": problem.code,
        "message": worded(problem.sentence, CHINESE),
        "message_en": worded(problem.sentence, ENGLISH),
        "field": problem.field,
        "row": problem.row,
        "figures": {name: _figure(value, ENGLISH) for name, value in problem.figures.items()},
    }


def _figure(value: object, language: str) -> Any:
    if isinstance(value, Message):
        return worded(value, language)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, bool | int) else shown_at_length(value)


def shown_at_length(value: object) -> str:
    return str(value)[:400].encode("utf-8", "replace").decode()


def _plain(value: object) -> str:
    """Lazy sentences and enum members of a subclass; anything else is a mistake of ours."""
    if isinstance(value, Mapping | list | tuple | set):
        raise TypeError(f"{type(value).__name__} does not belong into an answer")
    return str(value)
