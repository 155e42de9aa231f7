"""Writes that may be sent twice (decision 7): who sends a key with a request gets one effect and one answer for it,
however often the request is repeated.

    class ComplaintViewSet(...):
        @idempotent
        def create(self, request): ...

The key's row is written in the transaction of the effect, under an advisory lock on the key: there is no moment at
which the one is there without the other. What was refused is not kept, so a corrected request may take the same key.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from cixi_oversight import clock
from cixi_oversight.api import errors
from cixi_oversight.api.answers import dump
from cixi_oversight.extensions import Single

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"  # stands on an answer that was given before
KEPT_FOR: Final = dt.timedelta(days=30)

_KEY = re.compile(r"[\x21-\x7e]{8,255}")

PARAMETER: Final = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 8, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    required=True,
    description=(
        "Chosen by the sender, a new one for each thing to be done and the same one for each repetition of it. Kept "
        "for 30 days. Another body under the same key is refused (422); so is a repetition while the first is still "
        "running (409: send it again)."
    ),
)


@dataclass(frozen=True, slots=True)
class Kept:
    fingerprint: str
    status: int
    body: bytes


class Store(Protocol):
    """Where keys are kept. `users` answers: this package has no tables."""

    def find(self, *, actor_id: int, key: str) -> Kept | None: ...

    def keep(self, *, actor_id: int, key: str, answer: Kept, now: dt.datetime) -> None: ...


STORE: Final[Single[Store]] = Single("api.idempotency", required=True)

Handler = Callable[..., Response]


def idempotent(handler: Handler) -> Callable[..., HttpResponse]:
    """Around a view's method. Raises KeyMissing, KeyUnreadable (400), KeyReused (422), KeyRunning (409)."""

    @functools.wraps(handler)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        store = STORE.ask()
        if store is None:
            raise RuntimeError("nobody keeps idempotency keys")
        actor_id, key = request.viewer.actor_id, _key_of(request)  # type: ignore[attr-defined]
        said = _said(request)
        with transaction.atomic():
            _lock(actor_id, key)
            kept = store.find(actor_id=actor_id, key=key)
            if kept is not None:
                return _again(kept, said)
            response = handler(view, request, *args, **kwargs)
            answer = Kept(_fingerprint(said, settings.SECRET_KEY), response.status_code, dump(response.data))
            store.keep(actor_id=actor_id, key=key, answer=answer, now=clock.real_now())
        return _sent(answer)

    return once


def _key_of(request: Request) -> str:
    key = request.headers.get(HEADER)
    if key is None:
        raise errors.KeyMissing(field=HEADER)
    if not _KEY.fullmatch(key):
        raise errors.KeyUnreadable(field=HEADER)
    return key


def _said(request: Request) -> bytes:
    """What is asked for, however it was spelt: the order of fields and blanks do not count."""
    body = json.dumps(request.data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return f"{request.method} {request.path}\n{body}".encode()


def _fingerprint(said: bytes, secret: str | bytes) -> str:
    """Keyed, because bodies name people: nobody finds a phone by trying all of them against this column."""
    return salted_hmac("cixi_oversight.api.idempotency", said, secret=secret, algorithm="sha256").hexdigest()


def _lock(actor_id: int, key: str) -> None:
    """Until the end of the transaction. Nobody waits here: a repetition that comes too early is told so."""
    digest = hashlib.sha256(f"idempotency/{actor_id}/{key}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
        if not cursor.fetchone()[0]:
            raise errors.KeyRunning


def _again(kept: Kept, said: bytes) -> HttpResponse:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(kept.fingerprint, _fingerprint(said, secret)) for secret in secrets):
        raise errors.KeyReused(field=HEADER)
    answer = _sent(kept)
    answer[REPLAYED] = "true"
    return answer


def _sent(answer: Kept) -> HttpResponse:
    """Both times from the kept bytes, so that they are the same to the byte."""
    return HttpResponse(bytes(answer.body), status=answer.status, content_type="application/json")
