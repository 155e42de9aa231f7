"""Another process at its desk: records statements, policies and complaints after the cutoff until it is told to stop.

Arguments: the cutoff. Says "ready" after its first round, and ends when its standard input is closed.
"""

import datetime as dt
import select
import sys
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import django

django.setup()

from cixi_oversight.users.services.viewer import system_viewer  # noqa: E402
from inspections.models import Complaint, ComplaintValidity  # noqa: E402
from institutions.models import FinancialStatement, Institution, InsurancePolicy  # noqa: E402

CUTOFF = dt.datetime.fromisoformat(sys.argv[1])
BASE = {"recorded_by_id": system_viewer(label="writer").actor_id}


def record(institution: Institution, number: int) -> None:
    """What would make anybody red, if the night read it."""
    at = CUTOFF + dt.timedelta(seconds=number + 1)
    day = CUTOFF.date()
    standing = FinancialStatement.objects.standing().filter(institution=institution).order_by("-quarter").first()
    FinancialStatement.objects.create(
        institution=institution,
        quarter=standing.quarter if standing else dt.date(2026, 7, 1),
        current_assets_fen=0,
        current_liabilities_fen=9_000_000,
        contract_liabilities_fen=0,
        net_assets_fen=-1,
        revenue_fen=0,
        net_profit_fen=-9_000_000,
        submitted_at=at,
        accepted_at=at,
        recorded_at=at,
        supersedes=standing,
        **BASE,
    )
    old = InsurancePolicy.objects.standing().filter(institution=institution, kind="premises_liability").first()
    InsurancePolicy.objects.create(
        institution=institution,
        kind="premises_liability",
        from_on=day - dt.timedelta(days=9),
        to_on=day - dt.timedelta(days=1),
        recorded_at=at,
        supersedes=old,
        **BASE,
    )
    complaint = Complaint.objects.create(
        institution=institution,
        number=f"W{institution.pk}-{number}",
        channel="portal",
        matter="refund",
        received_on=day - dt.timedelta(days=40),
        due_on=day - dt.timedelta(days=30),
        recorded_at=at,
        **BASE,
    )
    ComplaintValidity.objects.create(
        complaint=complaint,
        institution=institution,
        is_valid=True,
        decided_on=day,
        reason="-",
        recorded_at=at,
        **BASE,
    )


ids = list(Institution.objects.order_by("id"))
for number in count():
    record(ids[number % len(ids)], number)
    if number == len(ids):
        print("ready", flush=True)
    if select.select([sys.stdin], [], [], 0)[0]:
        break
