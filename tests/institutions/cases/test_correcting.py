"""Returned for correction and handed in again: each item changed, or a word about it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight.errors import Problems, WrongState
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.users.models import User
from institutions.enums.cases import CaseKind, CaseState
from institutions.errors.cases import NotAsked
from institutions.models import RegistrationCase
from institutions.services.cases import correcting, drafts, submitting, window
from institutions.services.cases.window import Item
from tests.institutions.cases.conftest import AT, NONPROFIT, Office, fresh, scan

LATER = AT + dt.timedelta(hours=1)
ITEMS = [Item("field", "reason", "请写明决议日期"), Item("document", "charter", "缺资产处置条款")]


def returned(office: Office) -> RegistrationCase:
    row = office.submitted(CaseKind.NONPROFIT_CONVERSION, NONPROFIT)
    window.return_case(case=row, items=ITEMS, by=office.clerk, at=AT)
    return fresh(row)


def refused(office: Office, row: RegistrationCase) -> list[str]:
    with pytest.raises(Problems) as found:
        submitting.submit(case=row, expected_version=fresh(row).version, by=office.owner, at=LATER)
    assert {one.code for one in found.value.problems} == {"not_corrected"}
    return sorted(one.field for one in found.value.problems)


def test_what_is_as_it_was_is_named_until_it_is_changed_or_spoken_for(office: Office) -> None:
    row = returned(office)
    owner = office.owner
    assert refused(office, row) == ["document_charter", "reason"]
    row = drafts.save_draft(
        case=row, values={"reason": NONPROFIT["reason"]}, expected_version=row.version, by=owner, at=LATER
    )
    assert refused(office, row) == ["document_charter", "reason"]  # saved anew, and the same
    with pytest.raises(NumberInText):
        correcting.remark(case=row, target="field", key="reason", words="请致电13800138000", by=owner, at=LATER)
    with pytest.raises(NotAsked):
        correcting.remark(case=row, target="document", key="staff", words="无需更改", by=owner, at=LATER)
    correcting.remark(case=row, target="document", key="charter", words="第十二条即是", by=owner, at=LATER)
    assert refused(office, row) == ["reason"]
    correcting.remark(case=row, target="document", key="charter", words=" ", by=owner, at=LATER)
    assert refused(office, row) == ["document_charter", "reason"]
    correcting.remark(case=row, target="document", key="charter", words="第十二条即是", by=owner, at=LATER)
    drafts.save_draft(
        case=row, values={"reason": "经十一月一日决议"}, expected_version=fresh(row).version, by=owner, at=LATER
    )
    submitting.submit(case=row, expected_version=fresh(row).version, by=owner, at=LATER)
    row = fresh(row)
    assert (row.state, row.remarks) == (CaseState.SUBMITTED, {"1.document.charter": "第十二条即是"})
    with pytest.raises(WrongState):
        correcting.remark(case=row, target="document", key="charter", words="再说", by=owner, at=LATER)
    window.return_case(case=row, items=ITEMS[1:], by=office.clerk, at=LATER)
    assert refused(office, fresh(row)) == ["document_charter"]  # a new round wants a new word


def test_the_pages_ask_and_the_window_reads_the_remark(office: Office) -> None:
    row = returned(office)
    client = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    client.force_login(User.objects.get(pk=office.owner.user_id))

    def url(name: str, *args: str) -> str:
        return reverse(f"institutions:my_case{name}", args=[row.public_id, *args])

    page = client.get(url("")).content.decode()
    assert "“申请理由”与退回时相同" in page
    assert "“章程”与退回时相同" in page
    empty = client.post(url("_upload", "charter"), {})
    assert (empty.status_code, "请上传补正后的材料" in empty.content.decode()) == (422, True)
    assert client.post(url("_upload", "charter"), {"remark": "第十二条已写明"}).status_code == 302
    assert (
        client.post(url("_upload", "staff"), {"remark": "不改"}).status_code == 422
    )  # not returned: a file, or nothing
    said = {"version": fresh(row).version, "reason": NONPROFIT["reason"], "remark_reason": "决议已附于材料三"}
    assert client.post(url("_edit"), said).status_code == 302
    assert "决议已附于材料三" in client.get(url("_edit")).content.decode()
    assert client.post(url("_submit"), {"version": fresh(row).version}).status_code == 302
    assert fresh(row).state == CaseState.SUBMITTED
    clerk = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    clerk.force_login(User.objects.get(pk=office.clerk.user_id))
    seen = clerk.get(reverse("institutions:case", args=[row.public_id])).content.decode()
    assert "第十二条已写明" in seen
    assert "决议已附于材料三" in seen


def test_a_new_file_answers_a_returned_document(office: Office) -> None:
    row = returned(office)
    client = Client()
    client.force_login(User.objects.get(pk=office.owner.user_id))
    url = reverse("institutions:my_case_upload", args=[row.public_id, "charter"])
    assert client.post(url, {"file": scan(shade="teal")}).status_code == 302
    assert refused(office, row) == ["reason"]
