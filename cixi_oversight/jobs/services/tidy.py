"""Throws away, every night, what has run out by itself: sessions, entries of the shared cache, counts of requests,
answers kept for repetition, and sign-ins that were kept for a year."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.sessions.models import Session

from cixi_oversight import clock
from cixi_oversight.errors import msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services.registry import JobKind, SliceResult
from cixi_oversight.users.models import ApiCount, CacheEntry
from cixi_oversight.users.services import attempts
from cixi_oversight.users.services import sessions as own_sessions
from cixi_oversight.users.services.idempotency import forget_old_keys


def _plan(_: Job) -> Sequence[tuple[int, int]]:
    return [(1, 1)]


def _work(_piece: JobSlice) -> SliceResult:
    """Sessions and limits live by real time, also in the demo."""
    now = clock.real_now()
    sessions, _kinds = Session.objects.filter(expire_date__lt=now).delete()
    entries, _kinds = CacheEntry.objects.filter(expires__lt=now).delete()
    evidence = attempts.forget(now=now) + own_sessions.forget(now=now)
    counts, _kinds = ApiCount.objects.filter(minute__lt=int(now.timestamp()) // 60 - 1).delete()
    return SliceResult(rows=sessions + entries + counts + evidence + forget_old_keys(now=now))


def _finish(_: Job) -> None:
    """Nothing is published."""


TIDY = JobKind("jobs.tidy", msg("Removal of expired sessions"), _plan, _work, _finish)
