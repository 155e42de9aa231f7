"""The yearly notice of holidays: read from three shapes, looked at before it moves anything, put in force once."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from cixi_oversight import clock
from cixi_oversight.errors import DomainError
from cixi_oversight.imports.services.notice import days_of, receive_notice
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy import errors
from cixi_oversight.policy.enums import DeadlineCode as Code
from cixi_oversight.policy.models import CalendarDay, CalendarNotice, Deadline, DeadlineMove
from cixi_oversight.policy.services import calendar, deadlines, notices
from cixi_oversight.users.models import User
from cixi_oversight.users.services.viewer import system_viewer
from tests.users.conftest import bureau, person

__all__ = ["bureau", "person"]
pytestmark = pytest.mark.django_db
D = dt.date
AT = clock.at(D(2026, 11, 23), 9)
# an invented notice: Spring Festival of 2027 is on 6 February
DAYS = [
    ("2027-01-01", "元旦", True),
    *((f"2027-02-{day:02d}", "春节", True) for day in range(5, 13)),
    ("2027-02-14", "春节", False),
]


@pytest.fixture
def by(db: None) -> Viewer:
    return system_viewer(label="tests")


def as_json(days: list[tuple[str, str, bool]] = DAYS, year: int = 2027) -> bytes:
    rows = [{"name": name, "date": day, "isOffDay": off} for day, name, off in days]
    return json.dumps({"year": year, "papers": [], "days": rows}, ensure_ascii=False).encode()


def as_rows(separator: str) -> bytes:
    rows = [("日期", "名称", "放假/上班"), *((day, name, "放假" if off else "上班") for day, name, off in DAYS)]
    return "\n".join(separator.join(row) for row in rows).encode()


def as_workbook() -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["日期", "名称", "放假/上班"])
    for day, name, off in DAYS:
        sheet.append([day, name, "放假" if off else "上班"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(by: Viewer, data: bytes, year: int = 2027, name: str = "") -> CalendarNotice:
    return receive_notice(year=year, source="国办发明电〔2026〕7号", name=name, data=data, by=by, at=AT)


@pytest.mark.parametrize(
    ("name", "data"),
    [("", as_json()), ("a.csv", as_rows(",")), ("", as_rows("\t")), ("a.xlsx", as_workbook())],
    ids=["json", "csv", "pasted", "xlsx"],
)
def test_every_shape_gives_the_same_days(name: str, data: bytes) -> None:
    found = [(one.day.isoformat(), one.name, not one.is_workday) for one in days_of(2027, name, data)]
    assert found == DAYS


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ([("2027-02-05", "春节", True)], errors.NoticeDayTwice),
        ([("2028-01-02", "元旦", True)], errors.NoticeOtherYear),
        ([("2027-02-16", "春节", False)], errors.NoticeWorkdayInTheWeek),
        ([("2027-02-30", "春节", True)], errors.NoticeUnreadable),
    ],
)
def test_what_cannot_be_is_refused(by: Viewer, change: list[tuple[str, str, bool]], error: type[DomainError]) -> None:
    with pytest.raises(error):
        read(by, as_json(DAYS + change))
    assert not CalendarNotice.objects.exists()


@pytest.mark.parametrize(
    "data", [b"{", b'{"days": 1}', b'{"days": [{"date": "2027-01-01", "name": "x", "isOffDay": "no"}]}', b"a,b", b""]
)
def test_what_cannot_be_read_is_refused(by: Viewer, data: bytes) -> None:
    with pytest.raises(errors.NoticeUnreadable):
        read(by, data)


def test_another_year_in_the_file_is_refused(by: Viewer) -> None:
    with pytest.raises(errors.NoticeUnreadable):
        read(by, as_json(year=2026))


def test_holidays_of_the_regulation_that_are_missing_are_a_doubt(by: Viewer) -> None:
    row = read(by, as_json())
    assert "2027-10-01" in row.doubts
    assert "2027-01-01" not in row.doubts


def test_the_preview_says_what_would_move_and_putting_in_force_moves_it(by: Viewer) -> None:
    made = deadlines.start_deadline(
        subject=("complaint", 1), institution_id=None, kind=Code.FINE_PAYMENT, started_on=D(2027, 1, 27), by=by, at=AT
    )
    assert (made.due_on, made.provisional) == (D(2027, 2, 11), True)
    row = read(by, as_json())
    count, moved = notices.preview(row)
    assert (count, [(one.before_on, one.after_on) for one in moved]) == (1, [(D(2027, 2, 11), D(2027, 2, 14))])
    assert not DeadlineMove.objects.exists()
    assert calendar.is_provisional(D(2027, 2, 11))
    row = notices.apply_notice(notice=row, why="已公布", by=by, at=AT)
    made.refresh_from_db()
    assert (row.moved, made.due_on, made.provisional) == (1, D(2027, 2, 14), False), "the Sunday is worked"
    assert [one.after_on for one in notices.moved_by(row)] == [D(2027, 2, 14)]
    assert not calendar.is_provisional(D(2027, 6, 1))
    with pytest.raises(errors.NoticeApplied):
        notices.apply_notice(notice=row, why="x", by=by, at=AT)


def test_a_second_notice_of_the_year_takes_back_what_it_no_longer_names(by: Viewer) -> None:
    notices.apply_notice(notice=read(by, as_json()), why="x", by=by, at=AT)
    notices.apply_notice(notice=read(by, as_json(DAYS[:-2])), why="调整", by=by, at=AT)
    assert not CalendarDay.objects.filter(day__in=[D(2027, 2, 12), D(2027, 2, 14)]).exists()
    assert calendar.is_workday(D(2027, 2, 12))
    assert not calendar.is_workday(D(2027, 2, 14))


def test_the_registrar_brings_it_and_the_chief_puts_it_in_force(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person("registrar", Role.REGISTRAR))
    sent = {"year": "2027", "source": "国办通知", "file": SimpleUploadedFile("n.json", as_json())}
    answer = client.post("/bureau/imports/notice/", sent)
    row = CalendarNotice.objects.get()
    page = f"/bureau/system/calendar/notices/{row.pk}/"
    assert answer.headers["Location"] == page
    assert client.get(page).status_code == 200
    assert client.post(f"{page}apply/", {"why": "x"}).status_code == 403
    client.force_login(person("chief", Role.SECTION_CHIEF))
    assert f"{page}apply/" in client.get(page).content.decode()
    assert client.post(f"{page}apply/", {"why": "已公布"}).status_code == 302
    assert not Deadline.objects.exists()
    assert not calendar.is_provisional(D(2027, 6, 1))
