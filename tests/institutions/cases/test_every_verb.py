"""Every verb over every state of a case; and what withdrawing, not accepting and a change do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight import clock
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.errors import NotFound, ReasonMissing, WrongState
from cixi_oversight.policy.models import Deadline
from institutions.enums import Status
from institutions.enums.cases import CaseKind, CaseState, CaseVerb, Decision, DocumentState, StepState
from institutions.models import CaseDocument, Institution, RegistrationCase, Site
from institutions.rules.cases.workflow import CASE
from institutions.services.cases import attaching, deciding, submitting, window
from institutions.services.cases.deciding import Said
from institutions.services.cases.window import Item
from tests.institutions.cases.conftest import AT, Office, fresh, scan

RENEWAL: dict[str, Any] = {"students": 40}
Do = Callable[[Office, RegistrationCase], Any]

DOORS: dict[str, tuple[tuple[CaseVerb, ...], Do]] = {
    "submit": (
        (CaseVerb.SUBMIT, CaseVerb.RESUBMIT),
        lambda office, row: submitting.submit(case=row, expected_version=row.version, by=office.owner, at=AT),
    ),
    "accept": ((CaseVerb.ACCEPT,), lambda office, row: window.accept_case(case=row, by=office.clerk, at=AT)),
    "return": (
        (CaseVerb.RETURN,),
        lambda office, row: window.return_case(
            case=row, items=[Item("field", "students", "请核对")], by=office.clerk, at=AT
        ),
    ),
    "not_accept": (
        (CaseVerb.NOT_ACCEPT,),
        lambda office, row: window.not_accept(case=row, reasons="不属于本机关职权范围", by=office.clerk, at=AT),
    ),
    "grant": (
        (CaseVerb.GRANT,),
        lambda office, row: deciding.grant(case=row, said=Said(reasons="符合条件"), by=office.chief, at=AT),
    ),
    "refuse": (
        (CaseVerb.REFUSE,),
        lambda office, row: deciding.refuse(case=row, said=Said(reasons="不符合条件"), by=office.chief, at=AT),
    ),
    "withdraw": (
        (CaseVerb.WITHDRAW,),
        lambda office, row: submitting.withdraw(case=row, why="不再办理", by=office.owner, at=AT),
    ),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_verb_moves_from_its_states_alone_and_otherwise_nothing_changes(office: Office, door: str) -> None:
    verbs, do = DOORS[door]
    row = office.submitted(CaseKind.RENEWAL, RENEWAL)
    window.not_accept(case=row, reasons="材料属于其他机关", by=office.clerk, at=AT)
    sources = {state for move in CASE.moves if move.verb in verbs for state in move.sources}
    assert sources
    for state in set(CaseState) - sources:
        RegistrationCase.objects.filter(pk=row.pk).update(state=state)
        before = fresh(row)
        unseen = state is CaseState.DRAFT and door not in ("submit", "withdraw")  # an owner's draft is the owner's
        with pytest.raises(NotFound if unseen else WrongState):
            do(office, before)
        after = fresh(row)
        assert (after.state, after.version) == (state, before.version)


def test_withdrawn_while_the_authorities_look_their_steps_are_dropped_and_the_clocks_stop(office: Office) -> None:
    row = office.accepted(CaseKind.RENEWAL, RENEWAL)
    assert Deadline.objects.filter(subject_id=row.pk, stopped_on=None).exists()
    with pytest.raises(ReasonMissing):
        submitting.withdraw(case=row, why=" ", by=office.owner, at=AT)
    row = submitting.withdraw(case=fresh(row), why="机构决定不再续期", by=office.owner, at=AT)
    assert row.state == CaseState.WITHDRAWN
    assert set(row.steps.values_list("state", flat=True)) == {StepState.DROPPED}
    assert not Deadline.objects.filter(subject_id=row.pk, stopped_on=None).exists()
    office.draft(CaseKind.RENEWAL, RENEWAL, whole=False)  # a new one may be begun


def test_not_accepting_says_why_on_a_paper_and_ends_the_case(office: Office) -> None:
    row = office.submitted(CaseKind.RENEWAL, RENEWAL)
    row = window.not_accept(case=row, reasons="依法不需要取得行政许可", by=office.clerk, at=AT)
    assert (row.state, row.decision, row.reasons) == (
        CaseState.NOT_ACCEPTED,
        Decision.NOT_ACCEPTED,
        "依法不需要取得行政许可",
    )
    assert row.result.kind == PaperKind.LICENCE_NOT_ACCEPTED
    assert not Deadline.objects.filter(subject_id=row.pk, stopped_on=None).exists()


def test_a_document_taken_out_is_missing_again(office: Office) -> None:
    row = office.draft(CaseKind.RENEWAL, RENEWAL)
    document = CaseDocument.objects.filter(case=row).first()
    assert document is not None
    attaching.remove_document(case=row, public_id=document.public_id, by=office.owner, at=AT)
    document.refresh_from_db()
    assert document.state == DocumentState.REMOVED
    assert [one.field for one in submitting.missing(fresh(row))] == [f"document_{document.key}"]
    attaching.add_document(case=row, key=document.key, upload=scan(shade="teal"), by=office.owner, at=AT)
    assert submitting.missing(fresh(row)) == []


def test_a_change_of_name_and_site_is_carried_out_and_the_permit_keeps_its_end(office: Office) -> None:
    said = {
        "items": ["name", "site"],
        "new_name": "慈溪市浒山新知𠮷教育培训有限公司",
        "town": office.town.code,
        "address": "创业路18号三楼",
        "reason": "搬迁",
    }
    row = office.accepted(CaseKind.CHANGE, said)
    office.answer_all(row)
    row = fresh(row)
    assert row.state == CaseState.TO_DECIDE
    permit = deciding.proposed_permit(row, AT.date())
    row = deciding.grant(case=row, said=Said(reasons="符合条件", permit=permit), by=office.chief, at=AT)
    school = Institution.objects.get(pk=office.school.pk)
    assert (school.name, school.status) == (said["new_name"], Status.OPERATING)
    assert Site.objects.get(institution=school, is_main=True).address == said["address"]
    later = clock.at(AT.date(), 15)
    office.answer_all(row, at=later)
    assert fresh(row).state == CaseState.COMPLETED
