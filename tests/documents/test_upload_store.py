"""What is kept of an upload, and that nothing is left behind where it fails."""

from __future__ import annotations

import errno
import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from PIL import Image

from cixi_oversight.audit.models import Event
from cixi_oversight.documents.enums import FileKind, FileState, Purpose
from cixi_oversight.documents.errors import DayFull, FileRefused, FileTooLarge, KindDiffers, NameRefused, NotSaved
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.documents.ports import shelf
from cixi_oversight.documents.services import uploads
from cixi_oversight.documents.services.sweeping import SPARED_SECONDS, sweep
from cixi_oversight.permissions import Role
from tests.people import AT, World, make_world


def pdf(pages: int = 1, **info: str) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    for key, value in info.items():
        made.docinfo[f"/{key}"] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def jpeg(size: tuple[int, int] = (60, 40), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, "JPEG", **more)
    return out.getvalue()


def keep(world: World, data: bytes, name: str = "营业执照（副本）.pdf", **more: Any) -> StoredFile:
    return uploads.store(
        **{
            "upload": SimpleUploadedFile(name, data),
            "purpose": Purpose.PERMIT_COPY,
            "subject": ("institution", world.institution.pk),
            "institution_id": world.institution.pk,
            "by": world.viewer(Role.REGISTRAR),
            "at": AT,
        }
        | more
    )


