"""Why a colour is what it is: figures, evidence, the same bytes every time, in both languages."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from cixi_oversight import clock
from institutions.models import FinancialStatement
from riskcodes.enums import Level
from riskcodes.errors import NeverComputed
from riskcodes.models import Assessment
from riskcodes.rules.facts import Facts
from riskcodes.services.explain import explain
from riskcodes.services.judging import judge_of_run
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db
CUTOFF = clock.at(TODAY, 2)
DAY = dt.timedelta(days=1)


@pytest.fixture
def poor(make):
    """Sound but for its accounts: a red-level current ratio, a statement a month late, cover running out."""
    made = make.healthy(uscc="91330282MA2AA00009", name="慈溪市浒山青禾艺术培训有限公司")
    old = made.statements.get(quarter=dt.date(2026, 7, 1))
    make.statement(made, old.quarter, at=CUTOFF, supersedes=old, current_assets_fen=6_000_000)
    make.due(made, dt.date(2026, 7, 1), TODAY - 31 * DAY, at=CUTOFF)
    policy = made.insurance_policies.get(kind="premises_liability")
    make.policy(made, "premises_liability", policy.from_on, TODAY + 20 * DAY, at=CUTOFF, supersedes=policy)
    return made


def line(found, code):
    return next(line for line in found.lines if line.code == code)


def test_every_indicator_is_told_with_value_limits_points_and_age(make, night, poor):
    make.connect()
    night(TODAY)
    found = explain(poor)
    assert (found.code, found.score, len(found.lines)) == ("red", 15, 13)
    ratio = line(found, "current_ratio")
    assert (ratio.value, ratio.yellow_limit, ratio.red_limit) == ("60.0", "< 120", "< 80")
    assert (ratio.level, ratio.points, ratio.weight, ratio.data_age_days) == (Level.RED, 6, 2, 54)
    assert ratio.beside[0][1] == "40.0"  # with unearned fees
    assert line(found, "statement_overdue").value == "31"
    assert (line(found, "liability_expiry").value, line(found, "liability_expiry").points) == ("20", 3)
    assert sum(line.points for line in found.lines) == found.score
    assert [reason.id.split()[0] for reason in found.reasons] == ["A", "Current", "The"]


def test_evidence_names_the_row_as_it_was_read_even_after_it_was_superseded(make, night, poor):
    make.connect()
    night(TODAY)
    (evidence,) = line(explain(poor), "current_ratio").evidence
    assert evidence.table == "institutions.FinancialStatement"
    assert evidence.figures["current_assets_fen"] == 6_000_000
    (row,) = FinancialStatement.objects.filter(pk__in=evidence.ids)
    before = explain(poor).as_json()
    make.statement(poor, row.quarter, at=CUTOFF + DAY / 2, supersedes=row, current_assets_fen=90_000_000)
    assert explain(poor, TODAY).as_json() == before
    night(TODAY + DAY)
    assert explain(poor, TODAY).as_json() == before
    assert line(explain(poor), "current_ratio").level is Level.GREEN


def test_json_has_no_clock_and_no_run_id_and_both_languages(make, night, poor):
    make.connect()
    run = night(TODAY)
    type(run).objects.filter(pk=run.pk).update(published_at=CUTOFF + 90 * DAY)
    text = explain(poor).as_json()
    data = json.loads(text)
    assert text == explain(poor, TODAY).as_json()
    assert list(data) == sorted(data)
    assert {"run", "run_id", "computed_at", "name"}.isdisjoint(data)
    assert set(data["computed_code_label"]) == {"zh", "en"}
    assert data["rule_set_version"] == 1
    assert data["institution"] == poor.public_id


def test_stored_levels_are_those_the_rules_give_for_the_stored_facts_on_any_night(make, night, poor):
    make.connect()
    for number in range(25):  # the policy runs out on the way
        run = night(TODAY + number * DAY)
        row = Assessment.objects.of_run(run.number).get(institution=poor)
        assert judge_of_run(run).levels(Facts.from_json(row.facts)) == row.levels
    assert explain(poor, TODAY + 21 * DAY).lines[8].level is Level.RED


def test_a_day_without_a_night_is_reconstructed_and_marked(make, night, poor):
    make.connect()
    night(TODAY)
    found = explain(poor, TODAY - 5 * DAY)
    assert found.is_reconstruction
    assert json.loads(found.as_json())["kind"] == "reconstruction"


def test_an_institution_that_was_not_judged_has_no_explanation(make, night, poor):
    with pytest.raises(NeverComputed):
        explain(poor)
    make.connect()
    night(TODAY)
    with pytest.raises(NeverComputed):
        explain(make.institution(at=CUTOFF + DAY))


@pytest.mark.parametrize("key", ["public_id", "uscc", "name"])
def test_the_command_finds_by_public_id_uscc_or_name(make, night, poor, key):
    make.connect()
    night(TODAY)
    out = io.StringIO()
    call_command("explain_risk_code", getattr(poor, key), "--json", stdout=out)
    assert out.getvalue().encode() == explain(poor).as_json()


def test_the_command_tells_in_words(make, night, poor):
    make.connect()
    night(TODAY)
    out = io.StringIO()
    call_command("explain_risk_code", poor.public_id, "--language", "en", stdout=out)
    assert "Current assets are 60.0 % of current liabilities" in out.getvalue()
    assert "institutions.FinancialStatement#" in out.getvalue()


def test_the_command_refuses_what_it_cannot_answer(make, night, poor):
    make.connect()
    night(TODAY)
    with pytest.raises(CommandError, match="未找到"):
        call_command("explain_risk_code", "nobody")
    make.healthy(name=poor.name)
    with pytest.raises(CommandError, match="有多家机构"):
        call_command("explain_risk_code", poor.name)
    with pytest.raises(CommandError, match="尚未到来"):
        call_command("explain_risk_code", poor.public_id, "--on", (clock.today() + DAY).isoformat())


def test_the_json_carries_citations_in_both_languages(make, night, poor):
    make.connect()
    night(TODAY)
    out = io.StringIO()
    call_command("explain_risk_code", poor.public_id, "--json", stdout=out)
    cited = [line["citation"] for line in json.loads(out.getvalue())["indicators"]]
    assert cited
    for one in cited:
        assert "not confirmed" in one["en"]
        assert "not confirmed" not in one["zh"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in one["zh"])


@pytest.mark.parametrize(("spoken", "word"), [("", "绿码"), ("en_US:en", "Green code")])
def test_recompute_speaks_the_language_of_the_environment(make, night, monkeypatch, spoken, word):
    make.connect()
    make.healthy()
    night(TODAY)
    monkeypatch.setenv("LANGUAGE", spoken)
    out = io.StringIO()
    call_command("recompute_risk_codes", "--on", TODAY.isoformat(), stdout=out)
    assert word in out.getvalue()
    with pytest.raises(CommandError, match="999999"):
        call_command("recompute_risk_codes", "--county", "999999")


def recompute(*arguments: str) -> list[dict]:
    out = io.StringIO()
    call_command("recompute_risk_codes", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_recompute_answers_a_published_night_from_what_was_stored(make, night, poor):
    make.connect()
    run = night(TODAY)
    (answer,) = recompute("--on", TODAY.isoformat(), "--county", "330282")
    assert (answer["kind"], answer["row_hash"], answer["codes"]) == ("night", run.row_hash, {"red": 1})


def test_recompute_of_another_past_day_is_a_reconstruction(make, night, poor):
    make.connect()
    night(TODAY)
    (answer,) = recompute("--on", "2026-11-20")
    assert (answer["kind"], answer["institutions"]) == ("reconstruction", 1)


def test_recompute_of_today_runs_the_night_once(make, poor, time_machine):
    time_machine.move_to(CUTOFF + DAY / 2, tick=False)
    make.connect()
    (first,) = recompute()
    (second,) = recompute()
    assert first == second
    assert (first["kind"], first["on"]) == ("night", TODAY.isoformat())
    with pytest.raises(CommandError):
        recompute("--on", (TODAY + DAY).isoformat())
