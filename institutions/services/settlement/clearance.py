"""What the settlement answers before deregistration: whether every unfinished course is settled, and confirmed so."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from cixi_oversight.errors import Message, msg
from institutions.enums.settlement import ClearanceTopic, SettlementState
from institutions.models import CourseSettlement
from institutions.services.extensions import Clearance

_TOPIC = ClearanceTopic.UNFINISHED_COURSES


def clearances(ids: list[int], on: dt.date) -> dict[int, Clearance]:
    """One query for all. Without a table nobody has said that nothing is unfinished, so it is not clear."""
    left = Q(courses__settled_on=None)
    rows = CourseSettlement.objects.filter(institution__in=ids).exclude(state=SettlementState.ABANDONED)
    rows = rows.annotate(
        total=Count("courses"),
        open_courses=Count("courses", filter=left),
        students=Coalesce(Sum("courses__students"), 0),
        left_fen=Coalesce(Sum("courses__unconsumed_fen", filter=left), 0),
        unconsumed_fen=Coalesce(Sum("courses__unconsumed_fen"), 0),
    )
    found = {row.institution_id: _answer(row) for row in rows}
    nobody = Clearance(_TOPIC, _who(), False, msg("No table of unfinished courses has been drawn up."))
    return {pk: found.get(pk, nobody) for pk in ids}


def _answer(row: CourseSettlement) -> Clearance:
    figures = {name: getattr(row, name) for name in ("total", "open_courses", "students", "left_fen", "unconsumed_fen")}
    url = reverse("institutions:settlement", args=[row.public_id])
    if row.state == SettlementState.CONFIRMED:
        sentence = msg("%(total)s courses with %(students)s students settled and confirmed.", **figures)
        if not figures["total"]:
            sentence = msg("Declared and confirmed: no course was unfinished.")
        return Clearance(_TOPIC, _who(), True, sentence, figures, url)
    if row.state == SettlementState.DECLARED:
        sentence = msg("%(total)s courses declared settled; the check by the bureau is missing.", **figures)
    else:
        sentence = msg("%(open_courses)s of %(total)s courses are not settled yet.", **figures)
    return Clearance(_TOPIC, _who(), False, sentence, figures, url)


def _who() -> Message:
    return msg("Table of unfinished courses")
