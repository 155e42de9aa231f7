"""Adopted and computed code of a set of institutions in one query; the computed one for the bureau only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import orjson
from django.db import connection

from cixi_oversight.permissions import Viewer
from riskcodes.rules.access import VIEW_COMPUTED

_ADOPTED: Final = """
    (select json_build_object('code', a.code, 'on', a.adopted_on, 'reason', a.reason)::text
       from riskcodes_adoptedcode a where a.institution_id = i.id
      order by a.recorded_at desc, a.id desc limit 1)
"""
# as the county's pointer shows it
_COMPUTED: Final = """
    (select json_build_object('code', s.computed_code, 'score', s.score)::text
       from riskcodes_assessment s
       join riskcodes_publishedrun pointer on pointer.county_id = s.county_id
       join riskcodes_riskrun r on r.id = pointer.run_id
      where s.institution_id = i.id and s.from_run <= r.number and (s.to_run is null or s.to_run >= r.number)
      order by s.from_run desc limit 1)
"""
_FROM: Final = """
      from institutions_institution i left join users_town t on t.id = i.town_id
     where i.id = any(%s)
"""
_NAMED: Final = "i.public_id, i.name, i.uscc, t.code, t.name, i.category"
_OUTSIDE: Final = f"select i.id, {_NAMED}, {_ADOPTED} {_FROM}"
_WITHIN: Final = f"select i.id, {_NAMED}, {_ADOPTED}, {_COMPUTED} {_FROM}"


def codes_of(keys: Sequence[int], viewer: Viewer) -> dict[int, tuple[tuple[Any, ...], dict[str, Any]]]:
    """By key: what names the institution, and its codes: `adopted`, for the bureau `computed` (null: none)."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHIN if VIEW_COMPUTED.allows(viewer) else _OUTSIDE, [list(keys)])
        return {row[0]: (row[1:7], _codes(row[7:])) for row in cursor.fetchall()}


def _codes(found: Sequence[str | None]) -> dict[str, Any]:
    shown = [code and orjson.Fragment(code) for code in found]
    return dict(zip(("adopted", "computed"), shown, strict=False))
