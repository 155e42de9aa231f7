"""Admission cases of the demo, in every state and of nearly every kind, by the services, in the order of their days."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.demo.cases_by_link import apply_by_link
from cixi_oversight.demo.cases_documents import hand_in
from cixi_oversight.demo.cases_ended import let_end, let_silence_renew
from cixi_oversight.demo.cases_picking import is_near, known, mixed
from cixi_oversight.demo.cases_told import ACADEMIC, CASES, ENTRIES, OWN, PAYLOADS, Told, Until
from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.settling import settle
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import PaperSeries
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.records import ids_from
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, Town, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums import Category, LegalForm
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, StepVerb
from institutions.models import (
    CaseStep,
    Institution,
    InstitutionMembership,
    RegistrationCase,
)
from institutions.rules.cases.fitting import unfit
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases import deciding, drafts, steps, submitting, window
from institutions.services.cases.prefill import prefill
from institutions.services.cases.reading import known_of
from institutions.services.cases.window import Item
from institutions.services.dated import set_category

_DAY: Final = dt.timedelta(days=1)
_WORDS: Final = {
    PaperKind.LICENCE_GRANT: "慈教许准",
    PaperKind.LICENCE_REFUSAL: "慈教许不",
    PaperKind.LICENCE_NOT_ACCEPTED: "慈教许退",
    PaperKind.LICENCE_CANCELLED: "慈教许销",
    PaperKind.CONVERSION_NOTICE: "慈教转登",
}
_ACCOUNT_OF: Final = {
    DepartmentKind.CIVIL_AFFAIRS: "civil",
    DepartmentKind.MARKET_SUPERVISION: "market",
    DepartmentKind.SCIENCE_TECHNOLOGY: "science",
    DepartmentKind.CULTURE_TOURISM_SPORT: "culture",
    DepartmentKind.FIRE: "fire",
    DepartmentKind.EDUCATION: "registrar",
}
_ORDER: Final = (Until.SUBMITTED, Until.ACCEPTED, Until.ANSWERED, Until.DECIDED, Until.COMPLETED)


@transaction.atomic
def write_cases(plan: Plan, facts: Facts, *, say: Callable[[str], None]) -> int:
    """Of the first county; how many cases there are."""
    started = time.monotonic()
    office = Office(plan, facts)
    for kind, word in _WORDS.items():
        PaperSeries.objects.get_or_create(
            county=office.county, kind=kind, defaults={"word": word, "office": "慈溪市教育局"}
        )
    acts: list[tuple[dt.datetime, int, Callable[[], None]]] = []
    for number, told in enumerate((*CASES, *ENTRIES, *OWN)):
        acts += [(at, number, act) for at, act in office.tell(told, number)]
    with ids_from(office.draw.choice):
        for _, _, act in sorted(acts, key=lambda one: one[:2]):
            act()
        let_end(office)
        let_silence_renew(office)
        apply_by_link(office, PAYLOADS[CaseKind.ENTRY])
    n = RegistrationCase.objects.filter(county=office.county).count()
    say(f"{n} admission cases in {time.monotonic() - started:.1f} s")
    return int(n)


@dataclass(slots=True)
class _Made:
    row: Any = None


class Office:
    """Who acts, on which institutions, with which papers."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan = plan
        self.draw = Chance(plan.seed).stream("cases")
        self.county = County.objects.get(pk=facts.places[0].county_id)
        self.account = cache(self._account)
        self.kind_of = {
            row.pk: DepartmentKind(row.kind) for row in Department.objects.filter(county=self.county, town=None)
        }
        own = InstitutionMembership.objects.filter(user__username__in=("owner-green", "owner-red"))
        self.own = dict(own.values_list("user__username", "institution_id"))
        rows = Institution.objects.filter(county=self.county).alive().exclude(pk__in=self.own.values())
        self.free = mixed(rows.exclude(town=None).filter(cases=None).select_related("county", "town").order_by("pk"))
        self._find_academic()
        self.known = known(self.free)
        self.portal = system_viewer(label="机构网上申请")

    def _find_academic(self) -> None:
        """Some companies have turned out to teach academic subjects, and are to become non-profit: the campaign of 2021
        has left no other."""
        on = self.plan.as_of - 45 * _DAY
        by, at = self.account("registrar"), clock.at(on, 16)
        rows = [row for row in self.free if (row.category, row.legal_form) == (Category.OTHER, LegalForm.COMPANY)]
        for row in rows[:ACADEMIC]:
            set_category(
                institution=row,
                category=Category.ACADEMIC,
                from_on=on,
                by=by,
                at=at,
                why="经学科类别鉴别，实际开展学科类培训",
            )
            row.refresh_from_db(fields=["category"])

    def _account(self, username: str) -> Viewer:
        return viewer_of(User.objects.get(username=username), on=self.plan.as_of)

    def codes(self) -> Codes:
        made = papers.new_codes(self.draw.choice)
        return Codes(made.token, made.check_code, public_id(self.draw))

    # --- one case ---

    def tell(self, told: Told, number: int) -> list[tuple[dt.datetime, Callable[[], None]]]:
        """What happened to it, each with its moment; nothing after the demo's day."""
        made = _Made()
        begun = clock.at(self.workday(self.plan.as_of - told.days_ago * _DAY), 9, number % 60)
        found: list[tuple[dt.datetime, Callable[[], None]]] = [(begun, lambda: self._open(made, told, begun))]
        days = {Until.SUBMITTED: 0, Until.ACCEPTED: 2, Until.ANSWERED: 6, Until.DECIDED: 8, Until.COMPLETED: 13}
        for stage in _ORDER:
            if _ORDER.index(stage) > told.until.place:
                break
            on = self.workday(begun.date() + days[stage] * told.pace * _DAY)
            last = self.workday(self.plan.as_of - _DAY)
            at = clock.at(max(begun.date(), min(on, last)), 10 + _ORDER.index(stage), number % 60)
            found.append((at, lambda stage=stage, at=at: self._go(made, told, stage, at)))  # type: ignore[misc]
        return found

    def _open(self, made: _Made, told: Told, at: dt.datetime) -> None:
        institution = self._institution(told, at.date())
        if told.kind is not CaseKind.ENTRY and institution is None:
            return
        payload = dict(PAYLOADS[told.kind])
        if institution is not None:
            payload = payload | prefill(told.kind, institution, CaseOrigin.OWNER)
        else:
            payload |= {"name": told.name, "town": self.town_of(told).code}
        row = drafts.open_case(
            kind=told.kind,
            institution=institution,
            county=self.county,
            origin=CaseOrigin.COUNTER if institution is None else CaseOrigin.OWNER,
            payload=payload | told.payload,
            by=self.applicant(institution),
            at=at,
        )
        row.town = institution.town if institution else self.town_of(told)
        row.save(update_fields=["town"])
        made.row = row
        self.hand_in(row, at, leave_out=2 if told.until is Until.DRAFT else 0)

    def hand_in(self, row: Any, at: dt.datetime, *, leave_out: int = 0) -> None:
        hand_in(row, at, self.draw, seed=self.plan.seed, leave_out=leave_out)

    def town_of(self, told: Told) -> Town:
        """The one that an applicant's name begins with: 慈溪市古塘悦动…."""
        return Town.objects.filter(county=self.county, name__startswith=told.name[3:5]).earliest("code")

    def _institution(self, told: Told, on: dt.date) -> Institution | None:
        """The own one it is told of, or the next free one that the kind fits."""
        if told.kind is CaseKind.ENTRY:
            return None
        if told.owner:
            row = Institution.objects.select_related("county", "town").filter(pk=self.own.get(told.owner, 0)).first()
            return row if row is not None and unfit(told.kind, known_of(row), on) is None else None
        return self.next_for(told.kind, on, near=told.near)

    def next_for(self, kind: CaseKind, on: dt.date, *, near: bool = False) -> Institution | None:
        """The next free one that the kind fits."""
        for place, row in enumerate(self.free):
            if unfit(kind, self.known[row.pk], on) is None and (is_near(row) or not near):
                return self.free.pop(place)
        return None

    def _go(self, made: _Made, told: Told, stage: Until, at: dt.datetime) -> None:
        if made.row is None:
            return
        row = RegistrationCase.objects.select_related("county", "institution", "town").get(pk=made.row.pk)
        match stage:
            case Until.SUBMITTED:
                submitting.submit(case=row, expected_version=row.version, by=self.applicant(row.institution), at=at)
                if told.until is Until.WITHDRAWN:
                    submitting.withdraw(case=row, why="暂缓办理", by=self.applicant(row.institution), at=at)
            case Until.ACCEPTED:
                self._window(row, told, at)
            case Until.ANSWERED:
                self._answer(row, told, at, most=1 if told.until is Until.PARTLY else 9)
            case Until.DECIDED:
                self._decide(row, told, at)
            case Until.COMPLETED:
                self._answer(row, told, at, most=9)

    def _window(self, row: Any, told: Told, at: dt.datetime) -> None:
        clerk = self.account("clerk")
        if told.until is Until.RETURNED:
            items = [Item("document", "application", "申请书未加盖公章"), Item("field", "reason", "请写明变更原因")]
            window.return_case(case=row, items=items, note="请一次补齐后重新提交。", by=clerk, at=at)
        elif told.until is Until.NOT_ACCEPTED:
            why = "申请开展的业务不属于校外培训许可事项，请向有关部门咨询办理"
            window.not_accept(case=row, reasons=why, by=clerk, at=at, codes=self.codes())
        else:
            window.accept_case(case=row, by=clerk, at=at)

    def _answer(self, row: Any, told: Told, at: dt.datetime, *, most: int) -> None:
        open_steps = CaseStep.objects.filter(case=row, state__in=("waiting", "received")).select_related("case")
        for step in list(open_steps.order_by("pk"))[:most]:
            spec = KINDS[CaseKind(row.kind)].steps_by_key[step.key]
            objects = told.until is Until.REFUSED and step.town_id is not None
            verb = StepVerb.REPORT_DONE if spec.registers else StepVerb.OBJECT if objects else StepVerb.AGREE
            by = self._officer(step)
            steps.answer_step(
                step=step,
                verb=verb,
                answer="场所位于居民住宅内，不符合办学条件" if objects else "",
                checks={key: not objects for key, _ in spec.checks},
                number=f"慈登{at:%Y%m%d}{self.draw.randint(1000, 9999)}" if spec.registers else "",
                registered_on=at.date() if spec.registers else None,
                by=by,
                at=at,
            )

    def _officer(self, step: Any) -> Viewer:
        if step.town_id:
            return replace(self.account("town"), town_ids=frozenset({step.town_id}))
        return self.account(_ACCOUNT_OF[self.kind_of[step.department_id]])

    def _decide(self, row: Any, told: Told, at: dt.datetime) -> None:
        if row.state != CaseState.TO_DECIDE:
            return
        chief, on = self.account("chief"), at.date()
        if told.until is Until.REFUSED:
            said = deciding.Said("办学场所位于居民住宅内，不符合设置标准")
            deciding.refuse(case=row, said=said, by=chief, at=at, codes=self.codes())
            return
        if told.kind is CaseKind.DEREGISTRATION:
            registrar = self.account("registrar")
            settle(row.institution, self.draw, case_id=row.pk, by=registrar, check_by=chief, at=at)
        clearances = deciding.clearances_of(row, on)
        if any(one.is_clear is False for one in clearances):
            return
        asked = [one for one in clearances if one.is_clear is None]
        confirmed: dict[str, str] = {one.topic: "已核对机构台账和家长签字清单" for one in asked}
        permit = deciding.proposed_permit(row, on)
        said = deciding.Said("申请材料齐全，符合法定条件", permit=permit, confirmed=confirmed)
        deciding.grant(case=row, said=said, by=chief, at=at, codes=self.codes())

    def applicant(self, institution: Institution | None) -> Viewer:
        if institution is None:
            return self.account("clerk")
        owner = next((name for name, pk in self.own.items() if pk == institution.pk), "")
        if owner:
            return self.account(owner)
        return replace(
            self.portal,
            kind=ViewerKind.MEMBER,
            roles=frozenset({Role.INSTITUTION_OWNER}),
            institution_ids=frozenset({institution.pk}),
        )

    def workday(self, day: dt.date) -> dt.date:
        """Not at a weekend: the Friday before."""
        return day - max(0, day.weekday() - 4) * _DAY
