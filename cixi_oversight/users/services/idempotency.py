"""Keeps the answers to requests that may be repeated (`api.idempotency`), and throws them away after 30 days."""

from __future__ import annotations

import datetime as dt

from cixi_oversight.api.idempotency import KEPT_FOR, Kept
from cixi_oversight.users.models import IdempotencyKey


class Keys:
    def find(self, *, actor_id: int, key: str) -> Kept | None:
        row = IdempotencyKey.objects.filter(actor_id=actor_id, key=key).first()
        return None if row is None else Kept(row.fingerprint, row.status, bytes(row.body))

    def keep(self, *, actor_id: int, key: str, answer: Kept, now: dt.datetime) -> None:
        IdempotencyKey.objects.create(
            actor_id=actor_id,
            key=key,
            fingerprint=answer.fingerprint,
            status=answer.status,
            body=answer.body,
            created_at=now,
        )


KEYS = Keys()


def forget_old_keys(*, now: dt.datetime) -> int:
    """Returns how many went."""
    return IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
