"""The usual way, for comparison: load an institution, ask its relations, decide, save. Sampled and extrapolated."""

from __future__ import annotations

import time

from cixi_oversight.users.models import County
from inspections.models import Complaint
from institutions.models import FilingDue, Institution
from riskcodes.enums import Colour, Source
from riskcodes.models import Assessment, RuleSet
from riskcodes.rules.facts import Facts
from riskcodes.rules.grade import Judge, Previous
from riskcodes.rules.rule_set import parse
from tests.benchmarks.night_data import NEXT, NEXT_CUTOFF


def grade_one_by_one(county: County, number: int) -> float:
    judge = Judge(
        parse(RuleSet.objects.get(version=1).body),
        on=NEXT,
        night_number=3,
        sources=dict.fromkeys(Source, NEXT.replace(year=2025)),
    )
    before = time.perf_counter()
    for institution in Institution.objects.filter(county=county).order_by("id")[:number]:
        last = Assessment.objects.filter(institution=institution, to_run=None).first()
        found = judge.grade(
            facts_of(institution),
            Previous(Colour(last.computed_code), last.yellow_since, last.green_since) if last else None,
        )
        if last is not None:
            last.score, last.levels = found.score, found.levels
            last.save()
    return time.perf_counter() - before


def facts_of(institution: Institution) -> Facts:
    returns = list(institution.enrolment_returns.as_of(NEXT_CUTOFF).order_by("-month")[:7])
    capital = institution.registrations.as_of(NEXT_CUTOFF).order_by("-recorded_at").first()
    statements = list(institution.statements.as_of(NEXT_CUTOFF).order_by("-quarter")[:5])
    policies = list(institution.insurance_policies.as_of(NEXT_CUTOFF).order_by("-to_on"))
    late = [
        due
        for due in FilingDue.objects.as_of(NEXT_CUTOFF).filter(institution=institution, due_on__lt=NEXT)
        if not due.met.filter(recorded_at__lte=NEXT_CUTOFF).exists()
    ]
    complaints = []
    for complaint in Complaint.objects.as_of(NEXT_CUTOFF).filter(institution=institution):
        validity = complaint.validity_rows.as_of(NEXT_CUTOFF).order_by("-recorded_at").first()
        resolution = complaint.resolution_rows.as_of(NEXT_CUTOFF).order_by("-recorded_at").first()
        if validity is not None and validity.is_valid:
            complaints.append((complaint, validity, resolution))
    newest = statements[0] if statements else None
    liability = [policy for policy in policies if policy.kind == "premises_liability"]
    cover = [policy for policy in policies if policy.kind == "student_cover"]
    return Facts(
        category=institution.category,
        enrolment_ids=[row.pk for row in returns],
        months=[row.month.toordinal() for row in returns],
        students=[row.students for row in returns],
        prepaid_fen=[row.prepaid_balance_fen for row in returns],
        capital_id=capital.pk if capital else None,
        capital_fen=capital.registered_capital_fen if capital else None,
        statement_ids=[row.pk for row in statements],
        quarters=[row.quarter.toordinal() for row in statements],
        profits_fen=[row.net_profit_fen for row in statements],
        current_assets_fen=newest.current_assets_fen if newest else None,
        current_liabilities_fen=newest.current_liabilities_fen if newest else None,
        contract_liabilities_fen=newest.contract_liabilities_fen if newest else None,
        net_assets_fen=newest.net_assets_fen if newest else None,
        overdue_ids=[due.pk for due in late],
        overdue_due=[due.due_on.toordinal() for due in late],
        liability_ids=[row.pk for row in liability],
        liability_from=[row.from_on.toordinal() for row in liability],
        liability_to=[row.to_on.toordinal() for row in liability],
        cover_ids=[row.pk for row in cover],
        cover_from=[row.from_on.toordinal() for row in cover],
        cover_to=[row.to_on.toordinal() for row in cover],
        cover_persons=[row.insured_persons for row in cover],
        complaint_ids=[row.pk for row, _, _ in complaints],
        complaint_received=[row.received_on.toordinal() for row, _, _ in complaints],
        complaint_due=[row.due_on.toordinal() for row, _, _ in complaints],
        validity_ids=[row.pk for _, row, _ in complaints],
        resolution_ids=[row.pk if row else None for _, _, row in complaints],
    )
