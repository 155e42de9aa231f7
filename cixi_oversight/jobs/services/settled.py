"""Work that closes a time first waits until every transaction that may still write facts of before its end has ended.

A fact's `recorded_at` is taken at the door, its transaction commits later: without the wait, a slow one could become
visible after the night has read, with a time from before the cutoff.
"""

from __future__ import annotations

import datetime as dt
import time
from typing import Final

from django.db import connection

from cixi_oversight import clock
from cixi_oversight.jobs.services.engine import NotYet

GRACE: Final = dt.timedelta(seconds=2)  # from taking the time at the door to the first write
PATIENCE_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.05

# Transactions of our own role, which may write yet, and all that have written, whoever's they are. A dump under
# another role reads for an hour and holds nobody up.
_RUNNING: Final = """
    select array(select pid from pg_stat_activity
                  where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
                    and xact_start < %s),
           array(select l.transactionid::text from pg_locks l join pg_stat_activity a using (pid)
                  where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted
                    and a.datname = current_database() and l.pid <> pg_backend_pid())
"""


def wait_until_settled(cutoff: dt.datetime) -> None:
    """Raises NotYet after a minute: the run asks again later, and no attempt is lost."""
    lag = clock.now() - cutoff
    if dt.timedelta(0) <= lag < GRACE:
        time.sleep((GRACE - lag).total_seconds())
    moment = _real_moment()
    sessions, writers = _running(moment)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while sessions or writers:
        if time.monotonic() > deadline:
            raise NotYet
        time.sleep(_POLL_SECONDS)
        still_sessions, still_writers = _running(moment)
        sessions, writers = sessions & still_sessions, writers & still_writers


def _running(moment: dt.datetime) -> tuple[set[int], set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING, [moment])
        sessions, writers = cursor.fetchone()
    return set(sessions), set(writers)


def _real_moment() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: dt.datetime = cursor.fetchone()[0]
    return moment
