"""Receiving, judging and closing complaints; what is decided stays on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.models import Parameter
from cixi_oversight.users.models import County
from inspections.enums import Outcome
from inspections.errors import (
    AmountNotPositive,
    BeforeReceipt,
    ChangedMeanwhile,
    ComplaintSetAside,
    DecidedInFuture,
    NotJudgedYet,
    ReceivedInFuture,
    SameDecision,
)
from inspections.models import Complaint
from inspections.services.complaints import judge_validity, resolve_complaint
from institutions.models import Institution

from .conftest import AT, ON

DAY = dt.timedelta(days=1)


def test_numbers_run_without_gaps_by_county_and_year(
    receive: Callable[..., Complaint], make: Callable[..., Institution]
) -> None:
    numbers = [receive().number, receive().number, receive(received_on=dt.date(2025, 12, 31)).number, receive().number]
    assert numbers == ["TS330282-2026-00001", "TS330282-2026-00002", "TS330282-2025-00001", "TS330282-2026-00003"]


def test_a_refused_complaint_takes_no_number(receive: Callable[..., Complaint]) -> None:
    with pytest.raises(ReceivedInFuture):
        receive(received_on=ON + DAY)
    with pytest.raises(AmountNotPositive):
        receive(amount_fen=0)
    assert receive(amount_fen=1).number.endswith("-00001")


def test_numbers_go_on_above_99999(receive: Callable[..., Complaint], by: Viewer) -> None:
    first = receive()
    Complaint.objects.create(
        institution=first.institution,
        number="TS330282-2026-99999",
        channel=first.channel,
        matter=first.matter,
        received_on=first.received_on,
        due_on=first.due_on,
        recorded_at=AT,
        recorded_by_id=by.actor_id,
    )
    assert [receive().number, receive().number] == ["TS330282-2026-100000", "TS330282-2026-100001"]


def test_the_due_day_is_policys(receive: Callable[..., Complaint], county: County) -> None:
    assert receive(received_on=dt.date(2026, 11, 20)).due_on == dt.date(2026, 11, 27)  # five workdays after a Friday
    Parameter.objects.create(
        key="complaints.reply_workdays",
        county=county,
        value=20,
        unit="calendar_days",
        effective_from=dt.date(2026, 11, 20),
        source="本县规定",
        recorded_at=AT,
    )
    assert receive(received_on=dt.date(2026, 11, 20)).due_on == dt.date(2026, 12, 10)
    assert receive(received_on=dt.date(2026, 11, 19)).due_on == dt.date(2026, 11, 26)


def test_a_changed_judgement_supersedes_and_both_stay(complaint: Complaint, by: Viewer) -> None:
    first = judge_validity(complaint=complaint, is_valid=True, reason="合同与收据相符", by=by, at=AT)
    second = judge_validity(
        complaint=complaint, is_valid=False, reason="款项已于上月退还", by=by, at=AT + DAY, supersedes=first
    )
    assert second.supersedes_id == first.pk
    rows = Complaint.objects.with_decisions()
    assert [row.is_valid for row in rows] == [False]
    assert [row.is_valid for row in Complaint.objects.with_decisions(AT)] == [True]
    assert Event.objects.filter(verb="inspections.judge_validity").count() == 2


def test_who_did_not_see_the_judgement_does_not_overrule_it(complaint: Complaint, by: Viewer) -> None:
    first = judge_validity(complaint=complaint, is_valid=True, reason="属实", by=by, at=AT)
    with pytest.raises(ChangedMeanwhile):
        judge_validity(complaint=complaint, is_valid=False, reason="不实", by=by, at=AT)
    second = judge_validity(complaint=complaint, is_valid=False, reason="不实", by=by, at=AT, supersedes=first)
    with pytest.raises(ChangedMeanwhile):
        judge_validity(complaint=complaint, is_valid=True, reason="属实", by=by, at=AT, supersedes=first)
    with pytest.raises(SameDecision):
        judge_validity(complaint=complaint, is_valid=False, reason="仍不实", by=by, at=AT, supersedes=second)


def test_a_judgement_has_a_reason_and_a_possible_day(complaint: Complaint, by: Viewer) -> None:
    with pytest.raises(ReasonMissing):
        judge_validity(complaint=complaint, is_valid=True, reason="\u200b", by=by, at=AT)
    with pytest.raises(DecidedInFuture):
        judge_validity(complaint=complaint, is_valid=True, reason="属实", by=by, at=AT, decided_on=ON + DAY)
    with pytest.raises(BeforeReceipt):
        judge_validity(
            complaint=complaint, is_valid=True, reason="属实", by=by, at=AT, decided_on=complaint.received_on - DAY
        )
    judge_validity(complaint=complaint, is_valid=True, reason="属实", by=by, at=AT, decided_on=complaint.received_on)


@pytest.mark.parametrize("is_valid", [None, True, False])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_over_every_judgement(
    outcome: Outcome, is_valid: bool | None, complaint: Complaint, by: Viewer
) -> None:
    if is_valid is not None:
        judge_validity(complaint=complaint, is_valid=is_valid, reason="核查", by=by, at=AT)
    refusal = None
    if is_valid is None and outcome not in {Outcome.WITHDRAWN, Outcome.REFERRED}:
        refusal = NotJudgedYet
    elif is_valid and outcome is Outcome.NOT_UPHELD:
        refusal = ComplaintSetAside
    if refusal:
        with pytest.raises(refusal):
            resolve_complaint(complaint=complaint, outcome=outcome, reason="办结", by=by, at=AT)
    else:
        resolve_complaint(complaint=complaint, outcome=outcome, reason="办结", by=by, at=AT)
    assert Complaint.objects.open().exists() is (refusal is not None)
    assert Complaint.objects.closed().exists() is (refusal is None)


def test_open_overdue_and_judged_as_of_a_day(complaint: Complaint, by: Viewer) -> None:
    rows = Complaint.objects
    assert not rows.overdue(complaint.due_on).exists()
    assert rows.overdue(complaint.due_on + DAY).exists()
    assert rows.judged(None).exists()
    row = judge_validity(complaint=complaint, is_valid=True, reason="属实", by=by, at=AT)
    assert rows.judged(True).exists()
    assert not rows.judged(None).exists()
    assert rows.judged(None, AT - DAY).count() == 1
    judge_validity(complaint=complaint, is_valid=False, reason="不实", by=by, at=AT + DAY, supersedes=row)
    assert rows.judged(False).exists()
    assert rows.judged(True, AT).exists()
    resolve_complaint(complaint=complaint, outcome=Outcome.NOT_UPHELD, reason="不实", by=by, at=AT + DAY)
    assert rows.open(AT).exists()
    assert not rows.overdue(complaint.due_on + DAY).exists()
    assert rows.overdue(complaint.due_on + DAY, AT).exists()


def test_the_institution_and_the_public_see_no_complaints(complaint: Complaint) -> None:
    from cixi_oversight.permissions import PUBLIC_VIEWER, ViewerKind

    member = Viewer(kind=ViewerKind.MEMBER, institution_ids=frozenset({complaint.institution_id}))
    link = Viewer(kind=ViewerKind.LINK, subject=("institution", complaint.institution_id))
    for viewer in (PUBLIC_VIEWER, member, link):
        assert not Complaint.objects.visible_to(viewer).exists()


def test_names_cannot_hide_in_invisible_characters(receive: Callable[..., Complaint]) -> None:
    assert receive(summary="退\u202e费\x00纠纷 ").summary == "退费纠纷"
