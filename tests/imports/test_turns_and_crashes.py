"""Two at once, a process killed in the middle, a register that moves meanwhile: all or nothing, and once."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
from typing import Any

import pytest
from django.db import connection, connections

from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.errors import BatchMoved
from cixi_oversight.imports.models import ImportBatch, OpenMatch, StagedRow
from cixi_oversight.imports.services.apply import cancel, start_apply
from cixi_oversight.imports.services.check import check
from cixi_oversight.imports.services.receive import expire, receive
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from institutions.models import Institution, Permit, Site
from tests.imports.conftest import AT, ON, OTHER, ROOT, VALID, Import, csv_of, row


def received(county: County, by: Viewer, rows: list[dict[str, str]]) -> ImportBatch:
    return receive(county=county, profile_key="bureau_register", name="a.csv", data=csv_of(rows), by=by, at=AT)


def test_a_batch_is_applied_once(county: County, by: Viewer) -> None:
    batch = received(county, by, [VALID])
    job = start_apply(batch=batch, by=by, at=AT, on=ON)
    with pytest.raises(BatchMoved):
        start_apply(batch=batch, by=by, at=AT, on=ON)
    work_through(job.pk)
    work_through(job.pk)
    assert Institution.objects.count() == 1


def test_a_preview_put_away_forgets_its_rows_and_cannot_be_applied(county: County, by: Viewer) -> None:
    batch = received(county, by, [VALID])
    cancel(batch=batch, by=by, at=AT)
    assert not StagedRow.objects.exists()
    with pytest.raises(BatchMoved):
        start_apply(batch=batch, by=by, at=AT, on=ON)


def test_a_preview_that_nobody_applies_is_emptied_after_a_week(county: County, by: Viewer) -> None:
    batch = received(county, by, [VALID])
    assert expire(county_id=county.pk, at=AT + dt.timedelta(days=7)) == 0
    assert expire(county_id=county.pk, at=AT + dt.timedelta(days=7, seconds=1)) == 1
    batch.refresh_from_db()
    assert (batch.state, StagedRow.objects.exists()) == (BatchState.EXPIRED, False)


def test_what_changed_since_the_preview_is_looked_at_anew(run: Import, county: County, by: Viewer) -> None:
    preview = received(county, by, [VALID])
    check(batch=preview, by=by, at=AT, on=ON)
    run([VALID])
    work_through(start_apply(batch=preview, by=by, at=AT, on=ON).pk)
    preview.refresh_from_db()
    assert (preview.figures["new"], preview.figures["unchanged"]) == (0, 1)
    assert Institution.objects.count() == 1


def test_a_writing_that_fails_again_and_again_leaves_the_preview(
    county: County, by: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from institutions.services.register_import import merge

    def fails(_: Any) -> None:
        raise RuntimeError("the disk is full")

    batch = received(county, by, [VALID])
    monkeypatch.setattr(merge, "_insert_records", fails)
    job = start_apply(batch=batch, by=by, at=AT, on=ON)
    assert work_through(job.pk) is JobState.PARTIAL
    batch.refresh_from_db()
    assert (batch.is_open, batch.figures["gave_up"], Institution.objects.count()) == (True, True, 0)
    monkeypatch.undo()
    work_through(start_apply(batch=batch, by=by, at=AT, on=ON).pk)
    assert Institution.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_sheet_at_once_enter_it_once(county: County, by: Viewer) -> None:
    blank = row(统一社会信用代码="")
    rows = [
        blank | {"机构名称": f"第{n}培训", "办学许可证号": f"1330{n:05d}", "地址": f"某路{n}号"} for n in range(300)
    ]
    jobs = [start_apply(batch=received(county, by, rows), by=by, at=AT, on=ON) for _ in range(2)]
    barrier = threading.Barrier(2)

    def work(job: Job) -> None:
        barrier.wait()
        try:
            work_through(job.pk, patient=True)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = sorted((batch.figures["new"], batch.figures["unchanged"]) for batch in ImportBatch.objects.all())
    assert said == [(0, 300), (300, 0)]
    assert Institution.objects.count() == Site.objects.count() == Permit.objects.count() == 300


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["imports.after_merge", "jobs.before_slice_commit", "jobs.after_lease"])
def test_a_process_killed_in_the_middle_leaves_nothing_and_the_next_one_finishes(
    county: County, by: Viewer, place: str
) -> None:
    batch = received(county, by, [VALID, OTHER, row(统一社会信用代码="", 办学许可证号="", 地址="别处1号")])
    job = start_apply(batch=batch, by=by, at=AT, on=ON)
    code = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        f"connection.settings_dict['NAME'] = {connection.settings_dict['NAME']!r}\n"
        "from cixi_oversight.jobs.services.engine import work_through\n"
        f"work_through({job.pk})\n"
    )
    env = os.environ | {"CIXI_CRASH": place, "DJANGO_SETTINGS_MODULE": "cixi_oversight.settings.test"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert (Institution.objects.count(), Site.objects.count(), OpenMatch.objects.count()) == (0, 0, 0)
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLYING
    job.slices.update(lease_until=AT - dt.timedelta(days=1))  # the dead process's lease runs out
    assert work_through(job.pk, patient=True) is JobState.DONE
    batch.refresh_from_db()
    assert (batch.state, batch.figures["new"], batch.figures["unsure"]) == (BatchState.APPLIED, 2, 1)
    assert (Institution.objects.count(), OpenMatch.objects.count()) == (2, 1)
