"""The register's fixtures, and a complaint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight.permissions import Viewer
from inspections.enums import Channel, Matter
from inspections.models import Complaint
from inspections.services.complaints import receive_complaint
from institutions.models import Institution
from tests.institutions.conftest import (
    AT,
    ON,
    actor,
    as_role,
    bureau,
    by,
    county,
    institution,
    make,
    other_town,
    town,
    user_in,
)

__all__ = [
    "AT",
    "ON",
    "actor",
    "as_role",
    "bureau",
    "by",
    "county",
    "institution",
    "make",
    "other_town",
    "town",
    "user_in",
]


@pytest.fixture
def receive(institution: Institution, by: Viewer) -> Callable[..., Complaint]:
    def complaint(**facts: Any) -> Complaint:
        facts = {
            "institution": institution,
            "channel": Channel.HOTLINE_12345,
            "matter": Matter.REFUND,
            "received_on": ON - dt.timedelta(days=10),
            "at": AT,
        } | facts
        return receive_complaint(by=by, **facts)

    return complaint


@pytest.fixture
def complaint(receive: Callable[..., Complaint]) -> Complaint:
    return receive()
