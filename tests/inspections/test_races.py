"""Complaints that come in at the same moment, and two officers over one."""

from __future__ import annotations

import pytest

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from inspections.enums import Channel, Matter
from inspections.errors import ChangedMeanwhile
from inspections.models import Complaint, ComplaintValidity
from inspections.services.complaints import judge_validity, receive_complaint
from institutions.models import Institution
from institutions.services.register import create_institution
from tests.institutions.test_races import together

from .conftest import AT, ON

pytestmark = pytest.mark.django_db(transaction=True)


def receive(row: Institution, clerk: Viewer) -> Complaint:
    return receive_complaint(
        institution=row, channel=Channel.PORTAL, matter=Matter.REFUND, received_on=ON, by=clerk, at=AT
    )


def test_numbers_have_no_gaps_and_no_twins() -> None:
    clerk = system_viewer(label="tests")
    county = County.objects.create(code="330282", name="慈溪市")
    rows = [create_institution(county=county, name=f"机构{n}", by=clerk, at=AT) for n in range(2)]
    together(*(lambda n=n: receive(rows[n % 2], clerk) for n in range(6)))
    numbers = list(Complaint.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [f"TS330282-2026-{n:05d}" for n in range(1, 7)]


def test_two_officers_over_one_complaint() -> None:
    clerk = system_viewer(label="tests")
    county = County.objects.create(code="330282", name="慈溪市")
    one = receive(create_institution(county=county, name="青禾", by=clerk, at=AT), clerk)
    answers = together(
        *(
            lambda is_valid=is_valid: judge_validity(complaint=one, is_valid=is_valid, reason="核查", by=clerk, at=AT)
            for is_valid in (True, False)
        )
    )
    assert [type(answer) for answer in answers].count(ChangedMeanwhile) == 1
    assert ComplaintValidity.objects.count() == 1
