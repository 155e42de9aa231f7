"""Annual inspections of the demo: last year's published for all, this year's published for the non-profits and under
way for the others, with institutions in every stage. Bulk rows as the services would have written them; publication and
papers through the services."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cixi_oversight import clock
from cixi_oversight.demo.chance import pick, public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.places import CIXI
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import PaperSeries
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode, Span
from cixi_oversight.policy.services import deadlines
from cixi_oversight.policy.services.deadlines import Start
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import viewer_of
from institutions.enums import LegalForm, Status
from institutions.enums.yearly import CheckItem, Conclusion, Doubt, YearlyState, YearlyVerb
from institutions.models import (
    AnnualBatch,
    AnnualInspection,
    AnnualInspectionTransition,
    Institution,
    InstitutionMembership,
)
from institutions.rules.yearly.days import Stages
from institutions.rules.yearly.papers import LEGAL_BASIS
from institutions.rules.yearly.report import FIELDS, Part
from institutions.services.yearly import publishing, results
from institutions.services.yearly.common import SUBJECT
from institutions.services.yearly.opening import in_scope

OFFICE: Final = "慈溪市教育局"
WORDS: Final = {PaperKind.ANNUAL_RESULT: "慈教年检", PaperKind.ANNUAL_ANNOUNCEMENT: "慈教年检公"}
_DAY: Final = dt.timedelta(days=1)
_S, _V = YearlyState, YearlyVerb
_RUNNING: Final = (
    (_S.REPORTING, 7),
    (_S.RETURNED, 3),
    (_S.REPORTED, 26),
    (_S.CHECKED, 20),
    (_S.PASSED, 33),
    (_S.RECTIFYING, 6),
    (_S.RECTIFIED, 3),
    (_S.EXEMPT, 2),
)
_DONE: Final = ((_S.PASSED, 92), (_S.RECTIFYING, 8))
_FAULTS: Final = (
    (CheckItem.FIRE, "灭火器过期，疏散通道堆放杂物", "更换灭火器，清理疏散通道"),
    (CheckItem.POSTING, "教师信息未全部公示", "补齐教师公示信息"),
    (CheckItem.FEES, "部分学员未使用规范合同文本", "改签规范合同文本"),
    (CheckItem.STAFF, "个别教师资格证书未备案", "补报教师资格材料"),
    (CheckItem.FUNDS, "部分预收费未进入监管账户", "将预收费全部转入监管账户"),
)
# state -> the verbs that lead there
_WAYS: Final[dict[YearlyState, tuple[YearlyVerb, ...]]] = {
    _S.REPORTING: (),
    _S.REPORTED: (_V.SUBMIT,),
    _S.RETURNED: (_V.SUBMIT, _V.RETURN),
    _S.CHECKED: (_V.SUBMIT, _V.CHECK),
    _S.PASSED: (_V.SUBMIT, _V.CHECK, _V.PASS),
    _S.RECTIFYING: (_V.SUBMIT, _V.CHECK, _V.BASIC),
    _S.RECTIFIED: (_V.SUBMIT, _V.CHECK, _V.BASIC, _V.REPORT_RECTIFIED),
    _S.EXEMPT: (_V.EXEMPT,),
}
_TARGET: Final = {
    _V.SUBMIT: _S.REPORTED,
    _V.RETURN: _S.RETURNED,
    _V.CHECK: _S.CHECKED,
    _V.PASS: _S.PASSED,
    _V.BASIC: _S.RECTIFYING,
    _V.FAIL: _S.RECTIFYING,
    _V.REPORT_RECTIFIED: _S.RECTIFIED,
    _V.CONFIRM: _S.CLOSED,
    _V.EXEMPT: _S.EXEMPT,
}
_BY: Final = {
    _V.RETURN: "town",
    _V.CHECK: "town",
    _V.PASS: "registrar",
    _V.BASIC: "chief",
    _V.FAIL: "chief",
    _V.CONFIRM: "chief",
    _V.EXEMPT: "registrar",
}
# the column that says when
_DAY_OF: Final[dict[YearlyVerb, tuple[str, ...]]] = {
    _V.SUBMIT: ("reported_on",),
    _V.CHECK: ("checked_on",),
    _V.PASS: ("decided_on",),
    _V.BASIC: ("decided_on",),
    _V.FAIL: ("decided_on",),
    _V.REPORT_RECTIFIED: ("rectified_on",),
}
_WAITS_FOR: Final = {
    _S.REPORTING: (DeadlineCode.ANNUAL_REPORT, "report_by"),
    _S.RETURNED: (DeadlineCode.ANNUAL_REPORT, "report_by"),
    _S.REPORTED: (DeadlineCode.ANNUAL_CHECK, "check_by"),
    _S.CHECKED: (DeadlineCode.ANNUAL_DECISION, "decide_by"),
}


@dataclass(slots=True)
class _Desk:
    plan: Plan
    facts: Facts
    draw: random.Random
    county: County

    def by(self, username: str) -> Viewer:
        return viewer_of(User.objects.get(username=username), on=self.plan.as_of)

    def actor(self, verb: YearlyVerb) -> int:
        return self.facts.accounts.actors[_BY.get(verb, "owner-green")]

    def codes(self) -> Codes:
        made = papers.new_codes(self.draw.choice)
        return Codes(made.token, made.check_code, public_id(self.draw))


def inspect_years(plan: Plan, facts: Facts) -> int:
    """Of the first county; how many rows there are."""
    place = next(place for place in facts.places if place.code == CIXI[0])
    county = County.objects.get(pk=place.county_id)
    for kind, word in WORDS.items():
        PaperSeries.objects.create(county=county, kind=kind, word=word, office=OFFICE)
    desk = _Desk(plan, facts, random.Random(f"{plan.seed}:yearly"), county)  # noqa: S311  # a demo, not a secret
    year = plan.as_of.year - 1
    owners = set(InstitutionMembership.objects.values_list("institution_id", flat=True))
    every = list(in_scope(county, year - 1, [], []).exclude(status=Status.SUSPENDED).order_by("pk"))
    forms = [LegalForm.PRIVATE_NON_ENTERPRISE]
    nonprofit = [row for row in in_scope(county, year, [], forms).order_by("pk") if row.pk not in owners]
    _ended(desk, year - 1, every, title="校外培训机构年检", opened_on=dt.date(year, 9, 8), forms=[])
    first = dt.date(year + 1, 2, 2)
    _ended(desk, year, nonprofit, title="非营利性校外培训机构年检", opened_on=first, forms=forms)
    others = list(in_scope(county, year, [], []).order_by("pk"))
    _under_way(desk, year, others)
    return AnnualInspection.objects.count()


def _batch(desk: _Desk, year: int, title: str, *, days: Stages, opened_on: dt.date, forms: Sequence[LegalForm]) -> Any:
    at = clock.at(opened_on, 9)
    return AnnualBatch.objects.create(
        public_id=public_id(desk.draw),
        county=desk.county,
        year=year,
        title=f"{year}年度{title}",
        categories=[],
        legal_forms=list(forms),
        opened_on=opened_on,
        report_by=days.report_by,
        check_by=days.check_by,
        decide_by=days.decide_by,
        created_at=at,
        created_by_id=desk.facts.accounts.actors["registrar"],
        changed_at=at,
        changed_by_id=desk.facts.accounts.actors["registrar"],
    )


def _ended(
    desk: _Desk, year: int, those: Sequence[Institution], *, title: str, opened_on: dt.date, forms: Sequence[LegalForm]
) -> None:
    """Published a hundred days after the opening; who had to rectify was re-checked five weeks later."""
    if not those or opened_on + 140 * _DAY > desk.plan.last_day:
        return
    days = Stages(opened_on + 30 * _DAY, opened_on + 60 * _DAY, opened_on + 90 * _DAY)
    batch = _batch(desk, year, title, days=days, opened_on=opened_on, forms=forms)
    _write(desk, batch, [(row, pick(desk.draw, _DONE)) for row in those])
    at = clock.at(opened_on + 100 * _DAY, 15)
    publishing.publish(batch=batch, by=desk.by("director"), at=at, codes=desk.codes())
    again = list(AnnualInspection.objects.filter(batch=batch, state=_S.RECTIFYING).order_by("pk"))
    _recheck(desk, again, clock.at(opened_on + 135 * _DAY, 16))


def _recheck(desk: _Desk, rows: Sequence[AnnualInspection], at: dt.datetime) -> None:
    transitions = []
    for number, row in enumerate(rows):
        row.recheck = row.conclusion if number % 3 == 1 else Conclusion.PASS.value
        row.recheck_record = "整改不到位" if row.recheck == Conclusion.FAIL else "现场复检，问题已整改"
        row.state, row.rechecked_on, row.rectified_on = _S.CLOSED, at.date(), at.date() - 6 * _DAY
        row.rectification = "已按要求完成整改，并建立日常检查制度。"
        transitions.append(_transition(desk, row, _V.REPORT_RECTIFIED, _S.RECTIFYING, at - 6 * _DAY))
        transitions.append(_transition(desk, row, _V.CONFIRM, _S.RECTIFIED, at))
    fields = ["recheck", "recheck_record", "state", "rechecked_on", "rectified_on", "rectification"]
    AnnualInspection.objects.bulk_update(rows, fields)
    AnnualInspectionTransition.objects.bulk_create(transitions)
    results.put_down(rows, on=at.date(), by=desk.by("chief"), at=at)


def _under_way(desk: _Desk, year: int, those: Sequence[Institution]) -> None:
    """Opened ten weeks ago: some are late with their self-report, the towns check, the bureau decides."""
    opened_on = desk.plan.as_of - 70 * _DAY
    days = Stages(opened_on + 42 * _DAY, opened_on + 84 * _DAY, opened_on + 108 * _DAY)
    batch = _batch(desk, year, "校外培训机构年检", days=days, opened_on=opened_on, forms=[])
    accounts = list(InstitutionMembership.objects.order_by("pk").values_list("institution_id", flat=True))
    fixed = dict(zip(accounts, (_S.RETURNED, _S.RECTIFYING), strict=False))
    rows = _write(desk, batch, [(row, fixed.get(row.pk) or pick(desk.draw, _RUNNING)) for row in those])
    actor = desk.by("registrar")
    for state, (kind, name) in _WAITS_FOR.items():
        day = getattr(batch, name)
        _start(kind, opened_on, day, [row for row in rows if row.state == state], actor)
    rectifying = [row for row in rows if row.state == _S.RECTIFYING]
    for day in sorted({row.rectify_by for row in rectifying if row.rectify_by}):
        asked = [row for row in rectifying if row.rectify_by == day]
        _start(DeadlineCode.ANNUAL_RECTIFICATION, opened_on, day, asked, actor)


def _start(kind: DeadlineCode, from_on: dt.date, day: dt.date, rows: Sequence[AnnualInspection], by: Viewer) -> None:
    deadlines.start_many(
        subject_kind=SUBJECT,
        kind=kind,
        started_on=from_on,
        amount=(day - from_on).days,
        span=Span.CALENDAR_DAYS,
        starts=[Start(row.pk, row.institution_id) for row in rows],
        by=by,
        at=clock.at(from_on, 9),
    )


def _write(desk: _Desk, batch: AnnualBatch, those: Sequence[tuple[Institution, YearlyState]]) -> list[AnnualInspection]:
    rows = [_row(desk, batch, institution, state) for institution, state in those]
    found: list[AnnualInspectionTransition] = []
    for row in rows:
        at = clock.at(batch.opened_on, 9)
        found.append(_transition(desk, row, _V.OPEN, "", at))
        way = _WAYS[YearlyState(row.state)]
        source: str = _S.REPORTING
        for step, verb in enumerate(way, 1):
            real = _V.FAIL if verb is _V.BASIC and row.conclusion == Conclusion.FAIL else verb
            at = _moment(desk, batch, step)
            found.append(_transition(desk, row, real, source, at))
            source = _TARGET[real]
            for name in _DAY_OF.get(real, ()):
                setattr(row, name, at.date())
    AnnualInspection.objects.bulk_create(rows, batch_size=500)
    AnnualInspectionTransition.objects.bulk_create(found, batch_size=1000)
    return rows


def _moment(desk: _Desk, batch: AnnualBatch, step: int) -> dt.datetime:
    """Each step within its own stage, in working hours, and never after yesterday."""
    first = batch.opened_on + (5 + 20 * (step - 1)) * _DAY
    day = min(first + desk.draw.randint(0, 14) * _DAY, desk.plan.last_day)
    return clock.at(day, 9 + min(step, 8), desk.draw.randint(0, 59))


def _transition(
    desk: _Desk, row: AnnualInspection, verb: YearlyVerb, source: str, at: dt.datetime
) -> AnnualInspectionTransition:
    actors = desk.facts.accounts.actors
    return AnnualInspectionTransition(
        inspection=row,
        verb=verb,
        source=source,
        target=_TARGET.get(verb, _S.REPORTING),
        why={_V.RETURN: "请补充教师资格情况和年度退费金额", _V.EXEMPT: "正在办理注销"}.get(verb, ""),
        effective_on=at.date(),
        recorded_at=at,
        actor_id=actors["registrar"] if verb is _V.OPEN else desk.actor(verb),
    )


def _row(desk: _Desk, batch: AnnualBatch, institution: Institution, state: YearlyState) -> AnnualInspection:
    at, draw = clock.at(batch.opened_on, 9), desk.draw
    row = AnnualInspection(
        public_id=public_id(draw),
        batch=batch,
        institution=institution,
        year=batch.year,
        state=state,
        created_at=at,
        created_by_id=desk.facts.accounts.actors["registrar"],
        changed_at=at,
        changed_by_id=desk.facts.accounts.actors["registrar"],
    )
    reported = bool(_WAYS[state]) and state is not _S.EXEMPT
    if reported:
        row.report, row.reported_on = _said(draw), batch.opened_on + draw.randint(8, 28) * _DAY
        row.doubts = [Doubt.NO_INSURANCE.value] if not draw.randrange(9) else []
    if state in {_S.CHECKED, _S.PASSED, _S.RECTIFYING, _S.RECTIFIED}:
        row.checked_on = batch.opened_on + draw.randint(30, 55) * _DAY
        item, found, demand = draw.choice(_FAULTS)
        is_wanting = state in {_S.RECTIFYING, _S.RECTIFIED} or (state is _S.CHECKED and not draw.randrange(5))
        if is_wanting:
            row.faults, row.opinion = [item.value], f"{found}。"
        if state is _S.PASSED:
            row.conclusion = Conclusion.PASS
        elif state is not _S.CHECKED:
            row.conclusion = Conclusion.FAIL if item is CheckItem.FUNDS else Conclusion.BASIC
            row.grounds, row.demands = f"{found}。", f"{demand}。"
            row.rectify_by = batch.decide_by
        if row.conclusion:
            row.decided_on, row.legal_basis = batch.opened_on + draw.randint(56, 69) * _DAY, LEGAL_BASIS
    if state is _S.RECTIFIED:
        row.rectification, row.rectified_on = "已完成整改，照片见附件。", desk.plan.last_day
    return row


def _said(draw: random.Random) -> dict[str, Any]:
    """A self-report: one in twelve says no to something."""
    staff = draw.randint(4, 40)
    teachers = max(2, staff * 7 // 10)
    figures = {
        "students": draw.randint(20, 600),
        "staff": staff,
        "teachers": teachers,
        "teachers_certified": teachers,
        "area_m2": draw.randint(120, 1600),
        "revenue_fen": draw.randint(20, 900) * 1_000_000,
        "refunds_fen": draw.randint(0, 12) * 100_000,
        "prepaid_fen": draw.randint(2, 120) * 1_000_000,
    }
    texts = {"summary": "一年来坚持依法诚信办学，落实收费公示、资金监管和安全管理要求，教学秩序平稳。"}
    no = draw.choice([one.key for one in FIELDS if one.part is Part.YES_NO]) if not draw.randrange(12) else ""
    answers = {one.key: one.key != no for one in FIELDS if one.part is Part.YES_NO}
    return figures | answers | texts
