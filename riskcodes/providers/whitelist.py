"""What the risk code says to the register: whether an institution's adopted code bars it from the white list, and the
code itself as a word of the public page where a parameter makes it public."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from institutions.enums.whitelist import Answer
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode

_RED: Final = """
    select i.id, (select a.code from riskcodes_adoptedcode a where a.institution_id = i.id and a.adopted_on <= %(on)s
                   order by a.recorded_at desc, a.id desc limit 1)
      from unnest(%(ids)s::bigint[]) as i (id)
"""


def not_red(ids: Sequence[int], on: dt.date) -> dict[int, Answer]:
    """By the code adopted until that day; whoever has none, or one that says nothing, is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_RED, {"ids": list(ids), "on": on})
        return {pk: _ANSWER[code] for pk, code in cursor.fetchall() if code in _ANSWER}


_ANSWER: Final[dict[str, Answer]] = {
    Colour.GREEN: Answer.MET,
    Colour.YELLOW: Answer.MET,
    Colour.RED: Answer.NOT_MET,
}


def adopted_code(on: dt.date) -> Any:
    """For a queryset of institutions: the code in force, empty where there is none."""
    rows = AdoptedCode.objects.filter(institution=OuterRef("pk"), adopted_on__lte=on).order_by("-recorded_at", "-pk")
    return Coalesce(Subquery(rows.values("code")[:1]), Value(""))
