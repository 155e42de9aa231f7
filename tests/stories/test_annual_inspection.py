"""One year's inspection from every face: the bureau opens it, the institution reports on /my/ (a draft first), the town
checks, the bureau orders a rectification, re-checks and publishes; a parent reads the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from institutions.models import AnnualBatch, AnnualInspection
from institutions.rules.yearly.report import FIELDS, Part
from tests.people import ON, World, make_world

DAY = dt.timedelta(days=1)
TYPED = {Part.COUNT: "10", Part.FEN: "1000.00", Part.YES_NO: "yes", Part.TEXT: "依法办学，未发现问题"}
SAID = {field.key: TYPED[field.part] for field in FIELDS}


@pytest.fixture
def world(db: None) -> World:
    pin(ON)
    return make_world()


@pytest.fixture
def send(world: World) -> Callable[..., Client]:
    """A browser of somebody in that role, who fills in a form and sends it."""

    def sent(role: Role, name: str, *args: Any, **typed: Any) -> Client:
        client = world.client(role)
        answer = client.post(reverse(f"institutions:{name}", args=args), typed)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        return client

    return sent


def test_a_year_is_inspected(world: World, send: Callable[..., Client]) -> None:
    days = {"report_by": ON + 30 * DAY, "check_by": ON + 60 * DAY, "decide_by": ON + 90 * DAY}
    send(Role.REGISTRAR, "open_annual", year=2025, title="2025年度年检", **{k: v.isoformat() for k, v in days.items()})
    batch = AnnualBatch.objects.get()
    row = AnnualInspection.objects.get(institution=world.institution)

    def version() -> int:
        return AnnualInspection.objects.get(pk=row.pk).version

    owner = send(Role.INSTITUTION_OWNER, "report_annual", row.public_id, students="10", draft="1", version=version())
    page = owner.get(reverse("institutions:report_annual", args=[row.public_id])).content.decode()
    assert 'value="10"' in page
    incomplete = owner.post(
        reverse("institutions:report_annual", args=[row.public_id]), {"students": "10", "version": version()}
    )
    assert incomplete.status_code == 400
    send(Role.INSTITUTION_OWNER, "report_annual", row.public_id, version=version(), **SAID)

    town = world.client(Role.TOWN_OFFICER)
    assert (
        world.institution.name
        in town.get(reverse("institutions:annual_batch", args=[batch.public_id])).content.decode()
    )
    send(Role.TOWN_OFFICER, "annual_check", row.public_id, faults="fire", opinion="灭火器过期", version=version())
    assert town.get(reverse("institutions:annual_decide", args=[row.public_id])).status_code in (403, 404)

    basic = {"conclusion": "basic", "grounds": "灭火器过期", "legal_basis": "条例第四十七条", "demands": "更换"}
    send(
        Role.SECTION_CHIEF,
        "annual_decide",
        row.public_id,
        rectify_by=(ON + 30 * DAY).isoformat(),
        version=version(),
        **basic,
    )
    early = world.client(Role.SECTION_CHIEF).post(
        reverse("institutions:annual_recheck", args=[row.public_id]),
        {"conclusion": "fail", "record_text": "未整改", "version": version()},
    )
    assert early.status_code == 422
    send(Role.INSTITUTION_OWNER, "rectified_annual", row.public_id, text="已全部更换", version=version())
    send(
        Role.REGISTRAR,
        "annual_recheck",
        row.public_id,
        conclusion="pass",
        record_text="现场复检到位",
        version=version(),
    )
    send(Role.REGISTRAR, "annual_notice", row.public_id)
    nobody = world.client(None)
    public = reverse("institutions:public_annual", args=[2025])
    assert nobody.get(public).status_code == 404
    send(Role.BUREAU_DIRECTOR, "publish_annual", batch.public_id, is_read="on")
    shown = nobody.get(public).content.decode()
    assert world.institution.name in shown
    assert "灭火器" not in shown  # the public reads results, not files
    mine = world.client(Role.INSTITUTION_OWNER).get(reverse("institutions:my_annual")).content.decode()
    assert AnnualInspection.objects.get(pk=row.pk).notice.number in mine
    assert clock.today() == ON
