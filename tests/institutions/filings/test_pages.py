"""Pages of filings: two clerks, stale tabs, pasted sheets, documents under review, other people's filings."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.models import StoredFile
from cixi_oversight.errors import Problems
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from institutions.enums.filings import FilingKind
from institutions.models import Filing, Institution
from institutions.services.filings import deciding, engine
from tests.institutions.cases.conftest import scan

from .conftest import AT, OCTOBER, ON, account, user_in

POLICY: dict[str, Any] = {
    "kind": "premises_liability", "number": "P-1", "insurer": "人保", "from_on": "2026-01-01", "to_on": "2026-12-31",
}  # fmt: skip


@pytest.fixture
def browser(institution: Institution) -> Callable[[Role, str], Client]:
    pin(ON)

    def client(role: Role = Role.INSTITUTION_OWNER, name: str = "owner") -> Client:
        made = Client(headers={"accept-language": "en"})
        made.force_login(account(role, name, institution))
        return made

    return client


@pytest.fixture
def officer(bureau: Any, town: Any) -> Callable[[Role], Client]:
    def client(role: Role) -> Client:
        made = Client(headers={"accept-language": "en"})
        made.force_login(user_in(role, bureau, town))
        return made

    return client


def started(institution: Institution, by: Viewer, kind: FilingKind, **more: Any) -> Filing:
    return engine.start_draft(institution=institution, kind=kind, by=by, at=AT, **more)


def url(name: str, filing: Filing, *more: str) -> str:
    return reverse(f"institutions:{name}", args=[filing.public_id, *more])


def test_two_clerks_on_one_filing_see_both_versions(
    institution: Institution, owner: Viewer, browser: Callable[..., Client]
) -> None:
    filing = started(institution, owner, FilingKind.ENROLMENT_RETURN, period=OCTOBER)
    first, second = browser(), browser(Role.INSTITUTION_FRONT_DESK, "clerk")
    page = url("my_filing", filing)
    sent = {"version": "1", "students": "60", "prepaid_balance": "100"}
    assert first.post(page, sent).status_code == 302
    answer = second.post(page, sent | {"students": "75"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "owner saved it on" in text
    assert text.index(">60<") < text.index(">75<")  # theirs, then mine
    assert 'value="75"' in text  # what was typed is kept
    assert Filing.objects.get(pk=filing.pk).payload["students"] == 60
    kept = second.post(page, sent | {"students": "75", "version": "2"})
    assert (kept.status_code, Filing.objects.get(pk=filing.pk).payload["students"]) == (302, 75)


def test_an_autosave_says_when_and_a_stale_tab_is_told(
    institution: Institution, owner: Viewer, browser: Callable[..., Client]
) -> None:
    filing = started(institution, owner, FilingKind.ENROLMENT_RETURN, period=OCTOBER)
    client, page = browser(), url("my_filing_save", filing)
    for count in ("1", "12"):  # the second goes out with the version of the first
        answer = client.post(
            page, {"version": "1", "editor": "tab-a", "students": count}, headers={"HX-Request": "true"}
        )
        assert "Saved at" in answer.content.decode()
    stale = client.post(page, {"version": "1", "editor": "tab-b", "students": "9"}, headers={"HX-Request": "true"})
    assert "Not saved" in stale.content.decode()
    assert Filing.objects.get(pk=filing.pk).payload == {"students": 12}


def test_an_incomplete_draft_is_saved_and_named_when_it_is_submitted(
    institution: Institution, owner: Viewer, browser: Callable[..., Client]
) -> None:
    filing = started(institution, owner, FilingKind.FINANCIAL_STATEMENT, period=OCTOBER.replace(month=7))
    client, page = browser(), url("my_filing", filing)
    answer = client.post(page, {"version": "1", "revenue": "十万", "then": "submit", "editor": "t"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "“十万” is not an amount in yuan" in text
    assert "Please fill in “Net assets (yuan)”." in text
    filing.refresh_from_db()
    assert (filing.state, filing.payload) == ("draft", {"revenue": {"typed": "十万"}})


def test_rows_are_pasted_from_excel_in_chinese(
    institution: Institution, owner: Viewer, browser: Callable[..., Client]
) -> None:
    filing = started(institution, owner, FilingKind.INSURANCE)
    text = (
        "险种\t保单号\t保险公司\t有效期自\t有效期至\n"
        "场所责任险\tP-1\t人保\t2026-01-01\t2026-12-31\n"
        "学费履约保证保险\tP-2\t人保\t昨天\t2026-12-31\n"
    )
    client = browser()
    answer = client.post(
        url("my_filing_paste", filing, "policies"), {"version": "1", "cells": text, "mode": "replace"}, follow=True
    )
    assert answer.status_code == 200
    rows = Filing.objects.get(pk=filing.pk).payload["policies"]
    assert len(rows) == 2
    page = answer.content.decode()
    told = [str(one) for one in answer.context["messages"]]
    assert told == ["2 rows read; 1 of them are to be put right. Nothing was lost."]
    assert "“昨天” is not a day" in page


def test_an_excel_file_is_read(institution: Institution, owner: Viewer, browser: Callable[..., Client]) -> None:
    filing = started(institution, owner, FilingKind.INSURANCE)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Policy number", "Insurer"])
    book.active.append(["P-9", "𠮷保险"])
    sheet = io.BytesIO()
    book.save(sheet)
    upload = SimpleUploadedFile("保单.xlsx", sheet.getvalue())
    answer = browser().post(
        url("my_filing_paste", filing, "policies"), {"version": "1", "sheet": upload, "mode": "append"}
    )
    assert answer.status_code == 302
    assert Filing.objects.get(pk=filing.pk).payload["policies"] == [{"number": "P-9", "insurer": "𠮷保险"}]


def test_a_document_that_is_refused_under_review_stops_the_acceptance(
    institution: Institution, owner: Viewer, as_role: Callable[[Role], Viewer], sampled: Callable[[int], None]
) -> None:
    sampled(100)
    filing = started(institution, owner, FilingKind.INSURANCE)
    stored = StoredFile.objects.create(
        stored_name="x", sha256="0" * 64, source_sha256="0" * 64, size_bytes=1, kind="pdf", original_name="a.pdf",
        purpose="filing", owner_id=owner.actor_id, subject_kind="filing", subject_id=filing.pk,
        institution_id=institution.pk, state=FileState.CLEAN, stored_at=AT,
    )  # fmt: skip
    payload = {"policies": [POLICY | {"copy": stored.public_id}]}
    filing = engine.save_draft(filing=filing, payload=payload, expected_version=1, by=owner, at=AT)
    filing = engine.submit(filing=filing, expected_version=2, by=owner, at=AT)
    StoredFile.objects.filter(pk=stored.pk).update(state=FileState.REFUSED, scanned_at=AT, signature="EICAR")
    with pytest.raises(Problems) as refused:
        deciding.accept(filing=filing, by=as_role(Role.REGISTRAR), at=AT)
    assert [one.field for one in refused.value.problems] == ["policies[1].copy"]
    assert Filing.objects.get(pk=filing.pk).state == "submitted"


def test_a_document_is_handed_in_for_its_place_and_for_no_other(
    institution: Institution, owner: Viewer, browser: Callable[..., Client]
) -> None:
    filing = started(institution, owner, FilingKind.INSURANCE)
    filing = engine.save_draft(filing=filing, payload={"policies": [POLICY]}, expected_version=1, by=owner, at=AT)
    client = browser()
    for place in ("policies[2].copy", "policies[1].number", "policies[1]", "copy", "policies[0].copy"):
        assert client.get(url("my_filing_file", filing, place)).status_code == 404, place
    page = url("my_filing_file", filing, "policies[1].copy")
    assert client.post(page, {"copy": SimpleUploadedFile("保单.pdf", b"no such thing")}).status_code == 400
    answer = client.post(page, {"copy": scan()})
    assert answer.status_code == 302
    stored = StoredFile.objects.get()
    assert (stored.subject_kind, stored.subject_id, stored.institution_id) == ("filing", filing.pk, institution.pk)
    payload = Filing.objects.get(pk=filing.pk).payload
    assert payload == {"policies": [POLICY | {"copy": stored.public_id}]}
    assert stored.public_id in client.get(url("my_filing_row", filing, "policies", "1")).content.decode()
    engine.submit(filing=filing, expected_version=3, by=owner, at=AT)
    assert client.post(page, {"copy": scan()}).status_code == 404  # it is with the bureau, or accepted


def test_nobody_reaches_a_filing_or_document_of_another_institution(
    institution: Institution,
    owner: Viewer,
    make: Callable[..., Institution],
    browser: Callable[..., Client],
    by: Viewer,
) -> None:
    other = make("慈溪市坎墩别家培训有限公司")
    theirs = started(other, by, FilingKind.INSURANCE)
    client = browser()
    for name, more in (("my_filing", ()), ("my_filing_table", ("policies",)), ("my_filing_row", ("policies", "new"))):
        assert client.get(url(name, theirs, *more)).status_code == 404
    mine = started(institution, owner, FilingKind.INSURANCE)
    stolen = StoredFile.objects.create(
        stored_name="y", sha256="0" * 64, source_sha256="0" * 64, size_bytes=1, kind="pdf", original_name="b.pdf",
        purpose="filing", owner_id=owner.actor_id, subject_kind="filing", subject_id=theirs.pk,
        institution_id=other.pk, state=FileState.CLEAN, stored_at=AT,
    )  # fmt: skip
    payload = {"policies": [POLICY | {"copy": stolen.public_id}]}
    engine.save_draft(filing=mine, payload=payload, expected_version=1, by=owner, at=AT)
    page = client.get(url("my_filing", mine)).content.decode()
    assert stolen.public_id not in page
    assert "is not available any more" in page
    start = reverse("institutions:start_filing", args=["insurance"])
    assert client.post(start, {"institution": other.public_id}).status_code == 404


def test_the_bureau_sees_no_draft_and_decides_place_by_place(
    institution: Institution,
    owner: Viewer,
    browser: Callable[..., Client],
    officer: Callable[[Role], Client],
    sampled: Callable[[int], None],
) -> None:
    sampled(100)
    filing = started(institution, owner, FilingKind.INSURANCE)
    registrar = officer(Role.REGISTRAR)
    browser()
    assert registrar.get(url("filing", filing)).status_code == 404
    filing = engine.save_draft(filing=filing, payload={"policies": [POLICY]}, expected_version=1, by=owner, at=AT)
    filing = engine.submit(filing=filing, expected_version=2, by=owner, at=AT)
    assert "P-1" in registrar.get(url("filing", filing)).content.decode()
    form = registrar.get(url("filing_return", filing)).content.decode()
    assert 'name="comment:policies[1].number"' in form
    sent = {"version": str(filing.version), "comment:policies[1].number": "请填写完整保单号"}
    assert registrar.post(url("filing_return", filing), sent).status_code == 302
    assert registrar.post(url("filing_accept", filing), {"version": str(filing.version)}).status_code == 409
    page = browser().get(url("my_filing", filing)).content.decode()
    assert "请填写完整保单号" in page
    row = browser().get(url("my_filing_row", filing, "policies", "1")).content.decode()
    assert "请填写完整保单号" in row


def test_one_decision_leads_to_the_next_and_the_list_begins_with_what_waits(
    institution: Institution, owner: Viewer, officer: Callable[[Role], Client], sampled: Callable[[int], None]
) -> None:
    sampled(100)
    pin(ON)
    insured = started(institution, owner, FilingKind.INSURANCE)
    insured = engine.save_draft(filing=insured, payload={"policies": [POLICY]}, expected_version=1, by=owner, at=AT)
    insured = engine.submit(filing=insured, expected_version=2, by=owner, at=AT)
    counted = started(institution, owner, FilingKind.ENROLMENT_RETURN, period=OCTOBER)
    sent = {"students": 3, "prepaid_balance": 0}
    counted = engine.save_draft(filing=counted, payload=sent, expected_version=1, by=owner, at=AT)
    counted = engine.submit(filing=counted, expected_version=2, by=owner, at=AT)
    registrar, page = officer(Role.REGISTRAR), reverse("institutions:filings")
    assert url("filing", counted) in registrar.get(url("filing", insured)).content.decode()
    answer = registrar.post(url("filing_accept", insured), {"version": str(insured.version), "then": "next"})
    assert answer["Location"] == url("filing", counted)
    assert url("filing", insured) not in registrar.get(page).content.decode()
    assert url("filing", insured) in registrar.get(f"{page}?state=all").content.decode()
    last = registrar.get(url("filing", counted)).content.decode()
    assert "Accept the filing" in last
    assert "Accept, then the next" not in last


def test_a_decision_on_an_older_submission_is_refused(
    institution: Institution, owner: Viewer, officer: Callable[[Role], Client], sampled: Callable[[int], None]
) -> None:
    sampled(100)
    pin(ON)
    filing = started(institution, owner, FilingKind.INSURANCE)
    filing = engine.save_draft(filing=filing, payload={"policies": [POLICY]}, expected_version=1, by=owner, at=AT)
    filing = engine.submit(filing=filing, expected_version=2, by=owner, at=AT)
    answer = officer(Role.REGISTRAR).post(url("filing_accept", filing), {"version": "2"})
    assert answer.status_code == 409
    assert Filing.objects.get(pk=filing.pk).state == "submitted"


def test_the_list_filters_and_exports(
    institution: Institution, owner: Viewer, officer: Callable[[Role], Client], sampled: Callable[[int], None]
) -> None:
    sampled(100)
    pin(ON)
    filing = started(institution, owner, FilingKind.INSURANCE)
    filing = engine.save_draft(filing=filing, payload={"policies": [POLICY]}, expected_version=1, by=owner, at=AT)
    engine.submit(filing=filing, expected_version=2, by=owner, at=AT)
    client, page = officer(Role.REGISTRAR), reverse("institutions:filings")
    for query, found in (
        ("kind=insurance&state=submitted", True),
        ("look=sample", True),
        ("look=doubt", False),
        ("kind=profile", False),
        ("q=青禾", True),
    ):
        assert (institution.name in client.get(f"{page}?{query}").content.decode()) == found, query
    export = b"".join(client.get(f"{page}?format=csv").streaming_content).decode("utf-8-sig")
    assert institution.name in export
    assert client.get(f"{page}?nonsense=1").status_code == 400


def test_the_api_gives_the_latest_submission_and_refuses_unknown_parameters(
    institution: Institution, owner: Viewer, officer: Callable[[Role], Client], sampled: Callable[[int], None]
) -> None:
    pin(ON)
    filing = started(institution, owner, FilingKind.ENROLMENT_RETURN, period=OCTOBER)
    filing = engine.save_draft(filing=filing, payload={"students": 5}, expected_version=1, by=owner, at=AT)
    started(institution, owner, FilingKind.INSURANCE)  # a draft is nobody else's business
    filing = engine.submit(filing=filing, expected_version=2, by=owner, at=AT)
    client = officer(Role.REGISTRAR)
    (row,) = client.get("/api/v1/filings").json()["results"]
    assert (row["public_id"], row["period"], row["state"], row["payload"]) == (
        filing.public_id, "2026-10", "accepted", {"students": 5},
    )  # fmt: skip
    assert client.get(f"/api/v1/filings/{filing.public_id}").json() == row
    assert client.get("/api/v1/filings?kind=insurance").json()["results"] == []
    assert client.get("/api/v1/filings?colour=red").status_code == 400
