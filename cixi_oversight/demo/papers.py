"""Papers of the demo, through the services and in the order of their days, so that the numbers run as they would:
posting boards of some institutions, talks with those that a person has marked yellow or red. The latest talks are
left open: one waits for its notice, one for its record."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cixi_oversight import clock
from cixi_oversight.demo.chance import public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.places import CIXI
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper, PaperSeries
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import viewer_of
from institutions.enums import Occasion
from institutions.models import Institution, RegulatoryTalk
from institutions.rules.papers import LEGAL_BASIS
from institutions.services.posting_board import issue_board, refusal
from institutions.services.talks import hold_talk, notify_talk, plan_talk
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode

OFFICE: Final = "慈溪市教育局"
WORDS: Final = {PaperKind.TALK_NOTICE: "慈教约", PaperKind.POSTING_BOARD: "慈教培公示"}
TALKS_MAX: Final = 14
_DAY: Final = dt.timedelta(days=1)
_CONTACT: Final = "联系科室：民办教育科，电话：0574-63000000"
_GROUNDS: Final = {
    Occasion.YELLOW_CODE: (
        "经风险研判，你单位于{day}被认定为黄码，相关监管指标超出警戒线",
        "你单位监管指标出现异常，于{day}被认定为黄码",
    ),
    Occasion.RED_CODE: ("经风险研判，你单位于{day}被认定为红码，存在较大涉稳风险",),
}
_MATTERS: Final = (
    "说明指标异常的原因，提出整改措施和完成时限",
    "说明财务报表、保险办理和预收学费管理情况，落实整改责任",
    "说明退费投诉的处理情况，提出化解矛盾的措施",
)
_RECORD: Final = "法定代表人、校长到会。我局通报了监管指标情况，该单位作了说明，对存在问题没有异议，承诺按期整改。"
_DEMANDS: Final = "补齐应报送材料，消除异常指标，书面报告整改情况。"


@dataclass(slots=True)
class _Desk:
    """Who acts, by whose chance, and the day after which nothing has happened yet."""

    plan: Plan
    draw: random.Random

    def by(self, username: str, on: dt.date) -> Viewer:
        return viewer_of(User.objects.get(username=username), on=on)

    def codes(self) -> Codes:
        made = papers.new_codes(self.draw.choice)
        return Codes(made.token, made.check_code, public_id(self.draw))


Act = tuple[dt.datetime, Callable[[], None]]


def issue_papers(plan: Plan, facts: Facts, *, say: Callable[[str], None]) -> int:
    """Of the first county; how many papers were issued."""
    place = next(place for place in facts.places if place.code == CIXI[0])
    county = County.objects.get(pk=place.county_id)
    started = time.monotonic()
    for kind, word in WORDS.items():
        PaperSeries.objects.create(county=county, kind=kind, word=word, office=OFFICE)
    desk = _Desk(plan, random.Random(f"{plan.seed}:papers"))  # noqa: S311  # a demo, not a secret
    acts = [*_boards(desk, county, most=6 + plan.size.institutions // 40), *_talks(desk, county)]
    for _, act in sorted(acts, key=lambda one: one[0]):
        act()
    issued = Paper.objects.filter(county=county).count()
    say(f"{issued} papers issued in {time.monotonic() - started:.1f} s")
    return issued


def _boards(desk: _Desk, county: County, *, most: int) -> list[Act]:
    """The minutes differ, so that the order does not depend on how a sort breaks ties."""
    rows = Institution.objects.filter(county=county).alive().order_by("pk")[3 : most * 3 : 2]
    found: list[Act] = []
    for row in rows:
        on = _workday(desk.plan.as_of - desk.draw.randint(5, 200) * _DAY)
        if len(found) == most or refusal(row, on) is not None:
            continue
        at = clock.at(on, 9 + len(found) // 60, len(found) % 60)
        found.append((at, lambda row=row, at=at: _board(desk, row, at)))  # type: ignore[misc]
    if found:
        first = min(found, key=lambda one: one[0])[0]
        at = clock.at(min(first.date() + 20 * _DAY, desk.plan.as_of - _DAY), 17)
        found.append((at, lambda: _misprint(desk, county, at)))
    return found


def _board(desk: _Desk, row: Institution, at: dt.datetime) -> None:
    issue_board(institution=row, by=desk.by("registrar", at.date()), at=at, codes=desk.codes())


def _misprint(desk: _Desk, county: County, at: dt.datetime) -> None:
    """One was printed badly: its number stays."""
    first = Paper.objects.filter(county=county, kind=PaperKind.POSTING_BOARD).order_by("pk").first()
    if first is not None:
        papers.void(paper=first, why="印制时二维码缺损，作废后重新制发", by=desk.by("chief", at.date()), at=at)


def _talks(desk: _Desk, county: County) -> list[Act]:
    """With those marked within the last ten weeks, the newest first; as many as an office would hold."""
    since = desk.plan.as_of - 70 * _DAY
    rows = AdoptedCode.objects.current().filter(institution__county=county)
    marked = [
        row
        for row in rows.select_related("institution")
        if row.code in (Colour.YELLOW, Colour.RED) and row.adopted_on >= since
    ]
    marked.sort(key=lambda row: (row.adopted_on, row.institution_id), reverse=True)
    found: list[Act] = []
    for number, row in enumerate(marked[:TALKS_MAX]):
        found += _talk(desk, row, number)
    return found


def _talk(desk: _Desk, row: AdoptedCode, number: int) -> list[Act]:
    """Planned two days after the adoption, notified the day after, held within the ten days; the newest stays planned
    and what lies in the future has not happened."""
    made: list[RegulatoryTalk] = []
    planned = clock.at(row.adopted_on + 2 * _DAY, 10, number)
    notified = clock.at(row.adopted_on + 3 * _DAY, 15, number)
    on = row.adopted_on + (6 + number % 3) * _DAY
    starts = clock.at(_workday(on if number else max(on, desk.plan.as_of + 3 * _DAY)), 14, 30)
    held = starts + dt.timedelta(hours=2, minutes=number)
    now = clock.at(desk.plan.as_of, 8)
    acts: list[Act] = [(planned, lambda: made.append(_plan(desk, row, planned, starts)))]
    if number > 0:
        acts.append((notified, lambda: _notify(desk, made[0], notified)))
    if number > 2:
        acts.append((held, lambda: _hold(desk, made[0], held)))
    done = [act for act in acts if act[0] <= now]
    return done if planned <= now else []


def _workday(day: dt.date) -> dt.date:
    """Not at a weekend."""
    return day + max(0, 7 - day.weekday()) % 7 * _DAY if day.weekday() > 4 else day


def _plan(desk: _Desk, row: AdoptedCode, at: dt.datetime, starts_at: dt.datetime) -> RegulatoryTalk:
    occasion = Occasion.RED_CODE if row.code == Colour.RED else Occasion.YELLOW_CODE
    day = f"{row.adopted_on.year}年{row.adopted_on.month}月{row.adopted_on.day}日"
    talk = plan_talk(
        institution=row.institution,
        by=desk.by("inspector", at.date()),
        at=at,
        occasion=occasion,
        occasion_on=row.adopted_on,
        grounds=desk.draw.choice(_GROUNDS[occasion]).format(day=day),
        legal_basis=LEGAL_BASIS,
        matter=desk.draw.choice(_MATTERS),
        capacities=[Capacity.LEGAL_REPRESENTATIVE, Capacity.PRINCIPAL],
        starts_at=starts_at,
        place="慈溪市教育局三楼会议室",
        contact=_CONTACT,
    )
    talk.public_id = public_id(desk.draw)
    talk.save(update_fields=["public_id"])
    return talk


def _notify(desk: _Desk, talk: RegulatoryTalk, at: dt.datetime) -> None:
    notify_talk(talk=talk, by=desk.by("chief", at.date()), at=at, codes=desk.codes())


def _hold(desk: _Desk, talk: RegulatoryTalk, at: dt.datetime) -> None:
    hold_talk(
        talk=talk,
        held_on=at.date(),
        record_text=_RECORD,
        demands=_DEMANDS,
        demands_due_on=at.date() + 15 * _DAY,
        by=desk.by("inspector", at.date()),
        at=at,
    )
