"""On real connections: the last look of the hour is shown once, whoever asks at the same time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.enums import Field
from cixi_oversight.personal.errors import TooManyReveals
from cixi_oversight.personal.models import Person, Reveal
from cixi_oversight.personal.services.reveal import reveal
from cixi_oversight.policy.models import Parameter

from .conftest import AT, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
ASKING, LIMIT = 8, 3


def test_eight_at_once_are_shown_what_the_limit_allows(person: Person, as_role: Callable[[Role], Viewer]) -> None:
    Parameter.objects.create(
        key="personal.reveals_an_hour", value=LIMIT, unit="times", effective_from=dt.date(2026, 1, 1), source="测试"
    )
    chief = as_role(Role.SECTION_CHIEF)
    together = Barrier(ASKING)

    def ask(_: int) -> str:
        try:
            together.wait(20)
            return reveal(person=person, field=Field.PHONE, why="回访投诉处理结果", by=chief, at=AT)
        except TooManyReveals:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(ASKING) as pool:
        answers = sorted(pool.map(ask, range(ASKING)))
    assert answers == [""] * (ASKING - LIMIT) + [PHONE] * LIMIT
    assert Reveal.objects.count() == LIMIT
