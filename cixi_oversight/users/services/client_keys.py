"""From the key that a request carries to the client it belongs to. Everything here lives by real time."""

from __future__ import annotations

import datetime as dt
from typing import Final

import structlog
from django.conf import settings
from django.db.models import Q

from cixi_oversight.api.errors import KeyExpired, KeyOfOtherEnvironment, KeyRefused, KeyRevoked
from cixi_oversight.users.models import ApiClient, ApiKey
from cixi_oversight.users.rules.keys import ReadKey, is_same, read_key

log = structlog.get_logger(__name__)
STEP: Final = dt.timedelta(minutes=1)


def client_of(text: str, *, now: dt.datetime) -> ApiClient:
    """The client whose key this is, read anew at every request; notes the use, once a minute at most.

    Raises KeyRefused, KeyOfOtherEnvironment, KeyExpired, KeyRevoked. Who does not hold a key learns nothing of it.
    """
    sent = read_key(text)
    if sent is None:
        raise KeyRefused
    if sent.environment != settings.API_KEY_ENVIRONMENT:
        raise KeyOfOtherEnvironment(of=sent.environment, here=settings.API_KEY_ENVIRONMENT)
    key = _found(sent)
    if key is None:
        log.warning("api_key_unknown", prefix=sent.prefix)
        raise KeyRefused
    if key.revoked_at is not None or key.client.revoked_at is not None:
        raise KeyRevoked
    if key.expires_on < now.date():
        raise KeyExpired(day=key.expires_on.isoformat())
    _note_use(key, now)
    return key.client


def _found(sent: ReadKey) -> ApiKey | None:
    related = ApiKey.objects.select_related("client__department", "client__actor")
    key = related.filter(prefix=sent.prefix, environment=sent.environment).first()
    return key if key is not None and is_same(key.hashed, sent.hashed) else None


def _note_use(key: ApiKey, now: dt.datetime) -> None:
    before = now - STEP
    if key.last_used_at is not None and key.last_used_at > before:
        return
    older = Q(last_used_at=None) | Q(last_used_at__lte=before)
    ApiKey.objects.filter(older, pk=key.pk).update(last_used_at=now)