def on_disk(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_it_keeps_the_bytes_of_a_pdf_under_a_name_that_says_nothing(world: World, shelf_root: Path) -> None:
    data = pdf(3)
    row = keep(world, data)
    assert (row.kind, row.pages, row.state, row.original_name) == (
        FileKind.PDF,
        3,
        FileState.CLEAN,
        "营业执照（副本）.pdf",
    )
    assert shelf.path_of(row.stored_name).read_bytes() == data
    assert on_disk(shelf_root) == [shelf_root / "files" / row.stored_name[:2] / row.stored_name]
    assert oct(shelf.path_of(row.stored_name).stat().st_mode)[-3:] == "600"
    assert uploads.of(("institution", world.institution.pk)) == [row]


def test_a_picture_is_kept_as_it_was_decoded_and_nothing_else_of_it(world: World) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"
    row = keep(world, jpeg(exif=exif, comment=b"secret word") + b"PK secret tail", "IMG_1.JPG")
    kept = shelf.path_of(row.stored_name).read_bytes()
    assert (row.width, row.height) == (40, 60)
    assert b"secret" not in kept
    with Image.open(io.BytesIO(kept)) as image, Image.open(shelf.thumbnail_of(row.stored_name)) as small:
        assert (image.size, small.size, dict(image.getexif())) == ((40, 60), (40, 60), {})
    assert row.sha256 != row.source_sha256


def test_who_handed_it_in_is_in_the_audit(world: World) -> None:
    row = keep(world, pdf())
    event = Event.objects.get(verb="documents.store_file")
    assert (event.subject_kind, event.subject_id, event.actor_id) == ("institution", world.institution.pk, row.owner_id)
    assert event.data["sha256"] == row.sha256
    assert "营业执照" not in str(event.data)


def test_a_refusal_names_the_field_and_keeps_nothing(world: World, shelf_root: Path) -> None:
    with pytest.raises(KindDiffers) as caught:
        keep(world, pdf(), "页面.exe", field="copy")
    assert caught.value.field == "copy"
    assert (StoredFile.objects.count(), on_disk(shelf_root)) == (0, [])


@pytest.mark.parametrize("name", ["a\0.pdf", "a\r\n.pdf", "a%0D%0Ab.pdf"])
def test_a_name_with_nul_or_a_line_break_is_refused(world: World, name: str) -> None:
    upload = SimpleUploadedFile("x.pdf", pdf())
    upload._name = name  # as a client that is no browser sends it
    with pytest.raises(NameRefused):
        keep(world, b"", upload=upload)


@pytest.fixture
def cap(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def set_to(**caps: int) -> None:
        monkeypatch.setattr(uploads, "limits", lambda on: uploads.Limits(**caps))

    return set_to


def test_the_size_is_capped_at_the_byte(world: World, cap: Callable[..., None]) -> None:
    data = pdf()
    cap(file_bytes=len(data))
    keep(world, data)
    cap(file_bytes=len(data) - 1)
    with pytest.raises(FileTooLarge):
        keep(world, data, purpose=Purpose.EVIDENCE)


def test_the_day_of_an_account_is_capped(world: World, cap: Callable[..., None]) -> None:
    data, more = pdf(), pdf(2)
    cap(day_bytes=len(data) + len(more))
    keep(world, data)
    keep(world, more)
    with pytest.raises(DayFull):
        keep(world, pdf(3))
    keep(world, pdf(3), by=world.viewer(Role.SECTION_CHIEF))
    cap(day_bytes=len(data))
    with pytest.raises(DayFull):
        keep(world, pdf(4))


def test_the_caps_are_parameters_with_the_settled_values(world: World) -> None:
    assert uploads.limits(AT.date()) == uploads.Limits()


def test_the_same_bytes_for_the_same_purpose_are_kept_once(world: World, shelf_root: Path) -> None:
    first = keep(world, jpeg(), "a.jpg")
    assert keep(world, jpeg(), "b.jpg") == first
    assert keep(world, jpeg(), "a.jpg", purpose=Purpose.EVIDENCE) != first
    assert len(on_disk(shelf_root)) == 4


# --- faults ---


def disk_full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("where", ["rename", "chmod", "mkdir"])
def test_a_full_disk_or_a_refused_rename_leaves_no_row_and_no_file(
    world: World, shelf_root: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(Path, where, disk_full)
    with pytest.raises(NotSaved):
        keep(world, jpeg(), "a.jpg")
    monkeypatch.undo()
    assert (StoredFile.objects.count(), on_disk(shelf_root)) == (0, [])


def test_a_disk_that_is_full_while_the_file_arrives_leaves_nothing(
    world: World, shelf_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "take", disk_full)
    with pytest.raises(NotSaved):
        keep(world, pdf())
    assert (StoredFile.objects.count(), on_disk(shelf_root)) == (0, [])


def test_a_second_rename_that_fails_takes_the_first_back(
    world: World, shelf_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def refuse_thumbnails(path: Path, target: Path) -> Path:
        return disk_full() if path.name == "thumbnail" else rename(path, target)  # type: ignore[func-returns-value,return-value]

    monkeypatch.setattr(Path, "rename", refuse_thumbnails)
    with pytest.raises(NotSaved):
        keep(world, jpeg(), "a.jpg")
    assert on_disk(shelf_root) == []


def test_an_audit_that_cannot_be_written_leaves_no_row_and_no_file(
    world: World, shelf_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_audit", disk_full)
    with pytest.raises(NotSaved):
        keep(world, pdf())
    assert (StoredFile.objects.count(), on_disk(shelf_root)) == (0, [])


def test_the_night_removes_what_has_no_row(world: World, shelf_root: Path) -> None:
    kept = keep(world, jpeg(), "a.jpg")
    with transaction.atomic():
        lost = keep(world, jpeg((61, 40)), "b.jpg")
        transaction.set_rollback(True)  # what the caller does afterwards fails
    (shelf_root / "incoming" / "cut-short").mkdir()
    changed = shelf.path_of(lost.stored_name).stat().st_mtime
    assert sweep(now=changed + SPARED_SECONDS - 60) == 0  # its row may still come
    assert sweep(now=changed + SPARED_SECONDS + 60) == 2
    assert sorted(on_disk(shelf_root)) == sorted(
        [shelf.path_of(kept.stored_name), shelf.thumbnail_of(kept.stored_name)]
    )
    assert list((shelf_root / "incoming").iterdir()) == []


# --- races ---


@pytest.mark.django_db(transaction=True)
def test_the_same_upload_twice_at_once_is_one_file(shelf_root: Path) -> None:
    world = make_world()
    by = {role: world.viewer(role) for role in (Role.REGISTRAR, Role.SECTION_CHIEF)}
    found: list[Any] = []

    def work(role: Role) -> None:
        try:
            found.append(keep(world, data, "a.jpg", by=by[role]))
        except FileRefused as error:
            found.append(error)
        finally:
            connection.close()

    data = jpeg()
    roles = [Role.REGISTRAR, Role.REGISTRAR, Role.SECTION_CHIEF, Role.SECTION_CHIEF]
    threads = [threading.Thread(target=work, args=[role]) for role in roles]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = StoredFile.objects.get()
    assert found == [row] * 4
    assert len(on_disk(shelf_root)) == 2
