"""A filing from draft to acceptance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from cixi_oversight.audit.models import AuditHead
from cixi_oversight.desk.models import Message
from cixi_oversight.errors import Forbidden, Problems, StaleVersion, WrongState
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.models import Deadline
from institutions.enums.filings import FilingKind, FilingState
from institutions.errors.filings import CommentMissing, FilingOpen, NoPeriod, PeriodMissing, UnknownPlace
from institutions.models import EnrolmentReturn, Filing, FilingDue, FilingMet, Institution
from institutions.rules.filings.canonical import is_sampled, sha256_of
from institutions.services.filings import deciding, engine
from institutions.services.filings.dues import plan_filings
from institutions.services.filings.sampling import is_drawn

from .conftest import AT, OCTOBER, ON

RETURN = FilingKind.ENROLMENT_RETURN
FIGURES: dict[str, Any] = {"students": 60, "prepaid_balance": 12_000_00}


def draft(institution: Institution, by: Viewer, payload: dict[str, Any] = FIGURES, **more: Any) -> Filing:
    filing = engine.start_draft(institution=institution, kind=RETURN, period=OCTOBER, by=by, at=AT, **more)
    return engine.save_draft(filing=filing, payload=payload, expected_version=filing.version, by=by, at=AT)


def submit(filing: Filing, by: Viewer, at: dt.datetime = AT) -> Filing:
    return engine.submit(filing=filing, expected_version=filing.version, by=by, at=at)


def test_what_passes_every_rule_is_accepted_at_once_and_stands_in_the_register(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None]
) -> None:
    filing = submit(draft(institution, owner), owner)
    assert (filing.state, filing.submissions) == (FilingState.ACCEPTED, 1)
    row = EnrolmentReturn.objects.get(institution=institution, month=OCTOBER)
    assert (row.pk, row.students, row.prepaid_balance_fen) == (filing.record_id, 60, 12_000_00)
    version = filing.versions.get()
    assert (version.payload, version.sha256) == (FIGURES, sha256_of(FIGURES))
    verbs = list(filing.transitions.order_by("pk").values_list("verb", "target"))
    assert verbs == [("start", "draft"), ("submit", "submitted"), ("accept", "accepted")]


def test_a_sampled_filing_waits_for_a_person_and_the_registrar_is_told(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None], as_role: Callable[[Role], Viewer]
) -> None:
    registrar = as_role(Role.REGISTRAR)
    sampled(100)
    filing = submit(draft(institution, owner), owner)
    assert (filing.state, filing.is_sampled, filing.doubts) == (FilingState.SUBMITTED, True, [])
    assert not EnrolmentReturn.objects.exists()
    assert Message.objects.filter(recipient=registrar.user_id, template="filing.waiting").count() == 1


def test_what_was_drawn_stays_drawn_when_it_is_taken_back_and_filed_anew(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None]
) -> None:
    sampled(100)
    engine.withdraw(filing=submit(draft(institution, owner), owner), by=owner, at=AT)
    sampled(0)
    assert submit(draft(institution, owner), owner).state == FilingState.SUBMITTED


def test_the_draw_hangs_on_what_is_filed_and_on_a_head_of_an_earlier_day(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None]
) -> None:
    sampled(50)
    filing = draft(institution, owner)
    thing = f"{institution.public_id}/{RETURN}/2026-10-01//"
    former = ""
    for number in range(12):
        day = ON - dt.timedelta(days=12 - number)
        head = AuditHead.objects.create(
            day=day, events=0, upto_id=0, marks=b"", previous="0" * 64, hash=f"{number:064x}", sealed_at=AT
        )
        assert is_drawn(filing, on=ON) is is_sampled(thing, percent=50, salt=head.hash)
        assert is_drawn(filing, on=day) is is_sampled(thing, percent=50, salt=former)
        former = head.hash


def test_what_a_person_returned_goes_to_a_person_again(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None], as_role: Callable[[Role], Viewer]
) -> None:
    submit(draft(institution, owner), owner)
    later = engine.start_draft(institution=institution, kind=RETURN, period=dt.date(2026, 11, 1), by=owner, at=AT)
    for students in (200, 62):
        version = Filing.objects.get(pk=later.pk).version
        later = engine.save_draft(
            filing=later, payload=FIGURES | {"students": students}, expected_version=version, by=owner, at=AT
        )
        later = submit(later, owner)
        if students == 200:
            deciding.return_for_correction(
                filing=later, comments={"students": "请核对"}, by=as_role(Role.REGISTRAR), at=AT
            )
    assert (later.state, later.doubts, later.is_sampled) == (FilingState.SUBMITTED, [], False)


def test_a_doubt_is_kept_with_its_figures(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None]
) -> None:
    submit(draft(institution, owner), owner)
    later = engine.start_draft(institution=institution, kind=RETURN, period=dt.date(2026, 11, 1), by=owner, at=AT)
    later = engine.save_draft(filing=later, payload={"students": 200}, expected_version=1, by=owner, at=AT)
    later = submit(later, owner)
    assert later.state == FilingState.SUBMITTED
    assert later.doubts[0]["figures"] == {"before": 60, "now": 200}


def test_a_draft_is_saved_incomplete_and_unreadable_but_not_submitted(institution: Institution, owner: Viewer) -> None:
    filing = draft(institution, owner, {"prepaid_balance": {"typed": "一万二"}})
    assert Filing.objects.get(pk=filing.pk).payload == {"prepaid_balance": {"typed": "一万二"}}
    with pytest.raises(Problems) as refused:
        submit(filing, owner)
    assert sorted(str(one.field) for one in refused.value.problems) == ["prepaid_balance", "students"]
    assert Filing.objects.get(pk=filing.pk).state == FilingState.DRAFT


def test_two_clerks_on_one_filing_do_not_overwrite_each_other(
    institution: Institution, owner: Viewer, member: Callable[..., Viewer]
) -> None:
    clerk = member(Role.INSTITUTION_FRONT_DESK, "clerk")
    filing = engine.start_draft(institution=institution, kind=RETURN, period=OCTOBER, by=owner, at=AT)
    engine.save_draft(filing=filing, payload={"students": 1}, expected_version=1, by=clerk, at=AT)
    with pytest.raises(StaleVersion):
        engine.save_draft(filing=filing, payload={"students": 2}, expected_version=1, by=owner, at=AT)
    assert Filing.objects.get(pk=filing.pk).payload == {"students": 1}


def test_the_page_that_saved_last_saves_again_with_an_older_version(institution: Institution, owner: Viewer) -> None:
    filing = engine.start_draft(institution=institution, kind=RETURN, period=OCTOBER, by=owner, at=AT)
    for count in (1, 2):
        engine.save_draft(
            filing=filing, payload={"students": count}, expected_version=1, by=owner, at=AT, editor="page-one"
        )
    with pytest.raises(StaleVersion):
        engine.save_draft(filing=filing, payload={}, expected_version=1, by=owner, at=AT, editor="page-two")
    assert Filing.objects.get(pk=filing.pk).payload == {"students": 2}


def test_returned_with_comments_corrected_and_accepted(
    institution: Institution,
    owner: Viewer,
    sampled: Callable[[int], None],
    as_role: Callable[[Role], Viewer],
) -> None:
    registrar = as_role(Role.REGISTRAR)
    sampled(100)
    filing = submit(draft(institution, owner), owner)
    deciding.return_for_correction(
        filing=filing, comments={"students": "与合同数不符，请核对"}, by=registrar, at=AT, why=""
    )
    filing = Filing.objects.get(pk=filing.pk)
    assert filing.state == FilingState.RETURNED
    comment = filing.comments.get()
    assert (comment.path, comment.text, comment.version.number) == ("students", "与合同数不符，请核对", 1)
    assert Message.objects.filter(recipient=owner.user_id, template="filing.returned").count() == 1
    filing = engine.save_draft(
        filing=filing, payload=FIGURES | {"students": 64}, expected_version=filing.version, by=owner, at=AT
    )
    filing = submit(filing, owner)
    filing = deciding.accept(filing=filing, by=registrar, at=AT)
    assert (filing.state, filing.submissions) == (FilingState.ACCEPTED, 2)
    assert [row.payload["students"] for row in filing.versions.order_by("number")] == [60, 64]
    assert Message.objects.filter(recipient=owner.user_id, template="filing.accepted").count() == 1


def test_the_next_accepted_filing_of_a_period_supersedes_the_former(
    institution: Institution, owner: Viewer, sampled: Callable[[int], None]
) -> None:
    first = submit(draft(institution, owner), owner)
    second = engine.start_draft(institution=institution, kind=RETURN, period=OCTOBER, by=owner, at=AT)
    assert second.payload == FIGURES  # prefilled with what is in force
    second = engine.save_draft(filing=second, payload=FIGURES | {"students": 61}, expected_version=1, by=owner, at=AT)
    second = submit(second, owner)
    first.refresh_from_db()
    assert (first.state, second.state, second.replaces_id) == ("superseded", "accepted", first.pk)
    assert EnrolmentReturn.objects.standing().get(institution=institution, month=OCTOBER).students == 61


def test_accepting_meets_what_was_due_on_the_day_it_was_handed_in(
    institution: Institution,
    owner: Viewer,
    by: Viewer,
    sampled: Callable[[int], None],
    as_role: Callable[[Role], Viewer],
) -> None:
    sampled(100)
    plan_filings(county=institution.county, on=ON, by=by, at=AT)
    due = FilingDue.objects.get(institution=institution, kind=RETURN)
    filing = submit(draft(institution, owner), owner)
    assert not FilingMet.objects.exists()
    later = AT + dt.timedelta(days=9)
    deciding.accept(filing=filing, by=as_role(Role.REGISTRAR), at=later)
    assert FilingMet.objects.get(due=due).met_on == ON
    assert Deadline.objects.get(subject_kind="filing_due", subject_id=due.pk).stopped_on is not None


@pytest.mark.parametrize(
    ("kind", "period", "refusal"),
    [
        (RETURN, None, PeriodMissing),
        (RETURN, dt.date(2026, 10, 2), PeriodMissing),
        (FilingKind.INSURANCE, OCTOBER, NoPeriod),
    ],
)
def test_periods_are_checked(
    institution: Institution, owner: Viewer, kind: FilingKind, period: dt.date | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        engine.start_draft(institution=institution, kind=kind, period=period, by=owner, at=AT)


def test_one_open_filing_a_kind_and_period(institution: Institution, owner: Viewer) -> None:
    draft(institution, owner)
    with pytest.raises(FilingOpen):
        engine.start_draft(institution=institution, kind=RETURN, period=OCTOBER, by=owner, at=AT)


def test_who_may_file_and_decide(
    institution: Institution,
    owner: Viewer,
    member: Callable[..., Viewer],
    sampled: Callable[[int], None],
    as_role: Callable[[Role], Viewer],
) -> None:
    with pytest.raises(Forbidden):
        draft(institution, member(Role.TEACHER, "teacher"))
    sampled(100)
    filing = submit(draft(institution, owner), owner)
    for viewer in (owner, as_role(Role.TOWN_OFFICER), as_role(Role.INSPECTOR)):
        with pytest.raises(Forbidden):
            deciding.accept(filing=filing, by=viewer, at=AT)
    with pytest.raises(UnknownPlace):
        deciding.return_for_correction(filing=filing, comments={"nowhere": "x"}, by=as_role(Role.REGISTRAR), at=AT)
    with pytest.raises(CommentMissing):
        deciding.return_for_correction(filing=filing, comments={"students": " "}, by=as_role(Role.REGISTRAR), at=AT)


def test_a_withdrawn_filing_is_at_an_end(institution: Institution, owner: Viewer) -> None:
    filing = draft(institution, owner)
    engine.withdraw(filing=filing, by=owner, at=AT)
    with pytest.raises(WrongState):
        submit(Filing.objects.get(pk=filing.pk), owner)
    assert draft(institution, owner).pk != filing.pk
