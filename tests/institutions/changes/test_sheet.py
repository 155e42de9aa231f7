"""The weekly list as a sheet: the same matching as the feed, nothing twice, outcomes to take away."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.models import ImportBatch, StagedRow
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from institutions.enums.changes import ChangeKind
from institutions.models import RegisterChange, SuspectedSite
from institutions.services.changes.receiving import receive_changes
from institutions.services.register_import.summary import import_file
from tests.people import AT, ON, World, make_world

pytestmark = pytest.mark.django_db
HEADINGS = ("变动编号", "变动类型", "变动日期", "企业名称", "统一社会信用代码", "住所", "经营范围", "备注")
NEW = ("A-1", "设立登记", "2026-11-19", "慈溪市星途艺术培训有限公司", "", "慈溪市浒山街道新城大道100号", "艺术培训", "")


@pytest.fixture
def world() -> World:
    pin(ON)
    return make_world()


def line(reference: str, **changed: str) -> tuple[str, ...]:
    cells = dict(zip(HEADINGS, NEW, strict=True)) | changed | {"变动编号": reference}
    return tuple(cells[heading] for heading in HEADINGS)


def sheet(*lines: tuple[str, ...]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *lines])
    return out.getvalue().encode("utf-8-sig")


def imported(world: World, *lines: tuple[str, ...], **how: Any) -> ImportBatch:
    how = {"apply": True} | how
    return import_file(
        county=world.county,
        profile_key="register_changes",
        name="周报.csv",
        data=sheet(*lines),
        by=world.viewer(Role.REGISTRAR),
        at=AT,
        **how,
    )


def three(world: World) -> tuple[tuple[str, ...], ...]:
    known = line("A-2", 变动类型="列入异常", 企业名称=world.institution.name)
    return line("A-1"), known, line("A-3", 企业名称="甲超市", 经营范围="食品销售")


def test_rows_are_matched_as_the_feed_matches_them(world: World) -> None:
    batch = imported(world, *three(world))
    assert batch.state == BatchState.APPLIED
    found = {row.reference: row for row in RegisterChange.objects.filter(batch=batch)}
    assert {key: row.outcome for key, row in found.items()} == {"A-1": "suspected", "A-2": "matched", "A-3": "not_ours"}
    assert found["A-2"].institution == world.institution
    assert (found["A-1"].site, found["A-1"].town) == (SuspectedSite.objects.get(), world.town)
    assert batch.figures["notes"] == {"matched": 1, "ambiguous": 0, "suspected": 1, "not_ours": 1}
    assert not StagedRow.objects.filter(batch_id=batch.pk).exists(), "the sheet is not kept"


def test_a_look_writes_nothing_and_says_what_would_become_of_each(world: World) -> None:
    batch = imported(world, *three(world), apply=False)
    assert not RegisterChange.objects.exists()
    assert list(batch.outcomes.values_list("row_no", "verdict", "reason")) == [
        (2, "new", "suspected"),
        (3, "new", "matched"),
        (4, "new", "not_ours"),
    ]


def test_the_same_sheet_and_what_the_feed_has_brought_are_taken_once(world: World) -> None:
    facts: Any = {"reference": "A-3", "kind": ChangeKind.NEW, "changed_on": ON, "name": "甲超市", "address": "浒山"}
    receive_changes(county=world.county, rows=[facts], by=world.viewer(Role.REGISTRAR), at=AT)
    first = imported(world, *three(world))
    assert (first.figures["new"], first.figures["unchanged"]) == (2, 1)
    again = imported(world, *three(world))
    assert (again.figures["new"], again.figures["unchanged"]) == (0, 3)
    assert RegisterChange.objects.count() == 3


def test_without_a_number_a_row_is_known_by_what_it_says(world: World) -> None:
    imported(world, line(""))
    batch = imported(world, line(""), line("", 经营范围="艺术培训；文具"))
    assert (batch.figures["new"], batch.figures["unchanged"]) == (1, 1)


def test_bad_rows_are_named_and_the_clean_ones_go_in_when_accepted(world: World) -> None:
    bad = (
        line("B-1", 备注="联系人电话13812345678"),
        line("B-2", 变动类型="合并"),
        line("B-3", 变动日期="2027-01-01"),
        line("B-4"),
        line("B-4", 企业名称="另一家"),
        line("B-5", 住所=""),
    )
    batch = imported(world, *three(world), *bad)
    assert batch.state == BatchState.CHECKED
    assert not RegisterChange.objects.exists()
    faults = list(batch.faults.order_by("row_no").values_list("row_no", "field", "code"))
    assert faults == [
        (5, "note", "person_number"),
        (6, "kind", "choice"),
        (7, "changed_on", "in_future"),
        (8, "", "duplicate_other"),
        (9, "", "duplicate_other"),
        (10, "address", "required"),
    ]
    assert not batch.faults.filter(excerpt__contains="138").exists(), "a number of a person is not quoted"
    clean = imported(world, *three(world), *bad, accept_clean=True)
    assert (clean.state, RegisterChange.objects.count()) == (BatchState.APPLIED, 3)


def test_more_rows_than_the_feed_takes_at_once_and_a_rare_name(world: World) -> None:
    rows = [line(f"C-{n}", 企业名称=f"𠮷{n}商行", 经营范围="百货") for n in range(501)]
    batch = imported(world, *rows)
    assert RegisterChange.objects.filter(batch=batch, outcome="not_ours").count() == 501
    assert RegisterChange.objects.filter(name="𠮷7商行").count() == 1


def test_the_registrar_takes_the_outcomes_away(world: World) -> None:
    registrar = world.client(Role.REGISTRAR)
    other = imported(world, line("Z-1", 企业名称="乙超市", 经营范围="百货"))
    pasted = "\n".join("\t".join(cells) for cells in (HEADINGS, *three(world)))
    answer = registrar.post(reverse("imports:receive"), {"profile": "register_changes", "pasted": pasted})
    assert answer.status_code == 302, answer.content.decode()[:1500]
    assert registrar.post(answer["Location"], {"verb": "apply"}).status_code == 302
    batch = ImportBatch.objects.exclude(pk=other.pk).get()
    page = registrar.get(answer["Location"]).content.decode()
    results = f"{reverse('institutions:register_changes')}?sheet={batch.pk}"
    assert results in page
    body = b"".join(registrar.get(f"{results}&format=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(body)))
    assert len(rows) == 4
    assert {row[0] for row in rows[1:]} == {NEW[3], world.institution.name, "甲超市"}
    assert registrar.get(reverse("institutions:register_changes"), {"sheet": "0"}).status_code < 500
