"""Filings of the demo in every state: what stands in the register as the accepted filing that it came from, some
replaced by a newer one, some returned with comments, some waiting for a person, some still drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.demo.deadlines import Deadlines
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.filed_payloads import (
    Known,
    annual_report,
    insurance,
    premises,
    profile,
    profile_in_doubt,
    statement,
)
from cixi_oversight.demo.owed import Owed, write_owed
from cixi_oversight.demo.register import REGISTRAR
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import Category, FilingKind
from institutions.enums.filings import FilingState, FilingVerb
from institutions.models import (
    AnnualReport,
    EnrolmentReturn,
    Filing,
    FilingComment,
    FilingTransition,
    FilingVersion,
    FinancialStatement,
    Institution,
    InstitutionMembership,
    InsurancePolicy,
    Site,
    SitePremises,
)
from institutions.rules.filings.canonical import is_sampled, sha256_of

_OF_FIRST: Final = 700  # institutions: a province gets no more filings than a city
_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)
_TARGET: Final = {
    FilingVerb.START: FilingState.DRAFT,
    FilingVerb.SUBMIT: FilingState.SUBMITTED,
    FilingVerb.RETURN: FilingState.RETURNED,
    FilingVerb.ACCEPT: FilingState.ACCEPTED,
    FilingVerb.SUPERSEDE: FilingState.SUPERSEDED,
}


@dataclass
class Told:
    """One filing with what happened to it: (verb, when, why); a submission also says what was handed in."""

    row: Filing
    moves: list[tuple[FilingVerb, dt.datetime, str]] = field(default_factory=list)
    versions: list[tuple[dt.datetime, dict[str, Any]]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)  # on the last version but one, or the last


class Pen:
    """Writes filings down; everything goes in at the end, set by set."""

    def __init__(self, plan: Plan, facts: Facts, *, stream: str = "filed") -> None:
        self.at = clock.at(plan.as_of, 8)
        self.draw = Chance(plan.seed).stream(stream)
        self.system = system_viewer(label="institutions.filings").actor_id
        self.registrar = facts.accounts.actors[REGISTRAR]
        self.told: list[Told] = []
        self.premises: list[SitePremises] = []

    def file(
        self,
        one: Known,
        kind: FilingKind,
        payload: dict[str, Any],
        when: dt.datetime,
        *,
        period: dt.date | None = None,
        record_id: int | None = None,
    ) -> Told:
        row = Filing(
            public_id=public_id(self.draw),
            institution_id=one.institution.pk,
            kind=kind,
            period=period,
            payload=payload,
            record_id=record_id,
            created_at=when,
            created_by_id=one.actor_id,
            changed_at=when,
            changed_by_id=one.actor_id,
        )
        told = Told(row, [(FilingVerb.START, when, "")])
        self.told.append(told)
        return told

    def submit(self, told: Told, when: dt.datetime, payload: dict[str, Any] | None = None) -> Told:
        told.moves.append((FilingVerb.SUBMIT, when, ""))
        told.versions.append((when, payload or told.row.payload))
        told.row.submitted_at = when
        told.row.submissions += 1
        return told

    def accept(self, told: Told, when: dt.datetime) -> Told:
        told.moves.append((FilingVerb.ACCEPT, when, ""))
        told.row.decided_at = when
        return told

    def give_back(self, told: Told, when: dt.datetime, why: str, *comments: tuple[str, str]) -> Told:
        told.moves.append((FilingVerb.RETURN, when, why))
        told.row.decided_at = when
        told.comments = list(comments)
        return told

    def accepted(self, one: Known, kind: FilingKind, payload: dict[str, Any], when: dt.datetime, **more: Any) -> Told:
        """Handed in and in force an hour later at most; without a doubt at once."""
        told = self.submit(self.file(one, kind, payload, when - _HOUR, **more), when)
        told.row.is_sampled = is_sampled(told.row.public_id, percent=10)
        return self.accept(told, when + (26 * _HOUR if told.row.is_sampled else 0 * _HOUR))

    def replaced(self, former: Told, newer: Told) -> None:
        when = newer.row.decided_at or self.at
        former.moves.append((FilingVerb.SUPERSEDE, when, ""))
        newer.row.replaces = former.row

    def write(self) -> int:
        for told in self.told:
            told.row.state = _TARGET[told.moves[-1][0]]
            told.row.changed_at = told.moves[-1][1]
            told.row.version = len(told.moves)
        newer = [told for told in self.told if told.row.replaces is not None]
        first = [told for told in self.told if told.row.replaces is None]
        Filing.objects.bulk_create([told.row for told in first])
        for told in newer:
            told.row.replaces_id = told.row.replaces.pk if told.row.replaces else None
        Filing.objects.bulk_create([told.row for told in newer])
        FilingTransition.objects.bulk_create([move for told in self.told for move in self._moves(told)])
        versions = [version for told in self.told for version in _versions(told)]
        FilingVersion.objects.bulk_create(versions)
        last = {version.filing_id: version for version in versions if version.number == 1}
        FilingComment.objects.bulk_create(
            [
                FilingComment(
                    filing=told.row,
                    version=last[told.row.pk],
                    path=path,
                    text=text,
                    recorded_at=told.row.decided_at or self.at,
                    actor_id=self.registrar,
                )
                for told in self.told
                for path, text in told.comments
            ]
        )
        SitePremises.objects.bulk_create(self.premises)
        return len(self.told)

    def _moves(self, told: Told) -> list[FilingTransition]:
        found = []
        source = ""
        own = told.row.created_by_id
        for verb, when, why in told.moves:
            target = _TARGET[verb]
            by_hand = verb is FilingVerb.RETURN or (
                verb is FilingVerb.ACCEPT and (told.row.is_sampled or told.row.doubts or told.row.submissions > 1)
            )
            own_act = verb in (FilingVerb.START, FilingVerb.SUBMIT)
            found.append(
                FilingTransition(
                    filing=told.row,
                    verb=verb,
                    source=source,
                    target=target,
                    why=why,
                    effective_on=when.astimezone(clock.SHANGHAI).date(),
                    recorded_at=when,
                    actor_id=own if own_act else self.registrar if by_hand else self.system,
                )
            )
            source = target
        return found


def _versions(told: Told) -> list[FilingVersion]:
    return [
        FilingVersion(
            filing=told.row,
            number=number,
            payload=payload,
            sha256=sha256_of(payload),
            recorded_at=when,
            actor_id=told.row.created_by_id,
        )
        for number, (when, payload) in enumerate(told.versions, 1)
    ]


@transaction.atomic
def write_filed(plan: Plan, facts: Facts) -> int:
    """How many filings were written."""
    pen = Pen(plan, facts)
    known = _known(facts)
    with_accounts = set(InstitutionMembership.objects.values_list("institution_id", flat=True))
    own = [one for one in known if one.institution.pk in with_accounts]
    others = [one for one in known if one.institution.pk not in with_accounts]
    for number, one in enumerate([*own, *others]):
        _periodic(pen, one, number)
        _profile(pen, one, number, is_own=number < len(own))
        if one.policies and number % 3 != 1:
            when = clock.at(one.policies[-1].recorded_at.astimezone(clock.SHANGHAI).date(), 10)
            pen.accepted(one, FilingKind.INSURANCE, insurance(one), when)
    _annual(pen, [one for one in known if one.institution.category == Category.ACADEMIC], facts, plan)
    return pen.write()


def _periodic(pen: Pen, one: Known, number: int) -> None:
    last = one.returns[-1] if one.returns else None
    if last is not None:
        payload = {"students": last.students, "prepaid_balance": last.prepaid_balance_fen}
        payload = {key: value for key, value in payload.items() if value is not None}
        told = pen.accepted(
            one, FilingKind.ENROLMENT_RETURN, payload, last.recorded_at, period=last.month, record_id=last.pk
        )
        if number % 9 == 4:
            earlier = payload | {"students": max(last.students - 7, 0)}
            former = pen.accepted(
                one, FilingKind.ENROLMENT_RETURN, earlier, last.recorded_at - 20 * _HOUR, period=last.month
            )
            former.row.is_sampled = False
            pen.replaced(former, told)
    if one.statements:
        row = one.statements[-1]
        told = pen.file(
            one, FilingKind.FINANCIAL_STATEMENT, statement(row), row.submitted_at, period=row.quarter, record_id=row.pk
        )
        if number % 11 == 5:
            wrong = statement(row) | {"contract_liabilities": 0}
            pen.submit(told, row.submitted_at, wrong)
            pen.give_back(
                told,
                row.submitted_at + 5 * _HOUR,
                "合同负债与在读报送不符，请核对",
                ("contract_liabilities", "在读报送显示有预收余额，此处不应为零"),
            )
            told.row.doubts = [{"id": "Net assets are negative.", "figures": {}}] if row.net_assets_fen < 0 else []
            pen.submit(told, row.submitted_at + 22 * _HOUR)
            pen.accept(told, max(row.accepted_at, row.submitted_at + 26 * _HOUR))
        else:
            pen.submit(told, row.submitted_at)
            pen.accept(told, max(row.accepted_at, row.submitted_at))
    if number % 23 == 2:
        month = pen.at.astimezone(clock.SHANGHAI).date().replace(day=1)
        pen.file(one, FilingKind.ENROLMENT_RETURN, {"students": one.students}, pen.at - 3 * _DAY, period=month)


def _profile(pen: Pen, one: Known, number: int, *, is_own: bool) -> None:
    """In force of every second; of some a newer one waits with doubts, or was returned with comments."""
    if not one.sites or (number % 2 and not is_own):
        return
    when = pen.at - (60 + number % 200) * _DAY
    told = pen.accepted(one, FilingKind.PROFILE, profile(one, number), when)
    pen.premises += [
        SitePremises(
            institution_id=one.institution.pk,
            site=site,
            recorded_at=told.row.decided_at or pen.at,
            recorded_by_id=pen.system,
            **premises(site, number),
        )
        for site in one.sites
    ]
    if number == 0 or number % 28 == 6:
        told = pen.file(one, FilingKind.PROFILE, profile_in_doubt(one, number), pen.at - 5 * _DAY)
        told.row.doubts = _grown(one)
        pen.submit(told, pen.at - 4 * _DAY)
        pen.give_back(
            told,
            pen.at - 2 * _DAY + number % 5 * _HOUR,
            "面积与租赁合同不一致，请补充说明",
            ("sites[1].area", "租赁合同载明的面积与填报不一致，请核对后填写使用面积"),
            ("sites[1].lease_copy", "请上传完整的租赁合同（含面积页和签章页）"),
        )
    elif number == 1 or number % 18 == 4:
        told = pen.file(one, FilingKind.PROFILE, profile_in_doubt(one, number), pen.at - 8 * _DAY)
        told.row.doubts = _grown(one)
        pen.submit(told, pen.at - (1 + number % 6) * _DAY + number % 7 * _HOUR)


def _grown(one: Known) -> list[dict[str, Any]]:
    text = "The area of “%(site)s” differs from the record by more than a tenth."
    return [{"id": text, "figures": {"site": one.site_name}}]


def _annual(pen: Pen, academic: Sequence[Known], facts: Facts, plan: Plan) -> None:
    """The report of last year, due by the end of June: nearly all came, a few are overdue."""
    year = dt.date(plan.as_of.year - 1, 1, 1)
    if dt.date(plan.as_of.year, 7, 1) > plan.as_of or not academic:
        return
    deadlines = Deadlines(facts.places[0].county_id)
    due_on = deadlines.of_filing(FilingKind.ANNUAL_REPORT, year)
    reports = []
    for number, one in enumerate(academic):
        if number % 13 != 7:
            payload = annual_report(one)
            when = clock.at(due_on - (3 + number * 7 % 60) * _DAY, 10, number * 7 % 60)
            told = pen.accepted(one, FilingKind.ANNUAL_REPORT, payload, when, period=year)
            reports.append((one.institution.pk, when, told))
    rows = [_annual_report(pk, year, told, pen) for pk, _, told in reports]
    AnnualReport.objects.bulk_create(rows)
    met = {}
    for row, (pk, when, told) in zip(rows, reports, strict=True):
        told.row.record_id = row.pk
        met[pk] = Owed(pk, row.pk, when, row.recorded_at)
    owed = [met.get(one.institution.pk, Owed(one.institution.pk)) for one in academic]
    write_owed(FilingKind.ANNUAL_REPORT, year, owed, deadlines=deadlines, by=pen.system)


def _annual_report(institution_id: int, year: dt.date, told: Told, pen: Pen) -> AnnualReport:
    payload = told.row.payload
    return AnnualReport(
        institution_id=institution_id,
        year=year,
        staff=payload["staff"],
        teaching_staff=payload["teaching_staff"],
        certified_teachers=payload["certified_teachers"],
        students=payload["students"],
        income_fen=payload["income"],
        cost_fen=payload["cost"],
        profit_fen=payload["profit"],
        related_party_fen=0,
        recorded_at=told.row.decided_at or pen.at,
        recorded_by_id=pen.system,
    )


def _known(facts: Facts) -> list[Known]:
    """What the register holds of the first institutions, in a fixed number of queries."""
    ids = [one.pk for one in facts.profiles if one.is_active][:_OF_FIRST]
    institutions = Institution.objects.filter(pk__in=ids, county_id=facts.places[0].county_id).order_by("pk")
    actor_id = system_viewer(label="机构经办人").actor_id
    known = {row.pk: Known(row, actor_id) for row in institutions.select_related("town")}
    for row in EnrolmentReturn.objects.standing().filter(institution__in=known).order_by("institution_id", "month"):
        known[row.institution_id].returns.append(row)
    for one in (
        FinancialStatement.objects.standing().filter(institution__in=known).order_by("institution_id", "quarter")
    ):
        known[one.institution_id].statements.append(one)
    sites = Site.objects.filter(institution__in=known, closed_on=None).select_related("town")
    for site in sites.order_by("-is_main", "pk"):
        known[site.institution_id].sites.append(site)
    for policy in InsurancePolicy.objects.standing().filter(institution__in=known).order_by("from_on", "pk"):
        known[policy.institution_id].policies.append(policy)
    return list(known.values())
