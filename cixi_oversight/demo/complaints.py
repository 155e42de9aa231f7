"""Complaints: 15 to 20 a week in a city of 500, more after Spring Festival and in September, three quarters about
refunds, a good third valid. An institution without that trouble never gathers three valid ones within 90 days."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from holidays.countries import China

from cixi_oversight.demo.chance import pick
from cixi_oversight.demo.deadlines import stopped
from cixi_oversight.demo.people import People
from cixi_oversight.demo.profiles import Profile
from cixi_oversight.demo.register import Writer, entered_on
from cixi_oversight.demo.troubles import Kind
from cixi_oversight.policy.models import Deadline
from inspections.enums import Channel, Matter, Outcome
from inspections.models import Complaint, ComplaintResolution, ComplaintValidity
from inspections.rules.deadlines import number_of

INSPECTOR: Final = "inspector"
A_WEEK: Final = 16  # in 500 institutions, outside the two seasons
VALID_PERCENT: Final = 35
QUIET_DAYS: Final = 91  # within so many days nobody without that trouble has more than two valid ones
_DAY: Final = dt.timedelta(days=1)
_CHANNELS: Final = (
    (Channel.HOTLINE_12345, 58),
    (Channel.PORTAL, 18),
    (Channel.VISIT, 10),
    (Channel.TRANSFER, 11),
    (Channel.MEDIA, 3),
)
_MATTERS: Final = (
    (Matter.REFUND, 75),
    (Matter.FEES, 8),
    (Matter.TEACHING, 6),
    (Matter.ADVERTISING, 4),
    (Matter.SAFETY, 3),
    (Matter.TIME, 2),
    (Matter.OTHER, 2),
)
_SUMMARIES: Final = {
    Matter.REFUND: (
        "要求退还剩余课时费，机构拖延",
        "孩子不再上课，机构拒绝退费",
        "转让课程未果，要求退还余款",
        "停课后未按合同退费",
    ),
    Matter.FEES: ("收费与公示标准不一致", "未开具发票", "一次性收取超过三个月费用"),
    Matter.TEACHING: ("频繁更换教师", "实际课时少于约定"),
    Matter.ADVERTISING: ("宣传材料夸大效果",),
    Matter.SAFETY: ("消防通道堆放杂物", "教室拥挤，人数超过约定"),
    Matter.TIME: ("晚间下课时间过晚",),
    Matter.OTHER: ("现场噪声影响邻居", "客服电话无人接听"),
}
_VALID: Final = "经核查，投诉属实，机构负有责任"
_NOT_VALID: Final = "经核查，机构已按合同履行，投诉事实不成立"
_OUTCOMES: Final = {
    Outcome.REFUNDED: "经调解，机构已退还剩余费用",
    Outcome.SETTLED: "经调解，双方达成一致",
    Outcome.NOT_UPHELD: "投诉不成立，已向投诉人说明",
    Outcome.WITHDRAWN: "投诉人撤回",
}


@dataclass(slots=True)
class Case:
    """A complaint on its way into the tables."""

    profile: Profile
    received_on: dt.date
    is_valid: bool
    judged_on: dt.date
    resolved_on: dt.date | None
    is_withdrawn: bool = False


def write_complaints(writer: Writer, profiles: list[Profile], people: People) -> None:
    code = profiles[0].place.code
    draw = writer.chance.stream("complaints", code)
    cases = _of_troubles(writer, draw, profiles)
    cases += _usual(writer, draw, [profile for profile in profiles if profile.is_active], cases)
    cases.sort(key=lambda case: (case.received_on, case.profile.number, case.judged_on))
    serials: defaultdict[int, int] = defaultdict(int)
    for case in cases:
        year = case.received_on.year
        serials[year] += 1
        _write(writer, draw, case, number_of(code, year, serials[year]), people)


# --- who is complained about ---


def _of_troubles(writer: Writer, draw: random.Random, profiles: list[Profile]) -> list[Case]:
    """Seven valid ones in the six weeks before the trouble shows; each is answered, the last two rather late."""
    cases = []
    for profile in profiles:
        trouble = profile.trouble(Kind.COMPLAINTS)
        if trouble is None:
            continue
        open_ones = 3 if profile.trouble(Kind.INSOLVENT) else 0
        for back in range(7, 0, -1):
            received_on = trouble.start - (back * 6 + 2) * _DAY
            judged_on = min(received_on + draw.randint(2, 6) * _DAY, trouble.start)
            resolved_on = None if back <= open_ones else judged_on + draw.randint(0, 1) * _DAY
            cases.append(Case(profile, received_on, True, judged_on, resolved_on))
    return cases


def _usual(writer: Writer, draw: random.Random, profiles: list[Profile], known: list[Case]) -> list[Case]:
    """Bigger ones hear more complaints, up to a size."""
    weights = list(accumulate(min(profile.students, 250) for profile in profiles))
    valid_days: defaultdict[int, list[dt.date]] = defaultdict(list)
    for case in known:
        valid_days[case.profile.number].append(case.received_on)
    first = writer.plan.as_of - dt.timedelta(weeks=writer.plan.size.complaint_weeks)
    cases = []
    for week in range(writer.plan.size.complaint_weeks):
        monday = first + week * 7 * _DAY
        for _ in range(_how_many(draw, monday, len(profiles))):
            received_on = monday + draw.choices(range(7), (5, 5, 4, 4, 4, 2, 2))[0] * _DAY
            profile = profiles[bisect(weights, draw.randrange(weights[-1]))]
            if received_on > writer.plan.last_day or received_on <= entered_on(profile):
                continue
            cases.append(_usual_case(writer, draw, profile, received_on, valid_days[profile.number]))
    return cases


def _how_many(draw: random.Random, monday: dt.date, institutions: int) -> int:
    usual = A_WEEK + draw.randint(-1, 2)
    if monday.month == 9 or _is_after_spring_festival(monday):
        usual += 7
    whole, rest = divmod(usual * institutions, 500)
    return whole + (draw.randrange(500) < rest)


def _is_after_spring_festival(day: dt.date) -> bool:
    festival = min(day for day, name in China(years=day.year, language="en_US").items() if "Spring Festival" in name)
    return 5 <= (day - festival).days < 34


def _usual_case(
    writer: Writer, draw: random.Random, profile: Profile, received_on: dt.date, valid_days: list[dt.date]
) -> Case:
    near = sum(abs((received_on - day).days) < QUIET_DAYS for day in valid_days)
    is_valid = draw.randint(1, 100) <= VALID_PERCENT and near < 2
    due_on = writer.deadlines.of_complaint(received_on)
    judged_on = received_on + draw.randint(2, (due_on - received_on).days) * _DAY
    resolved_on = min(judged_on + draw.randint(0, 1) * _DAY, due_on)
    if draw.randint(1, 100) <= 6:  # answered after it was due, though not by much
        judged_on, resolved_on = due_on - _DAY, due_on + draw.randint(1, 4) * _DAY
    if is_valid:
        valid_days.append(received_on)
    is_withdrawn = not is_valid and draw.randint(1, 100) <= 10
    return Case(profile, received_on, is_valid, judged_on, resolved_on, is_withdrawn)


# --- rows ---


def _write(writer: Writer, draw: random.Random, case: Case, number: str, people: People) -> None:
    matter = pick(draw, _MATTERS)
    amount_fen = draw.randint(4, 90) * 10_000 if matter in (Matter.REFUND, Matter.FEES) else None
    channel = pick(draw, _CHANNELS)
    complaint_id = writer.sheets.reserve(Complaint)
    complainant_id = people.complainant(
        channel=channel, complaint_id=complaint_id, institution_id=case.profile.pk, on=case.received_on
    )
    writer.sheets.add(
        Complaint,
        id=complaint_id,
        institution_id=case.profile.pk,
        number=number,
        channel=channel,
        complainant_id=complainant_id,
        matter=matter,
        received_on=case.received_on,
        due_on=writer.deadlines.of_complaint(case.received_on),
        amount_fen=amount_fen,
        summary=draw.choice(_SUMMARIES[matter]),
        **writer.record(INSPECTOR, case.received_on, draw.randint(9, 17), draw.randint(0, 59)),
    )
    _write_deadline(writer, case, complaint_id)
    minute = draw.randint(0, 59)
    refunds = draw.randint(1, 100) <= 70
    if case.judged_on <= writer.plan.last_day and not case.is_withdrawn:
        writer.sheets.add(
            ComplaintValidity,
            complaint_id=complaint_id,
            institution_id=case.profile.pk,
            is_valid=case.is_valid,
            decided_on=case.judged_on,
            reason=_VALID if case.is_valid else _NOT_VALID,
            **writer.record(INSPECTOR, case.judged_on, 14, minute),
        )
    if case.resolved_on is None or case.resolved_on > writer.plan.last_day:
        return
    outcome = _outcome(case, matter, refunds=refunds)
    writer.sheets.add(
        ComplaintResolution,
        complaint_id=complaint_id,
        institution_id=case.profile.pk,
        outcome=outcome,
        resolved_on=case.resolved_on,
        reason=_OUTCOMES[outcome],
        **writer.record(INSPECTOR, case.resolved_on, 16, minute),
    )


def _write_deadline(writer: Writer, case: Case, complaint_id: int) -> None:
    on = case.resolved_on if case.resolved_on and case.resolved_on <= writer.plan.last_day else None
    writer.sheets.add(
        Deadline,
        subject_kind="complaint",
        subject_id=complaint_id,
        institution_id=case.profile.pk,
        **writer.deadlines.columns_of_complaint(case.received_on),
        **stopped(on, writer.actors[INSPECTOR]),
        **writer.record(INSPECTOR, case.received_on, 17, 59),
    )


def _outcome(case: Case, matter: Matter, *, refunds: bool) -> Outcome:
    if case.is_withdrawn:
        return Outcome.WITHDRAWN
    if not case.is_valid:
        return Outcome.NOT_UPHELD
    return Outcome.REFUNDED if matter is Matter.REFUND and refunds else Outcome.SETTLED
