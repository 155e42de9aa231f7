"""The scanner's word: yes, no, late, none. What it has not looked at cannot be taken away."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight.audit.models import Event
from cixi_oversight.documents.checks import scanner_is_named
from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import scanner as port
from cixi_oversight.documents.ports import shelf
from cixi_oversight.documents.services import scanning, sweeping
from cixi_oversight.jobs.enums import JobState
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.jobs.services.wake import start
from cixi_oversight.permissions import Role
from cixi_oversight.users.services.viewer import system_viewer
from tests.documents import clamd
from tests.documents.test_upload_store import keep, pdf
from tests.people import World

EVIL = pdf(Title=f"X5O!{clamd.EICAR}")


@pytest.fixture
def scanner(settings: Any) -> Iterator[clamd.Scanner]:
    with clamd.running() as running:
        settings.DOCUMENTS_SCANNER = running.address
        yield running


@pytest.fixture
def nobody(settings: Any) -> str:
    """An address where nobody listens; the port is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.DOCUMENTS_SCANNER = f"clamd://127.0.0.1:{free.getsockname()[1]}"
    return str(settings.DOCUMENTS_SCANNER)


def opened(world: World, row: StoredFile, role: Role = Role.REGISTRAR) -> Any:
    return world.client(role).get(reverse("documents:file", args=[row.public_id]))


# --- the adapter ---


def test_it_sends_the_whole_file_and_reads_the_word(scanner: clamd.Scanner, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(range(256)) * 1_000)
    (tmp_path / "b").write_bytes(EVIL)
    asked = port.configured()
    assert asked is not None
    assert asked.ping()
    assert asked.scan(tmp_path / "a") == ""
    assert asked.scan(tmp_path / "b") == "Eicar-Test-Signature"
    assert scanner.received == [bytes(range(256)) * 1_000, EVIL]


def test_it_speaks_through_a_socket_file(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(EVIL)
    with clamd.running(tmp_path / "clamd.sock") as running:
        settings.DOCUMENTS_SCANNER = running.address
        asked = port.configured()
        assert asked is not None
        assert asked.scan(tmp_path / "b") == "Eicar-Test-Signature"
    assert not asked.ping()


@pytest.mark.parametrize("mode", ["slow", "silent", "broken"])
def test_no_clear_word_in_time_is_none(scanner: clamd.Scanner, tmp_path: Path, mode: str) -> None:
    (tmp_path / "a").write_bytes(b"x")
    scanner.mode = mode
    host, at = scanner.address.removeprefix("clamd://").split(":")
    started = time.monotonic()
    with pytest.raises(port.ScannerDown):
        port.Clamd((host, int(at)), answer=0.3).scan(tmp_path / "a")
    assert time.monotonic() - started < 5


def test_a_large_file_that_is_refused_midway_is_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(10_000_000))
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = port.Clamd(server.getsockname(), connect=1, answer=1)
        server.close()
        with pytest.raises(port.ScannerDown):
            asked.scan(tmp_path / "a")


@pytest.mark.parametrize("address", ["http://127.0.0.1", "127.0.0.1:3310", "clamd:"])
def test_an_address_that_is_none_is_a_mistake_of_the_settings(settings: Any, address: str) -> None:
    settings.DOCUMENTS_SCANNER = address
    with pytest.raises(ValueError, match="DOCUMENTS_SCANNER"):
        port.configured()
    assert [error.id for error in scanner_is_named()] == ["documents.E002"]
    settings.DOCUMENTS_SCANNER = ""
    assert scanner_is_named() == []


# --- what becomes of a file ---


def test_without_a_scanner_a_file_says_so(world: World) -> None:
    row = keep(world, EVIL)
    assert (row.state, row.scanned_at, row.shown_state) == (FileState.CLEAN, None, "not_scanned")
    assert opened(world, row).status_code == 200


def test_what_was_scanned_is_handed_out(world: World, scanner: clamd.Scanner) -> None:
    row = keep(world, pdf())
    assert (row.state, row.shown_state, row.scanned_at is None) == (FileState.CLEAN, "clean", False)
    assert opened(world, row).status_code == 200


def test_a_virus_is_locked_away_and_everybody_is_told(world: World, scanner: clamd.Scanner) -> None:
    row = keep(world, EVIL)
    assert (row.state, row.signature) == (FileState.REFUSED, "Eicar-Test-Signature")
    assert shelf.path_of(row.stored_name).exists()  # kept as evidence
    answer = opened(world, row)
    assert answer.status_code == 409
    assert "Content-Disposition" not in answer
    event = Event.objects.get(verb="documents.lock_file")
    assert event.data["signature"] == "Eicar-Test-Signature"
    page = world.client(Role.SECTION_CHIEF).get(reverse("documents:files") + "?state=refused").content.decode()
    assert "营业执照（副本）.pdf" in page
    assert reverse("documents:file", args=[row.public_id]) not in page
    desk = world.client(Role.SECTION_CHIEF).get(reverse("pages:desk")).content.decode()
    assert "?state=refused" in desk


def test_where_the_scanner_is_silent_the_file_waits(world: World, nobody: str) -> None:
    row = keep(world, EVIL)
    assert (row.state, row.scanned_at) == (FileState.QUARANTINED, None)
    assert opened(world, row).status_code == 409
    job = Job.objects.get(name=scanning.JOB)
    for _ in range(8):  # more often than a job has attempts
        assert work_through(job.pk) is not JobState.FAILED
    row.refresh_from_db()
    assert row.state == FileState.QUARANTINED


@pytest.mark.parametrize(("data", "state"), [(pdf(), FileState.CLEAN), (EVIL, FileState.REFUSED)])
def test_the_job_asks_until_the_scanner_answers(world: World, nobody: str, data: bytes, state: FileState) -> None:
    row = keep(world, data)
    job = Job.objects.get(name=scanning.JOB)
    work_through(job.pk)
    with clamd.running(port=int(nobody.rpartition(":")[2])):
        assert work_through(job.pk) is JobState.DONE
    row.refresh_from_db()
    assert (row.state, row.scanned_at is None) == (state, False)
    assert opened(world, row).status_code == (200 if state is FileState.CLEAN else 409)
    assert Event.objects.filter(verb="documents.lock_file").count() == (state is FileState.REFUSED)


def test_a_scanner_that_was_given_up_lets_the_waiting_files_go(world: World, nobody: str, settings: Any) -> None:
    row = keep(world, pdf())
    settings.DOCUMENTS_SCANNER = ""
    assert work_through(Job.objects.get(name=scanning.JOB).pk) is JobState.DONE
    row.refresh_from_db()
    assert row.shown_state == "not_scanned"


def test_the_night_asks_for_files_whose_job_was_lost(world: World, nobody: str) -> None:
    row = keep(world, pdf())
    Job.objects.filter(name=scanning.JOB).delete()
    night = start(sweeping.JOB, slot="2026-11-23", by=system_viewer(label="tests"), payload={"on": "2026-11-23"})
    assert work_through(night.pk) is JobState.DONE
    assert Job.objects.get(name=scanning.JOB).payload == {"file": row.pk}
