"""A table of unfinished courses as a closing institution fills it in, for the cases of the demo."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from cixi_oversight.permissions import Viewer
from institutions.enums.settlement import CourseMethod, SettlementVerb
from institutions.models import CourseSettlement, Institution
from institutions.services.settlement.courses import put_course
from institutions.services.settlement.tables import move_settlement, open_settlement

COURSES: Final = ("小学思维训练班", "阅读与写作班", "少儿美术班", "书法班", "英语口语班")


def settle(
    institution: Institution,
    draw: random.Random,
    *,
    case_id: int | None,
    by: Viewer,
    check_by: Viewer | None,
    at: dt.datetime,
    unsettled: int = 0,
) -> CourseSettlement:
    """Two or three courses paid back; with `check_by` declared and confirmed, with `unsettled` some are left."""
    table = open_settlement(institution=institution, by=by, at=at, case_id=case_id)
    if table.state != "open" or table.courses.exists():
        return table
    names = draw.sample(COURSES, draw.randint(2, 3))
    for number, name in enumerate(names):
        students = draw.randint(4, 26)
        fen = students * draw.randrange(40_000, 160_000, 1_000)
        settled = number >= unsettled
        put_course(
            settlement=table,
            by=by,
            at=at,
            course=name,
            students=students,
            unconsumed_fen=fen,
            method=CourseMethod.REFUND if settled else None,
            settled_on=at.date() if settled else None,
            settled_fen=fen if settled else None,
            receiver=None,
            consents=0,
            note="",
        )
    if not unsettled:
        move_settlement(settlement=table, verb=SettlementVerb.DECLARE, why="", by=by, at=at)
    if check_by is not None:
        why = "已核对退费凭证和学员签收单，金额一致"
        move_settlement(settlement=table, verb=SettlementVerb.CONFIRM, why=why, by=check_by, at=at)
    return table
