"""Imports in the browser: a sheet or a paste, the preview, applying, the sheet of errors, the work list."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import translation

from cixi_oversight.imports import forms
from cixi_oversight.imports.enums import BatchState
from cixi_oversight.imports.models import ImportBatch, OpenMatch
from cixi_oversight.imports.providers import todo
from cixi_oversight.imports.services import apply
from cixi_oversight.imports.views import batches
from cixi_oversight.jobs.services.engine import work_through
from cixi_oversight.permissions import Role
from cixi_oversight.web.home import counted
from institutions.models import Institution
from tests.imports.conftest import HEADINGS, OTHER, THIRD_USCC, csv_of
from tests.imports.conftest import row as any_row
from tests.people import ON, World, make_world

LIST, NEW, MATCHES = "/bureau/imports/", "/bureau/imports/new/", "/bureau/imports/matches/"
NAME = "慈溪市白沙路墨韵书法培训有限公司"  # the world has an institution of the usual name already


def row(**changes: str) -> dict[str, str]:
    return any_row(**{"机构名称": NAME, "地址": "白沙路街道北二环路6号", **changes})


VALID = row()
WRONG = row(机构名称="另一家", 统一社会信用代码="", 地址="别处1号", 办学许可证号="", 招牌名="=1+1", 类别="=补习班")
TOWNLESS = {"所属镇街": "", "审批机关": "", "行业主管部门": ""}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def registrar(world: World) -> Client:
    return world.client(Role.REGISTRAR)


def upload(client: Client, rows: list[dict[str, str]], *, name: str = "登记表.csv") -> Any:
    file = SimpleUploadedFile(name, csv_of([each | TOWNLESS for each in rows]))
    return client.post(NEW, {"profile": "bureau_register", "file": file, "pasted": ""})


def test_a_sheet_goes_from_the_form_over_the_preview_into_the_register(registrar: Client) -> None:
    page = registrar.get(NEW)
    assert "教育局培训机构登记表" in page.content.decode()
    answer = upload(registrar, [VALID, OTHER])
    batch = ImportBatch.objects.get()
    assert answer["Location"] == f"{LIST}{batch.pk}/"
    preview = registrar.get(answer["Location"]).content.decode()
    assert VALID["机构名称"] in preview
    assert "待写入" in preview
    assert Institution.objects.filter(uscc=VALID["统一社会信用代码"]).count() == 0
    registrar.post(answer["Location"], {"verb": "apply"})
    assert Institution.objects.filter(uscc=VALID["统一社会信用代码"]).count() == 1
    result = registrar.get(answer["Location"]).content.decode()
    assert "已写入" in result
    assert "登记表.csv" in registrar.get(LIST).content.decode()


def test_pasted_rows_are_read_like_a_sheet(registrar: Client) -> None:
    pasted = "\n".join("\t".join(cells) for cells in (HEADINGS, [(VALID | TOWNLESS)[h] for h in HEADINGS]))
    registrar.post(NEW, {"profile": "bureau_register", "pasted": pasted})
    batch = ImportBatch.objects.get()
    assert (batch.source_kind, batch.figures["new"]) == ("paste", 1)


@pytest.mark.parametrize("both", [True, False])
def test_a_file_or_a_paste_and_not_both_or_neither(registrar: Client, both: bool) -> None:
    data: dict[str, Any] = {"profile": "bureau_register", "pasted": "a\tb" if both else ""}
    if both:
        data["file"] = SimpleUploadedFile("a.csv", csv_of([VALID]))
    answer = registrar.post(NEW, data)
    assert (answer.status_code, ImportBatch.objects.count()) == (422, 0)
    assert "二者择一" in answer.content.decode()


def test_a_refused_file_says_why_beside_the_field(registrar: Client) -> None:
    file = SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    answer = registrar.post(NEW, {"profile": "bureau_register", "file": file, "pasted": ""})
    assert answer.status_code == 400
    assert "旧版 Excel 文件" in answer.content.decode()


def test_a_file_above_the_limit_is_refused(registrar: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "FILE_BYTES_MAX", 100)
    assert upload(registrar, [VALID]).status_code == 422
    assert not ImportBatch.objects.exists()


def test_errors_are_shown_with_row_and_column_and_only_the_clean_rows_can_be_applied(registrar: Client) -> None:
    url = upload(registrar, [VALID, WRONG])["Location"]
    page = registrar.get(url).content.decode()
    assert "无法识别“=补习班”。" in page
    assert 'value="apply_clean"' in page
    assert 'value="apply"' not in page
    registrar.post(url, {"verb": "apply"})  # forged: all or nothing still holds
    assert ImportBatch.objects.get().state == BatchState.CHECKED
    registrar.post(url, {"verb": "apply_clean"})
    assert ImportBatch.objects.get().state == BatchState.APPLIED
    assert Institution.objects.filter(uscc=VALID["统一社会信用代码"]).exists()
    assert not Institution.objects.filter(name="另一家").exists()


def test_the_error_sheet_can_be_downloaded_and_runs_no_formula(registrar: Client) -> None:
    url = upload(registrar, [VALID, WRONG])["Location"]
    answer = registrar.get(f"{url}errors.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0] == "行号,列,内容,问题及处理办法"
    assert lines[1].startswith("3,类别,'=补习班,无法识别“=补习班”。")


def test_a_preview_can_be_put_away(registrar: Client) -> None:
    url = upload(registrar, [VALID])["Location"]
    registrar.post(url, {"verb": "cancel"})
    assert ImportBatch.objects.get().state == BatchState.CANCELLED
    assert registrar.post(url, {"verb": "apply"}).status_code == 409


def test_the_same_content_again_is_said_to_be_known(registrar: Client) -> None:
    first = upload(registrar, [VALID])["Location"]
    registrar.post(first, {"verb": "apply"})
    page = registrar.get(upload(registrar, [VALID], name="又一次.csv")["Location"]).content.decode()
    assert "没有任何变动" in page
    assert "相同内容此前已导入" in page
    assert first in page


def test_what_would_change_is_shown_before_and_after(registrar: Client) -> None:
    registrar.post(upload(registrar, [VALID])["Location"], {"verb": "apply"})
    changed = row(招牌名="青禾美育", 类别="体育类", 有效期至="长期", **{"注册资本(万元)": "30"})
    page = registrar.get(upload(registrar, [changed])["Location"]).content.decode()
    for text in ("青禾艺术", "青禾美育", "¥500,000.00", "¥300,000.00", "长期", "体育类"):
        assert text in page


def test_a_long_sheet_is_left_to_a_worker_and_shows_progress(
    registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 0)
    url = upload(registrar, [VALID])["Location"]
    batch = ImportBatch.objects.get()
    assert batch.state == BatchState.READ
    assert "<progress" in registrar.get(url).content.decode()
    work_through(batch.job_id or 0)
    assert registrar.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    registrar.post(url, {"verb": "apply"})
    batch.refresh_from_db()
    assert batch.state == BatchState.APPLYING
    page = registrar.get(url).content.decode()
    assert "<progress" in page
    assert 'hx-trigger="every 1s"' in page
    part = registrar.get(url, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    work_through(batch.job_id or 0)
    assert registrar.get(url, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_step_is_seen_from_outside_while_the_work_goes_on(registrar: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from cixi_oversight.imports.services.progress import step_of

    seen: list[str | None] = []
    write = apply._write

    def watched(doing: Any, *more: Any) -> None:
        doing.step("write")
        seen.append(step_of(doing.batch.job_id))
        write(doing, *more)

    monkeypatch.setattr(apply, "_write", watched)
    url = upload(registrar, [VALID])["Location"]
    registrar.post(url, {"verb": "apply"})
    assert seen == ["write"]
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_clear_snapshot()")  # one transaction sees one picture of the sessions
    assert step_of(ImportBatch.objects.get().job_id or 0) is None


def test_the_work_list_shows_both_sides_and_takes_the_decision(world: World, registrar: Client) -> None:
    registrar.post(upload(registrar, [VALID])["Location"], {"verb": "apply"})
    registrar.post(upload(registrar, [row(统一社会信用代码=THIRD_USCC)])["Location"], {"verb": "apply"})
    item = OpenMatch.objects.get()
    page = registrar.get(MATCHES).content.decode()
    assert "该许可证已登记在另一统一社会信用代码下" in page
    url = f"{MATCHES}{item.pk}/"
    shown = registrar.get(url).content.decode()
    assert THIRD_USCC in shown
    assert VALID["统一社会信用代码"] in shown
    waiting = counted(todo(world.viewer(Role.REGISTRAR), ON))
    assert [(each.url, each.count) for each in waiting] == [(MATCHES, 1)]
    missing = registrar.post(url, {"decision": "same", "subject": item.subject_ids[0], "why": ""})
    assert missing.status_code == 422
    done = registrar.post(url, {"decision": "same", "subject": item.subject_ids[0], "why": "见新证"})
    assert done["Location"] == MATCHES
    assert Institution.objects.get(pk=item.subject_ids[0]).uscc == THIRD_USCC
    again = registrar.post(url, {"decision": "skip", "why": "再来"})
    assert again.status_code == 409
    assert "见新证" in registrar.get(url).content.decode()


def test_only_registrar_and_section_chief_see_it_in_the_sidebar(world: World) -> None:
    for role in (Role.REGISTRAR, Role.SECTION_CHIEF):
        assert world.client(role).get(LIST).status_code == 200
    for role in (Role.INSPECTOR, Role.TOWN_OFFICER, Role.BUREAU_DIRECTOR):
        assert world.client(role).get(LIST).status_code == 403
        assert todo(world.viewer(role), ON) == []


def test_the_pages_in_english(registrar: Client) -> None:
    url = upload(registrar, [VALID, WRONG])["Location"]
    with translation.override("en"):
        registrar.cookies["django_language"] = "en"
        page = registrar.get(url).content.decode()
    assert "1 row has errors." in page
    assert "is not known here. Write one of:" in page
