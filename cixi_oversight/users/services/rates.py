"""Limits of the REST door per minute: for each client and for each address that is not a signed-in browser's.

Windows are whole minutes of real time; a burst over the edge of one may take twice the limit within a minute.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import connection

_COUNT: Final = """
    insert into users_apicount as held (key, minute, count)
    select key, %s, 1 from unnest(%s::text[]) as sent (key) order by key
    on conflict (key) do update
       set count = case when held.minute = excluded.minute then held.count + 1 else 1 end, minute = excluded.minute
    returning key, count
"""


def over_limit(kinds: Mapping[str, str], *, now: dt.datetime) -> int | None:
    """Counts one request of each `kind: who`, such as `{"client": "17"}`. Seconds to wait where one is over its
    limit, else None."""
    names = {f"{kind}:{who}"[:80]: kind for kind, who in kinds.items()}
    minute, second = divmod(int(now.timestamp()), 60)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [minute, sorted(names)])
        counted = dict(cursor.fetchall())
    over = any(counted[name] > settings.API_RATES[kind] for name, kind in names.items())
    return 60 - second if over else None
