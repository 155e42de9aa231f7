"""What a case refuses, what runs by itself, and who sees what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.documents.models import Paper
from cixi_oversight.errors import Forbidden, NotFound, Problems, StaleVersion, WrongState
from cixi_oversight.permissions import PUBLIC_VIEWER
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import User
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import Status
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, Decision, DocumentState, StepVerb
from institutions.errors.cases import (
    CaseAlreadyOpen,
    ChecksOpen,
    NotAsked,
    NothingReturned,
    NotYourCase,
    NotYourStep,
    SameAsReturned,
)
from institutions.models import CaseStep, Institution, RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases import attaching, deciding, drafts, night, steps, submitting, window
from institutions.services.cases.deciding import Said
from institutions.services.cases.reading import waits_of
from institutions.services.cases.window import Item
from institutions.services.register import create_institution
from tests.institutions.cases.conftest import AT, ENDS, NONPROFIT, ON, Office, fresh, scan
from tests.people import make_system

NP = CaseKind.NONPROFIT_CONVERSION
RENEWAL: dict[str, Any] = {"students": 40}


def test_a_second_open_case_of_a_kind_is_refused_and_another_kind_is_not(office: Office) -> None:
    office.draft(NP, NONPROFIT, whole=False)
    with pytest.raises(CaseAlreadyOpen):
        office.draft(NP, NONPROFIT, whole=False)
    assert office.draft(CaseKind.RENEWAL, RENEWAL, whole=False).pk


def test_submitting_names_everything_that_is_missing_at_once(office: Office) -> None:
    row = office.draft(NP, {"new_name": "求知学校"}, whole=False)
    with pytest.raises(Problems) as refused:
        submitting.submit(case=row, expected_version=1, by=office.owner, at=AT)
    codes = [one.code for one in refused.value.problems]
    assert (codes.count("fields_missing"), codes.count("document_missing")) == (4, 12)
    assert fresh(row).number is None


def test_steps_cannot_be_skipped_and_a_second_click_is_told_so(office: Office) -> None:
    row = office.submitted(NP, NONPROFIT)
    said = Said("齐全", permit=deciding.proposed_permit(row, ON))
    with pytest.raises(WrongState):
        deciding.grant(case=row, said=said, by=office.chief, at=AT)
    with pytest.raises(WrongState):
        submitting.submit(case=row, expected_version=fresh(row).version, by=office.owner, at=AT)
    with pytest.raises(StaleVersion):
        window.accept_case(case=row, version=1, by=office.clerk, at=AT)
    with pytest.raises(Forbidden):
        window.accept_case(case=row, by=office.owner, at=AT)
    window.accept_case(case=row, version=fresh(row).version, by=office.clerk, at=AT)
    with pytest.raises(WrongState):
        window.accept_case(case=row, by=office.clerk, at=AT)
    assert Paper.objects.count() == 0


def test_only_what_was_returned_can_be_changed(office: Office) -> None:
    row = office.submitted(NP, NONPROFIT)
    with pytest.raises(NothingReturned):
        window.return_case(case=row, items=[Item("document", "tax", "没有这一项")], by=office.clerk, at=AT)
    window.return_case(case=row, items=[Item("document", "charter", "缺页")], by=office.clerk, at=AT)
    version = fresh(row).version
    with pytest.raises(NotAsked):
        drafts.save_draft(case=row, values={"reason": "改写"}, expected_version=version, by=office.owner, at=AT)
    with pytest.raises(NotAsked):
        attaching.add_document(case=row, key="staff", upload=scan(), by=office.owner, at=AT)
    with pytest.raises(Problems):
        submitting.submit(case=row, expected_version=version, by=office.owner, at=AT)
    old = row.documents.get(key="charter")
    with pytest.raises(WrongState):  # what the window has had stays
        attaching.remove_document(case=row, public_id=old.public_id, by=office.owner, at=AT)
    later = AT + dt.timedelta(hours=1)
    with pytest.raises(SameAsReturned):
        attaching.add_document(case=row, key="charter", upload=scan(), by=office.owner, at=later)
    attaching.add_document(case=row, key="charter", upload=scan("章程.png", "teal"), by=office.owner, at=later)
    assert row.documents.get(pk=old.pk).state == DocumentState.REPLACED
    assert submitting.submit(case=row, expected_version=version, by=office.owner, at=later).state == CaseState.SUBMITTED


def test_an_authority_answers_its_own_step_and_agrees_only_where_all_holds(office: Office) -> None:
    row = office.accepted(NP, NONPROFIT)
    step = CaseStep.objects.get(case=row, key="town_check")
    with pytest.raises(NotYourStep):
        steps.receive_step(step=step, by=office.of(DepartmentKind.CIVIL_AFFAIRS), at=AT)
    with pytest.raises(NotFound):  # not handed to it, and not its institution
        steps.receive_step(step=step, by=office.of(DepartmentKind.MARKET_SUPERVISION), at=AT)
    with pytest.raises(ChecksOpen):
        office.answer(step, checks={"site_is_real": True})
    with pytest.raises(NotFound):
        office.answer(step, verb=StepVerb.REPORT_DONE)
    steps.receive_step(step=step, by=office.officer, at=AT)
    office.answer(step, verb=StepVerb.OBJECT, answer="位于地下室")
    assert [one.who for one in waits_of([fresh(row)])[row.pk]] == ["慈溪市civil_affairs"]
    office.answer_all(row)
    said = Said("不符合设置标准")
    deciding.refuse(case=row, said=said, by=office.chief, at=AT)
    assert (fresh(row).state, fresh(row).decision) == (CaseState.REFUSED, Decision.REFUSED)
    assert not Deadline.objects.filter(stopped_on=None, institution_id=office.school.pk).exists()
    assert Institution.objects.get(pk=office.school.pk).permits.standing().count() == 1


def test_a_renewal_without_an_answer_is_renewed_by_silence_the_day_after_the_last(office: Office) -> None:
    at = clock.at(dt.date(2027, 1, 29), 16)
    row = office.submitted(CaseKind.RENEWAL, RENEWAL, at=at)
    office_day = clock.at(ENDS, 1)
    by = system_viewer(label="tests")
    night.run(county=office.county, on=dt.date(2027, 2, 3), by=by, at=clock.at(dt.date(2027, 2, 3), 1))
    night.run(county=office.county, on=ENDS, by=by, at=office_day)
    day = ENDS + dt.timedelta(days=1)
    night.run(county=office.county, on=day, by=by, at=clock.at(day, 1))
    case = RegistrationCase.objects.get(pk=row.pk)
    assert (case.state, case.decision) == (CaseState.COMPLETED, Decision.BY_SILENCE)
    permit = office.school.permits.standing().get()
    assert permit.expires_on == dt.date(2030, 2, 28)  # issued on 29 February 2024 for three years
    assert case.result is not None
    assert not office.school.lapses.exists()


def test_an_application_that_nobody_answers_counts_as_accepted_after_five_workdays(office: Office) -> None:
    row = office.submitted(NP, NONPROFIT)
    due = Deadline.objects.get(subject_kind="registration_case", kind=DeadlineCode.LICENCE_SUPPLEMENT).due_on
    assert due == dt.date(2026, 11, 30)
    by = system_viewer(label="tests")
    assert night.run(county=office.county, on=due, by=by, at=clock.at(due, 1)) == 0
    day = due + dt.timedelta(days=1)
    assert night.run(county=office.county, on=day, by=by, at=clock.at(day, 1)) == 1
    assert fresh(row).state == CaseState.IN_REVIEW


def test_a_period_that_runs_into_an_unpublished_year_is_provisional_and_ends_nothing_early(office: Office) -> None:
    at = clock.at(dt.date(2026, 12, 30), 10)
    row = office.submitted(NP, NONPROFIT, at=at)
    due = Deadline.objects.get(subject_kind="registration_case", kind=DeadlineCode.LICENCE_SUPPLEMENT)
    assert due.provisional
    day = due.due_on + dt.timedelta(days=1)
    night.run(county=office.county, on=day, by=system_viewer(label="tests"), at=clock.at(day, 1))
    assert fresh(row).state == CaseState.SUBMITTED


def test_an_entry_comes_through_the_counter_and_makes_the_institution(office: Office) -> None:
    payload = {
        "name": "慈溪市浒山𠮷画美术培训有限公司",
        "category": "arts",
        "legal_form": "company",
        "stage": "mixed",
        "town": office.town.code,
        "address": "创业路18号",
        "area_m2": 320,
        "capital_fen": 30_000_000,
        "scope": "少儿美术",
    }
    row = drafts.open_case(
        kind=CaseKind.ENTRY,
        institution=None,
        county=office.county,
        origin=CaseOrigin.COUNTER,
        payload={"name": payload["name"]},
        by=office.clerk,
        at=AT,
    )
    with pytest.raises(NotYourCase):
        drafts.open_case(
            kind=CaseKind.ENTRY,
            institution=None,
            county=office.county,
            origin=CaseOrigin.COUNTER,
            by=office.owner,
            at=AT,
        )
    row = drafts.save_draft(case=row, values=payload, expected_version=1, by=office.clerk, at=AT)
    for spec in KINDS[CaseKind.ENTRY].documents:
        attaching.add_document(case=row, key=spec.key, upload=scan(), by=office.clerk, at=AT)
    submitting.submit(case=row, expected_version=row.version, by=office.clerk, at=AT)
    window.accept_case(case=row, by=office.clerk, at=AT)
    assert Deadline.objects.get(subject_id=row.pk, kind=DeadlineCode.SCHOOL_DECISION).due_on == dt.date(2027, 2, 23)
    office.answer_all(row)
    said = Said("符合设置标准", permit=deciding.proposed_permit(fresh(row), ON))
    deciding.grant(case=row, said=said, by=office.chief, at=AT)
    made = fresh(row).institution
    assert (made.status, made.sites.get().address) == (Status.APPLYING, "创业路18号")
    office.answer_all(row, number="91330282MA2AGXYZ1X")
    made.refresh_from_db()
    assert (made.status, fresh(row).state) == (Status.OPERATING, CaseState.COMPLETED)


def test_who_sees_a_case(office: Office) -> None:
    row = office.draft(NP, NONPROFIT, whole=False)
    other = create_institution(
        county=office.county,
        name="慈溪市另一家",
        status=Status.OPERATING,
        effective_on=dt.date(2020, 1, 1),
        by=system_viewer(label="tests"),
        at=AT,
    )
    seen = RegistrationCase.objects.visible_to
    assert not seen(PUBLIC_VIEWER).exists()
    assert not seen(office.owner_of(other)).exists()
    assert not seen(office.clerk).exists()  # an owner's draft is nobody else's
    assert seen(office.owner).get() == row
    client = Client()
    client.force_login(User.objects.get(pk=office.owner_of(other).user_id))
    for name in ("my_case", "my_case_edit", "my_case_withdraw"):
        assert client.get(reverse(f"institutions:{name}", args=[row.public_id])).status_code == 404
    assert client.post(reverse("institutions:my_case_submit", args=[row.public_id])).status_code == 404
    begin = reverse("institutions:my_case_begin", args=[office.school.public_id, "change"])
    assert client.post(begin).status_code == 404


def test_a_file_and_a_step_of_another_case_are_not_found(office: Office) -> None:
    row = office.accepted(NP, NONPROFIT)
    other = office.draft(CaseKind.RENEWAL, RENEWAL)
    client = Client()
    client.force_login(User.objects.get(pk=office.owner.user_id))
    foreign = row.documents.first().public_id
    assert client.post(reverse("institutions:my_case_remove", args=[other.public_id, foreign])).status_code == 404
    town = Client()
    town.force_login(User.objects.get(pk=office.officer.user_id))
    step = row.steps.first().public_id
    assert town.get(reverse("institutions:case_step", args=[other.public_id, step])).status_code == 404


def test_a_stale_tab_loses_nothing_and_overwrites_nothing(office: Office) -> None:
    row = office.draft(NP, NONPROFIT, whole=False)
    client = Client()
    client.force_login(User.objects.get(pk=office.owner.user_id))
    url = reverse("institutions:my_case_edit", args=[row.public_id])
    first = client.post(url, {"version": 1, "new_name": "甲学校"})
    second = client.post(url, {"version": 1, "new_name": "乙学校"})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "乙学校" in second.content.decode()
    assert fresh(row).payload["new_name"] == "甲学校"


def test_a_departments_system_signs_and_answers_with_a_key_and_twice_is_once(office: Office) -> None:
    row = office.accepted(NP, NONPROFIT)
    step = CaseStep.objects.get(case=row, key="civil_opinion")
    civil = office.departments[DepartmentKind.CIVIL_AFFAIRS]
    _, key = make_system(civil, ["cases:read", "cases:write"], "民政")
    client = Client(headers={"Authorization": f"Api-Key {key}"})
    listed = client.get("/api/v1/cases").json()["results"]
    assert [one["public_id"] for one in listed] == [row.public_id]
    step.refresh_from_db()
    assert step.delivered_at is not None
    url = f"/api/v1/cases/{row.public_id}/steps/{step.public_id}"
    sent = [
        client.post(
            url,
            {"verb": "agree", "answer": "名称符合规定"},
            content_type="application/json",
            headers={"Idempotency-Key": "civil-00000001"},
        )
        for _ in range(2)
    ]
    assert [one.status_code for one in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()
    assert sent[0].json()["state"] == "agreed"
    again = client.post(
        url, {"verb": "agree"}, content_type="application/json", headers={"Idempotency-Key": "civil-00000002"}
    )
    assert again.status_code == 409
    other = CaseStep.objects.get(case=row, key="town_check")
    foreign = client.post(
        f"/api/v1/cases/{row.public_id}/steps/{other.public_id}",
        {"verb": "receive"},
        content_type="application/json",
        headers={"Idempotency-Key": "civil-00000003"},
    )
    assert foreign.status_code == 403
