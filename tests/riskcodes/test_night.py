"""The night over a small hand-made county: what it reads, writes, publishes and leaves alone."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cixi_oversight import clock
from cixi_oversight.jobs.models import Job
from cixi_oversight.jobs.services.engine import work_through
from riskcodes.errors import NightPassed
from riskcodes.models import Assessment, CodeChange, PublishedRun, RiskRun, RunCount
from riskcodes.rules.facts import Facts
from riskcodes.rules.reasons import from_json
from riskcodes.services.night import run_single, start_night, start_single
from riskcodes.services.reconstruct import reconstruct
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db
CUTOFF = clock.at(TODAY, 2)
DAY = dt.timedelta(days=1)


def codes(county: Any) -> dict[int, str]:
    return dict(Assessment.objects.published(county.pk).values_list("institution_id", "computed_code"))


def facts(institution: Any) -> Facts:
    return Facts.from_json(Assessment.objects.get(institution=institution, to_run=None).facts)


def test_a_healthy_institution_is_green(make, night, county):
    make.connect()
    made = make.healthy()
    run = night(TODAY)
    row = Assessment.objects.published(county.pk).get()
    assert (row.institution_id, row.computed_code, row.levels) == (made.pk, "green", "g" * 13)
    assert (run.state, run.institutions, run.rows_written, run.failures) == ("published", 1, 1, [])
    assert (run.number, run.night_number, run.changes) == (1, 1, 0)


def test_a_quiet_night_writes_nothing_and_counts_all(make, night, county):
    make.connect()
    make.healthy()
    make.healthy(students=300)
    night(TODAY)
    second = night(TODAY + DAY)
    assert (second.institutions, second.rows_written, second.changes) == (2, 0, 0)
    assert set(codes(county).values()) == {"green"}
    assert sum(RunCount.objects.filter(run=second).values_list("institutions", flat=True)) == 2


def test_the_same_night_twice_changes_nothing(make, night):
    make.connect()
    made = make.healthy()
    first = night(TODAY)
    rows = list(Assessment.objects.values())
    make.enrolment(made, dt.date(2026, 10, 1), 600, at=CUTOFF)
    again = night(TODAY, at=CUTOFF + DAY)
    assert again == first
    assert list(Assessment.objects.values()) == rows
    assert RiskRun.objects.count() == 1


def test_a_night_before_the_last_one_is_refused(make, night):
    night(TODAY)
    with pytest.raises(NightPassed):
        night(TODAY - DAY)


# --- as of the cutoff ---


def test_what_was_recorded_up_to_the_cutoff_is_seen_and_a_microsecond_later_is_not(make, night):
    make.connect()
    seen, unseen = make.healthy(), make.healthy()
    quarter = dt.date(2026, 7, 1)
    for institution, at in ((seen, CUTOFF), (unseen, CUTOFF + dt.timedelta(microseconds=1))):
        old = institution.statements.get(quarter=quarter)
        make.statement(institution, quarter, at=at, supersedes=old, net_assets_fen=-5)
    night(TODAY)
    assert facts(seen).net_assets_fen == -5
    assert facts(unseen).net_assets_fen == 10_000_000


@pytest.mark.parametrize(
    ("field", "record"),
    [
        ("students", lambda make, one, at: make.enrolment(one, dt.date(2026, 10, 1), 99, at=at)),
        ("capital_fen", lambda make, one, at: make.capital(one, 7, at=at)),
        ("overdue_due", lambda make, one, at: make.due(one, dt.date(2026, 4, 1), dt.date(2026, 7, 31), at=at)),
        ("liability_to", lambda make, one, at: make.policy(one, "premises_liability", TODAY, TODAY, at=at)),
        ("cover_persons", lambda make, one, at: make.policy(one, "student_cover", TODAY, TODAY, 9, at=at)),
        ("complaint_ids", lambda make, one, at: make.complaint(one, TODAY - 9 * DAY, at=at)),
    ],
)
def test_every_kind_of_fact_is_read_as_of_the_cutoff(make, night, field, record):
    make.connect()
    before, after, without = make.healthy(), make.healthy(), make.healthy()
    record(make, before, CUTOFF)
    record(make, after, CUTOFF + dt.timedelta(seconds=1))
    night(TODAY)
    values = [getattr(facts(institution), field) for institution in (before, after, without)]
    if field in {"capital_fen", "overdue_due", "complaint_ids"}:
        assert values[1] == values[2] != values[0]
    else:
        assert values[1] == getattr(facts(without), field) != values[0]


def test_a_superseded_row_is_read_as_it_was_until_its_successor_was_recorded(make, night):
    make.connect()
    made = make.healthy()
    old = made.statements.get(quarter=dt.date(2026, 7, 1))
    make.statement(made, old.quarter, at=CUTOFF + DAY / 2, supersedes=old, current_assets_fen=1)
    night(TODAY)
    assert facts(made).statement_ids[0] == old.pk
    night(TODAY + DAY)
    assert facts(made).statement_ids[0] != old.pk
    assert facts(made).current_assets_fen == 1


def test_a_correction_of_the_quarter_takes_the_wrong_one_away(make, night):
    make.connect()
    made = make.institution()
    wrong = make.statement(made, dt.date(2026, 7, 1), at=CUTOFF - DAY)
    make.statement(made, dt.date(2026, 4, 1), at=CUTOFF, supersedes=wrong)
    night(TODAY)
    assert facts(made).quarters == [dt.date(2026, 4, 1).toordinal()]


def test_a_complaint_counts_from_its_validity_until_that_is_taken_back(make, night):
    make.connect()
    made = make.healthy()
    complaint = make.complaint(made, TODAY - 5 * DAY, valid=None)
    night(TODAY)
    assert facts(made).complaint_ids is None
    from inspections.models import ComplaintValidity

    given = {"complaint": complaint, "institution": made, "decided_on": TODAY, "reason": "-"}
    first = ComplaintValidity.objects.create(
        is_valid=True, recorded_at=CUTOFF + DAY / 2, recorded_by_id=make.by.actor_id, **given
    )
    night(TODAY + DAY)
    assert facts(made).complaint_ids == [complaint.pk]
    ComplaintValidity.objects.create(
        is_valid=False, recorded_at=CUTOFF + DAY * 3 / 2, recorded_by_id=make.by.actor_id, supersedes=first, **given
    )
    night(TODAY + 2 * DAY)
    assert facts(made).complaint_ids is None


def test_only_institutions_active_at_the_cutoff_are_judged(make, night, county):
    make.connect()
    active = make.healthy()
    gone = make.institution()
    make.move(gone, "operating", "deregistered", at=CUTOFF)
    applying = make.institution(status="applying")
    later = make.institution()
    make.move(later, "operating", "closed_by_order", at=CUTOFF + DAY / 2)
    unborn = make.institution(at=CUTOFF + DAY / 2)
    night(TODAY)
    assert set(codes(county)) == {active.pk, later.pk}
    run = night(TODAY + DAY)
    assert set(codes(county)) == {active.pk, unborn.pk}
    assert Assessment.objects.of_run(1).filter(institution=later).exists()
    assert run.institutions == 2
    assert applying.pk not in codes(county)


def test_another_county_is_not_touched(make, night, county, by):
    from cixi_oversight.users.models import County, Town
    from tests.riskcodes.conftest import Maker

    make.connect()
    other = County.objects.create(code="330281", name="余姚市")
    foreign = Maker(other, Town.objects.create(county=other, code="330281001", name="一镇"), by)
    mine = make.healthy()
    foreign.count = 100
    theirs = foreign.institution()
    also_mine = make.healthy()
    night(TODAY)
    assert set(codes(county)) == {mine.pk, also_mine.pk}
    assert not Assessment.objects.filter(institution=theirs).exists()


# --- changes of colour ---


def test_a_change_of_colour_has_its_row_with_reasons(make, night):
    make.connect()
    made = make.healthy()
    night(TODAY)
    assert not CodeChange.objects.exists()
    old = made.insurance_policies.get(kind="premises_liability")
    make.policy(made, "premises_liability", old.from_on, TODAY, at=CUTOFF + DAY / 2, supersedes=old)
    run = night(TODAY + DAY)
    change = CodeChange.objects.get()
    assert (change.from_code, change.to_code, change.run, run.changes) == ("green", "red", run, 1)
    (reason,) = from_json(change.reasons)
    assert reason.figures == {"end": "2026-11-23", "days": "1"}


def test_fourteen_clean_nights_lift_a_red(make, night, county):
    make.connect()
    made = make.healthy()
    old = made.insurance_policies.get(kind="premises_liability")
    ended = make.policy(made, "premises_liability", old.from_on, TODAY - DAY, at=CUTOFF, supersedes=old)
    night(TODAY)
    assert codes(county) == {made.pk: "red"}
    make.policy(made, "premises_liability", TODAY, dt.date(2027, 12, 31), at=CUTOFF + DAY / 2, supersedes=ended)
    seen = []
    for number in range(1, 15):
        run = night(TODAY + number * DAY)
        seen.append((codes(county)[made.pk], run.rows_written))
    assert [code for code, _ in seen] == ["red"] * 13 + ["green"]
    assert sum(rows for _, rows in seen) == 2  # the first clean night and the last: quiet nights write nothing
    assert CodeChange.objects.get().to_code == "green"


# --- one night or the other ---


def test_readers_see_one_night_or_the_other_and_never_a_mixture(make, night, county, settings, monkeypatch):
    settings.RISK_SLICE = 1
    make.connect()
    made = [make.healthy() for _ in range(3)]
    night(TODAY)
    for institution in made:
        old = institution.insurance_policies.get(kind="premises_liability")
        make.policy(institution, "premises_liability", old.from_on, TODAY, at=CUTOFF + DAY / 2, supersedes=old)
    seen = []
    from riskcodes.services import publishing, slices

    def look(name: str) -> None:
        if name == "riskcodes.mid_copy":
            return  # nothing else can be asked on this connection just now
        seen.append((name, tuple(sorted(codes(county).values()))))

    monkeypatch.setattr(slices, "crashpoint", look)
    monkeypatch.setattr(publishing, "crashpoint", look)
    night(TODAY + DAY)
    before = [shown for name, shown in seen if name != "riskcodes.after_flip"]
    assert len(before) == 4
    assert set(before) == {("green",) * 3}
    assert set(codes(county).values()) == {"red"}
    assert PublishedRun.objects.get().run.number == 2


def test_two_starts_of_one_night_are_one_job(make, county, by):
    make.connect()
    jobs = {start_night(county=county, on=TODAY, at=CUTOFF, by=by, waking=False) for _ in range(2)}
    assert len(jobs) == 1
    assert Job.objects.count() == 1


def test_a_second_night_waits_for_the_first_to_be_published(make, county, by):
    make.connect()
    make.healthy()
    first = start_night(county=county, on=TODAY, at=CUTOFF, by=by, waking=False)
    from riskcodes.services import planning

    planning.plan_night(first)  # planned, and its process is gone
    second = start_night(county=county, on=TODAY + DAY, at=CUTOFF + DAY, by=by, waking=False)
    work_through(second.pk)
    assert Job.objects.get(pk=second.pk).planned_at is None
    assert RiskRun.objects.count() == 1
    Job.objects.filter(pk=first.pk).update(state="failed")
    assert work_through(second.pk) == "done"
    assert list(RiskRun.objects.order_by("number").values_list("state", flat=True)) == ["failed", "published"]


def test_a_run_by_day_recomputes_one_and_counts_no_night(make, night, county, by):
    make.connect()
    made, other = make.healthy(), make.healthy()
    night(TODAY)
    noon = clock.at(TODAY, 12)
    old = made.insurance_policies.get(kind="premises_liability")
    make.policy(made, "premises_liability", old.from_on, TODAY - DAY, at=noon, supersedes=old)
    run = run_single(institution=made, on=TODAY, at=noon, by=by)
    assert (run.kind, run.night_number, run.institutions, run.changes) == ("single", None, 1, 1)
    assert codes(county) == {made.pk: "red", other.pk: "green"}
    assert night(TODAY + DAY).night_number == 2


def test_a_run_by_day_waits_behind_a_running_night(make, county, by):
    make.connect()
    made = make.healthy()
    night = start_night(county=county, on=TODAY, at=CUTOFF, by=by, waking=False)
    from riskcodes.services import planning

    planning.plan_night(night)
    single = start_single(institution=made, on=TODAY, at=clock.at(TODAY, 3), by=by, waking=False)
    work_through(single.pk)
    assert Job.objects.get(pk=single.pk).planned_at is None


# --- robustness and cost ---


def test_a_poison_row_fails_alone_and_is_listed(make, night, county, monkeypatch):
    make.connect()
    good, poison = make.healthy(), make.healthy(students=77)
    night(TODAY)
    from riskcodes.rules import grade

    levels = grade.Judge.levels

    def poisoned(self, facts):
        if facts.students and facts.students[0] == 77:
            raise ZeroDivisionError("no such number")
        return levels(self, facts)

    monkeypatch.setattr(grade.Judge, "levels", poisoned)
    run = night(TODAY + DAY)
    assert run.failures == [{"institution": poison.pk, "error": "ZeroDivisionError: no such number"}]
    assert (run.state, run.job.state) == ("published", "partial")
    assert codes(county) == {good.pk: "green", poison.pk: "green"}  # yesterday's stays


def test_a_failed_slice_publishes_nothing_and_a_retry_finishes(make, night, county, by, monkeypatch):
    from cixi_oversight.jobs.services.retry import retry_job
    from riskcodes.services import slices

    make.connect()
    made = make.healthy()
    night(TODAY)
    merge = slices._merge

    def broken(*_args: Any) -> int:
        raise OSError("disk")

    monkeypatch.setattr(slices, "_merge", broken)
    run = night(TODAY + DAY)
    assert (run.state, run.job.state) == ("failed", "partial")
    assert PublishedRun.objects.get().run.number == 1
    monkeypatch.setattr(slices, "_merge", merge)
    retry_job(run.job_id, by=by, at=CUTOFF + 2 * DAY)
    assert work_through(run.job_id) == "done"
    assert PublishedRun.objects.get().run.number == 2
    assert codes(county) == {made.pk: "green"}


@pytest.mark.parametrize("size", [2, 12])
def test_a_slice_takes_the_same_number_of_queries_whatever_its_size(make, county, by, size):
    make.connect()
    for _ in range(size):
        make.healthy()
    job = start_night(county=county, on=TODAY, at=CUTOFF, by=by, waking=False)
    from riskcodes.services import planning
    from riskcodes.services.slices import work_slice

    (bounds,) = planning.plan_night(job)
    piece = job.slices.create(number=1, low=bounds[0], high=bounds[1])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert work_slice(piece).rows == size
    statements = [query["sql"] for query in queries if not query["sql"].startswith("SAVEPOINT")]
    assert len(statements) == 8


def test_the_hash_does_not_depend_on_the_slices(make, night, county, settings):
    make.connect()
    for _ in range(5):
        make.healthy()
    settings.RISK_SLICE = 2
    run = night(TODAY)
    assert Job.objects.get(pk=run.job_id).slices.count() == 3
    settings.RISK_SLICE = 100
    assert reconstruct(county.pk, TODAY).row_hash == run.row_hash


# --- reconstruction ---


def test_a_reconstruction_of_every_published_night_gives_what_was_stored(make, night, county):
    make.connect()
    made = make.healthy()
    make.healthy(students=300)
    runs = [night(TODAY)]
    for number in range(1, 6):
        make.complaint(made, TODAY, at=CUTOFF + (number - 1) * DAY + DAY / 2)
        runs.append(night(TODAY + number * DAY))
    assert len({run.row_hash for run in runs}) > 1
    for run in runs:
        assert reconstruct(county.pk, run.on).row_hash == run.row_hash


def test_a_day_without_a_night_is_reconstructed_and_writes_nothing(make, night, county):
    make.connect()
    make.healthy()
    night(TODAY)
    night(TODAY + 2 * DAY)
    found = reconstruct(county.pk, TODAY + DAY)
    assert (found.institutions, found.codes) == (1, {"green": 1})
    assert RiskRun.objects.count() == 2


def test_a_new_rule_set_holds_from_its_day(make, night, county):
    from riskcodes.models import RuleSet

    make.connect()
    made = make.healthy()
    stored = RuleSet.objects.get(version=1).body
    stricter = stored | {"indicators": stored["indicators"] | {}}
    stricter["indicators"]["prepaid_per_student"] = stored["indicators"]["prepaid_per_student"] | {
        "yellow": 1,
        "red": 2,
    }
    RuleSet.objects.create(version=2, in_force_from=TODAY + DAY, body=stricter, recorded_at=CUTOFF)
    assert night(TODAY).rule_set.version == 1
    assert codes(county) == {made.pk: "green"}
    assert night(TODAY + DAY).rule_set.version == 2
    assert codes(county) == {made.pk: "yellow"}
