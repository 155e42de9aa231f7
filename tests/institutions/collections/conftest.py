"""A collection as an officer draws it up, and who answers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from institutions.enums.collections import Addressee, Shape, Source
from institutions.models import Collection
from institutions.rules.collections.columns import Column
from institutions.rules.filings.schema import FieldType
from institutions.services.collections.defining import create_collection

ON = dt.date(2026, 11, 23)
AT = clock.at(ON, 10)
COLUMNS = (
    Column("机构名称", FieldType.TEXT, source=Source.NAME),
    Column("参加托管学生数", FieldType.WHOLE_NUMBER),
    Column("每月收费", FieldType.YUAN, is_required=False),
    Column("有无供餐", FieldType.CHOICE, choices=("自有厨房", "配送", "无")),
    Column("计划开班日", FieldType.DAY, is_required=False),
)


def ask(**changed: Any) -> dict[str, Any]:
    return {
        "title": "2026年秋季学期托管需求摸底",
        "about": "用于安排课后托管专项检查。",
        "addressee": Addressee.TOWNS,
        "shape": Shape.INSTITUTIONS,
        "towns": [],
        "category": "",
        "stage": "",
        "legal_form": "",
        "due_on": ON + dt.timedelta(days=1),
        "columns": COLUMNS,
    } | changed


@pytest.fixture
def draft(county: Any, by: Viewer) -> Callable[..., Collection]:
    def made(**changed: Any) -> Collection:
        return create_collection(county=county, by=by, at=AT, **ask(**changed))

    return made
