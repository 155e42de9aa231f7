"""An annual inspection from opening to publication: services, deadlines, facts, who may what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.desk.models import Message
from cixi_oversight.documents.models import PaperVoid
from cixi_oversight.errors import Forbidden, Problems, ReasonMissing, StaleVersion, WrongState
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.web.home import todo
from institutions.enums import Category
from institutions.enums.whitelist import Answer
from institutions.enums.yearly import BatchState, CheckItem, Conclusion, Doubt, YearlyState
from institutions.errors.yearly import (
    BatchEmpty,
    FaultsFound,
    NoConclusion,
    NotAllDecided,
    NothingTicked,
    NotNonprofit,
    NotYetLate,
    RectifyInPast,
    SomeDecided,
    StagesReversed,
    YearNotOver,
)
from institutions.models import AnnualBatch, AnnualInspection, AnnualResult
from institutions.rules.yearly.days import Stages
from institutions.services.yearly import results
from institutions.services.yearly.checking import check, check_many, return_report
from institutions.services.yearly.deciding import (
    confirm,
    decide,
    exempt,
    pass_many,
    rectify_again,
    reopen,
    report_rectified,
)
from institutions.services.yearly.known import prefilled
from institutions.services.yearly.publishing import cancel, issue_notice, publish
from institutions.services.yearly.reporting import note_registrar_report, save_report, submit_report
from tests.people import AT, ON, World

from .conftest import DAY, DAYS, NONPROFIT, another, said

Act = Callable[..., Any]


def due(row: AnnualInspection, kind: DeadlineCode) -> tuple[Any, Any]:
    found = Deadline.objects.get(subject_kind="annual_inspection", subject_id=row.pk, kind=kind)
    return found.due_on, found.stopped_on


def fresh(row: AnnualInspection) -> AnnualInspection:
    return AnnualInspection.objects.get(pk=row.pk)


def checked(world: World, row: AnnualInspection, *faults: CheckItem) -> AnnualInspection:
    town = world.viewer(Role.TOWN_OFFICER)
    opinion = "消防器材过期" if faults else ""
    return check(inspection=row, faults=faults, opinion=opinion, expected_version=row.version, by=town, at=AT)


def decided(world: World, row: AnnualInspection, conclusion: Conclusion, **more: Any) -> AnnualInspection:
    facts: dict[str, Any] = {"grounds": "", "by": world.viewer(Role.SECTION_CHIEF), "at": AT}
    if conclusion is not Conclusion.PASS:
        facts |= {"grounds": "消防器材过期", "demands": "更换器材", "rectify_by": ON + 30 * DAY}
    return decide(inspection=row, conclusion=conclusion, expected_version=row.version, **facts | more)


def test_opening_takes_in_whoever_taught_in_the_year(world: World, opened: Act) -> None:
    world.user(Role.INSTITUTION_OWNER)
    another(world, "慈溪市周巷甲培训有限公司", category=Category.SPORTS)
    batch = opened(categories=[Category.ARTS])
    assert [row.institution for row in batch.rows.all()] == [world.institution]
    assert due(batch.rows.get(), DeadlineCode.ANNUAL_REPORT) == (DAYS.report_by, None)
    told = Message.objects.get(template="annual.opened")
    assert told.recipient == world.user(Role.INSTITUTION_OWNER)
    rest = opened(title="其余")
    assert world.institution.pk not in rest.rows.values_list("institution", flat=True)
    with pytest.raises(BatchEmpty):
        opened(title="再来一次")


def test_opening_refuses_a_running_year_and_reversed_days(opened: Act) -> None:
    with pytest.raises(YearNotOver):
        opened(year=2026)
    with pytest.raises(StagesReversed):
        opened(days=Stages(ON + 2 * DAY, ON + DAY, ON + 3 * DAY))
    assert not AnnualBatch.objects.exists()


def test_who_opened_after_the_year_is_not_inspected_for_it(world: World, opened: Act) -> None:
    with pytest.raises(BatchEmpty):
        opened(year=2021)  # the institution opened in March 2022


def test_a_nonprofit_has_the_two_days_of_the_law(world: World, opened: Act) -> None:
    other = another(world, "慈溪市周巷乙培训学校", legal_form=NONPROFIT)
    early = AT.replace(month=2, day=1)
    start = early.date()
    batch = opened(at=early, days=Stages(start + 30 * DAY, start + 60 * DAY, start + 90 * DAY))
    row = batch.rows.get(institution=other)
    assert due(row, DeadlineCode.NONPROFIT_SUPERVISOR)[0].isoformat() == "2026-03-31"
    assert due(row, DeadlineCode.NONPROFIT_REGISTRAR)[0].isoformat() == "2026-05-31"
    noted = note_registrar_report(inspection=row, reported_on=start, by=world.viewer(Role.SECTION_CHIEF), at=early)
    assert due(noted, DeadlineCode.NONPROFIT_REGISTRAR)[1] == start
    company = batch.rows.get(institution=world.institution)
    with pytest.raises(NotNonprofit):
        note_registrar_report(inspection=company, reported_on=start, by=world.viewer(Role.SECTION_CHIEF), at=early)


def test_a_draft_saves_incomplete_and_is_not_sent_incomplete(world: World, row: AnnualInspection) -> None:
    owner = world.viewer(Role.INSTITUTION_OWNER)
    kept = save_report(inspection=row, report={"students": 5}, expected_version=row.version, by=owner, at=AT)
    assert (fresh(row).state, fresh(row).report) == (YearlyState.REPORTING, {"students": 5})
    with pytest.raises(StaleVersion):
        save_report(inspection=row, report={}, expected_version=row.version - 1, by=owner, at=AT)
    with pytest.raises(Problems) as refused:
        submit_report(inspection=kept, report={"students": 5}, expected_version=kept.version, by=owner, at=AT)
    assert {one.field for one in refused.value.problems} >= {"staff", "summary", "fees_posted"}
    with pytest.raises(Forbidden):
        submit_report(
            inspection=kept, report=said(), expected_version=kept.version, by=world.viewer(Role.REGISTRAR), at=AT
        )


def test_what_the_register_lacks_is_remarked(world: World, sent: AnnualInspection) -> None:
    assert sent.doubts == [Doubt.NO_PERMIT, Doubt.NO_REGISTRATION, Doubt.NO_INSURANCE]
    assert due(sent, DeadlineCode.ANNUAL_REPORT)[1] == ON
    assert due(sent, DeadlineCode.ANNUAL_CHECK) == (DAYS.check_by, None)
    assert prefilled(world.institution, 2025) == {}


def test_a_returned_report_has_time_again(world: World, sent: AnnualInspection) -> None:
    town = world.viewer(Role.TOWN_OFFICER)
    late = AT + 40 * DAY
    back = return_report(inspection=sent, why="请补充教师人数", expected_version=sent.version, by=town, at=late)
    assert back.state == YearlyState.RETURNED
    assert due(back, DeadlineCode.ANNUAL_REPORT) == (ON + 45 * DAY, None)
    owner = world.viewer(Role.INSTITUTION_OWNER)
    again = submit_report(inspection=back, report=said(), expected_version=back.version, by=owner, at=late)
    assert again.state == YearlyState.REPORTED
    assert due(again, DeadlineCode.ANNUAL_CHECK) == (DAYS.check_by, None)


def test_a_pass_ends_it_and_a_finding_needs_grounds(world: World, sent: AnnualInspection) -> None:
    found = checked(world, sent, CheckItem.FIRE)
    with pytest.raises(FaultsFound):
        decided(world, found, Conclusion.PASS)
    done = decided(world, found, Conclusion.PASS, grounds="已当场更换")
    assert (done.state, done.result) == (YearlyState.PASSED, Conclusion.PASS)
    assert due(done, DeadlineCode.ANNUAL_DECISION)[1] == ON


def test_basically_pass_goes_on_to_rectification_and_recheck(world: World, sent: AnnualInspection) -> None:
    chief, owner = world.viewer(Role.SECTION_CHIEF), world.viewer(Role.INSTITUTION_OWNER)
    row = checked(world, sent, CheckItem.FIRE)
    with pytest.raises(ReasonMissing):
        decided(world, row, Conclusion.BASIC, demands="")
    with pytest.raises(RectifyInPast):
        decided(world, row, Conclusion.BASIC, rectify_by=ON)
    row = decided(world, row, Conclusion.BASIC)
    assert due(row, DeadlineCode.ANNUAL_RECTIFICATION) == (ON + 30 * DAY, None)
    with pytest.raises(NotYetLate):
        confirm(
            inspection=row,
            conclusion=Conclusion.FAIL,
            record_text="未整改",
            expected_version=row.version,
            by=chief,
            at=AT,
        )
    row = report_rectified(inspection=row, text="已更换", expected_version=row.version, by=owner, at=AT)
    row = rectify_again(
        inspection=row,
        demands="仍缺一具",
        rectify_by=ON + 40 * DAY,
        expected_version=row.version,
        by=chief,
        at=AT,
    )
    assert due(row, DeadlineCode.ANNUAL_RECTIFICATION) == (ON + 40 * DAY, None)
    row = report_rectified(inspection=row, text="已补齐", expected_version=row.version, by=owner, at=AT)
    row = confirm(
        inspection=row,
        conclusion=Conclusion.PASS,
        record_text="复检到位",
        expected_version=row.version,
        by=chief,
        at=AT,
    )
    assert (row.state, row.conclusion, row.result) == (YearlyState.CLOSED, Conclusion.BASIC, Conclusion.PASS)


def test_who_never_reports_can_only_fail_and_only_after_the_day(world: World, row: AnnualInspection) -> None:
    with pytest.raises(NotYetLate):
        decided(world, row, Conclusion.FAIL)
    with pytest.raises(WrongState):
        decided(world, row, Conclusion.BASIC, at=AT + 31 * DAY)
    late = decided(world, row, Conclusion.FAIL, at=AT + 31 * DAY, rectify_by=ON + 60 * DAY)
    assert (late.state, late.result) == (YearlyState.RECTIFYING, Conclusion.FAIL)


def test_many_are_done_at_once_and_the_doubtful_left(world: World, opened: Act) -> None:
    for number in range(3):
        another(world, f"慈溪市周巷{number}号培训有限公司")
    rows = list(opened().rows.order_by("pk"))
    AnnualInspection.objects.filter(batch=rows[0].batch).update(state=YearlyState.REPORTED)
    AnnualInspection.objects.filter(pk=rows[0].pk).update(doubts=[Doubt.NO_INSURANCE])
    ids, town = [row.pk for row in rows], world.viewer(Role.TOWN_OFFICER)
    with pytest.raises(NothingTicked):
        check_many(ids=[], opinion="", by=town, at=AT)
    assert check_many(ids=ids, opinion="", by=town, at=AT) == (3, 1)
    assert due(rows[1], DeadlineCode.ANNUAL_DECISION) == (DAYS.decide_by, None)
    with pytest.raises(Forbidden):
        pass_many(ids=ids, by=town, at=AT)
    assert pass_many(ids=ids, by=world.viewer(Role.REGISTRAR), at=AT) == (3, 1)
    assert [fresh(row).result for row in rows] == ["", "pass", "pass", "pass"]
    assert [one.target for one in rows[1].transitions.order_by("pk")] == ["reporting", "checked", "passed"]
    assert Event.objects.filter(verb="institutions.move_annual", subject_id=rows[1].pk).count() == 2


def test_one_tap_passes_all_that_are_ready_and_only_these_have_a_box(world: World, opened: Act) -> None:
    pin(ON)
    for n in range(2):
        another(world, f"慈溪市周巷{n}号培训有限公司")
    rows = list(opened().rows.order_by("pk"))
    batch = rows[0].batch
    batch.rows.update(state=YearlyState.CHECKED)
    AnnualInspection.objects.filter(pk=rows[0].pk).update(faults=[CheckItem.FIRE])
    client = world.client(Role.REGISTRAR)
    page = client.get(reverse("institutions:annual_batch", args=[batch.public_id])).content.decode()
    assert "无问题的2家全部定为合格" in page
    assert page.count('type="checkbox" name="row"') == 2
    client.post(reverse("institutions:annual_pass_many", args=[batch.public_id]), {"all": "1"})
    assert [fresh(row).result for row in rows] == ["", "pass", "pass"]


def test_a_non_profit_is_asked_by_the_days_of_the_law(world: World, opened: Act) -> None:
    """31 March whatever the batch says, 31 May for civil affairs, the latter also when the batch is long published."""
    on = dt.date(2026, 2, 2)
    row = world.institution
    row.legal_form = NONPROFIT
    row.save(update_fields=["legal_form"])
    late = Stages(dt.date(2026, 4, 30), dt.date(2026, 5, 30), dt.date(2026, 6, 30))
    inspection = opened(days=late, at=clock.at(on, 9)).rows.get(institution=row)
    owner = world.viewer(Role.INSTITUTION_OWNER)
    assert [line.due_on for line in todo(owner, on)] == [dt.date(2026, 3, 31), dt.date(2026, 5, 31)]
    submit_report(inspection=inspection, report=said(), expected_version=1, by=owner, at=clock.at(on, 10))
    AnnualBatch.objects.update(state=BatchState.PUBLISHED, published_on=on)
    assert [line.due_on for line in todo(owner, on)] == [dt.date(2026, 5, 31)]
    page = world.client(Role.INSTITUTION_OWNER).get(reverse("institutions:my_annual")).content.decode()
    assert reverse("institutions:annual_registrar", args=[inspection.public_id]) in page
    note_registrar_report(inspection=inspection, reported_on=on, by=owner, at=clock.at(on, 11))
    assert todo(owner, on) == []


def test_publication_waits_for_all_and_makes_facts(world: World, sent: AnnualInspection) -> None:
    batch, director = sent.batch, world.viewer(Role.BUREAU_DIRECTOR)
    with pytest.raises(NotAllDecided):
        publish(batch=batch, by=director, at=AT)
    assert results.latest([world.institution.pk]) == {}
    row = decided(world, checked(world, sent, CheckItem.FIRE), Conclusion.BASIC)
    with pytest.raises(SomeDecided):
        cancel(batch=batch, why="误开", by=world.viewer(Role.SECTION_CHIEF), at=AT)
    made = publish(batch=batch, by=director, at=AT)
    assert made.announcement is not None
    assert made.announcement.facts["lists"][0]["rows"] == [[world.institution.name, "浒山街道"]]
    fact = results.latest([world.institution.pk])[world.institution.pk]
    assert (fact.year, fact.conclusion, fact.is_recheck) == (2025, Conclusion.BASIC, False)
    assert results.not_failed([world.institution.pk, world.foreign.pk], ON) == {world.institution.pk: Answer.MET}
    assert results.not_failed([world.institution.pk], ON - DAY) == {}
    # a re-check afterwards is public at once and supersedes
    owner, chief = world.viewer(Role.INSTITUTION_OWNER), world.viewer(Role.SECTION_CHIEF)
    row = report_rectified(inspection=row, text="已更换", expected_version=row.version, by=owner, at=AT + DAY)
    confirm(
        inspection=row,
        conclusion=Conclusion.PASS,
        record_text="到位",
        expected_version=row.version,
        by=chief,
        at=AT + DAY,
    )
    now = results.latest([world.institution.pk])[world.institution.pk]
    assert (now.conclusion, now.is_recheck, now.published_on) == (Conclusion.PASS, True, ON + DAY)
    assert results.latest([world.institution.pk], cutoff=AT)[world.institution.pk].conclusion is Conclusion.BASIC
    assert AnnualResult.objects.count() == 2
    assert len(results.history(world.institution.pk)) == 1


def test_a_decision_is_taken_anew_and_the_published_one_stands_until_then(world: World, sent: AnnualInspection) -> None:
    chief = world.viewer(Role.SECTION_CHIEF)
    row = decided(world, checked(world, sent, CheckItem.FIRE), Conclusion.FAIL)
    publish(batch=row.batch, by=chief, at=AT)
    row = fresh(row)
    with pytest.raises(Forbidden):
        reopen(inspection=row, why="异议成立", expected_version=row.version, by=world.viewer(Role.REGISTRAR), at=AT)
    row = reopen(inspection=row, why="异议成立", expected_version=row.version, by=chief, at=AT)
    assert results.latest([world.institution.pk])[world.institution.pk].conclusion is Conclusion.FAIL
    assert results.not_failed([world.institution.pk], ON) == {world.institution.pk: Answer.NOT_MET}
    decided(world, row, Conclusion.PASS, grounds="异议成立")
    assert results.latest([world.institution.pk])[world.institution.pk].conclusion is Conclusion.PASS


def test_a_cancelled_batch_frees_its_institutions(world: World, opened: Act) -> None:
    chief = world.viewer(Role.SECTION_CHIEF)
    batch = opened()
    cancel(batch=batch, why="范围有误", by=chief, at=AT)
    assert {row.state for row in batch.rows.all()} == {YearlyState.EXEMPT}
    assert not Deadline.objects.filter(subject_kind="annual_inspection", stopped_on=None).exists()
    assert opened(title="重开").rows.count() == 1


def test_one_taken_out_does_not_hold_the_others_up(world: World, row: AnnualInspection) -> None:
    chief = world.viewer(Role.SECTION_CHIEF)
    exempt(inspection=row, why="已注销", expected_version=row.version, by=chief, at=AT)
    assert publish(batch=row.batch, by=chief, at=AT).published_on == ON
    assert results.latest([world.institution.pk]) == {}


def test_a_notice_is_issued_once_and_anew_when_the_result_changes(world: World, sent: AnnualInspection) -> None:
    registrar, chief = world.viewer(Role.REGISTRAR), world.viewer(Role.SECTION_CHIEF)
    with pytest.raises(NoConclusion):
        issue_notice(inspection=sent, by=registrar, at=AT)
    row = decided(world, checked(world, sent), Conclusion.PASS)
    first = issue_notice(inspection=row, by=registrar, at=AT)
    assert issue_notice(inspection=row, by=registrar, at=AT) == first
    row = reopen(inspection=fresh(row), why="漏查消防", expected_version=fresh(row).version, by=chief, at=AT)
    row = decided(world, row, Conclusion.BASIC)
    second = issue_notice(inspection=row, by=registrar, at=AT)
    assert second.supersedes == first
    assert PaperVoid.objects.filter(paper=first).exists()


def test_each_finds_the_work_on_the_desk(world: World, sent: AnnualInspection) -> None:
    def waits(role: Role) -> list[str]:
        return [item.label.id for item in todo(world.viewer(role), ON) if "annual" in item.label.id.lower()]

    assert waits(Role.TOWN_OFFICER) == ["Annual inspections to be checked first"]
    row = checked(world, sent)
    assert waits(Role.TOWN_OFFICER) == []
    assert waits(Role.REGISTRAR) == ["Annual inspections to be decided"]
    decided(world, row, Conclusion.BASIC)
    assert waits(Role.INSTITUTION_OWNER) == ["Rectification after the annual inspection to report"]
    assert waits(Role.BUREAU_DIRECTOR) == ["Annual inspection to be published"]
