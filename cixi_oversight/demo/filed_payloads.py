"""Payloads of the demo's filings, from what the register holds."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass, field
from typing import Any

from institutions.enums.premises import FireProof, Tenure
from institutions.models import EnrolmentReturn, FinancialStatement, Institution, InsurancePolicy, Site


@dataclass
class Known:
    """One institution with its records, each in the order of time."""

    institution: Institution
    actor_id: int  # who files
    returns: list[EnrolmentReturn] = field(default_factory=list)
    statements: list[FinancialStatement] = field(default_factory=list)
    policies: list[InsurancePolicy] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)

    @property
    def students(self) -> int:
        return self.returns[-1].students if self.returns else 40

    @property
    def site_name(self) -> str:
        return name_of(self.sites[0], 1)


def name_of(site: Site, number: int) -> str:
    return site.name or ("本部" if site.is_main else f"校区{number}")


def statement(row: FinancialStatement) -> dict[str, Any]:
    return {
        "current_assets": row.current_assets_fen,
        "current_liabilities": row.current_liabilities_fen,
        "contract_liabilities": row.contract_liabilities_fen,
        "net_assets": row.net_assets_fen,
        "revenue": row.revenue_fen,
        "net_profit": row.net_profit_fen,
    }


def insurance(one: Known) -> dict[str, Any]:
    lines = [
        {
            "kind": row.kind,
            "number": row.number or f"PZ{row.pk:08d}",
            "insurer": row.insurer or "中国人民财产保险",
            "from_on": row.from_on.isoformat(),
            "to_on": row.to_on.isoformat(),
            "insured_persons": row.insured_persons,
            "limit": row.limit_fen,
        }
        for row in one.policies[-3:]
    ]
    return {"policies": [{key: value for key, value in line.items() if value is not None} for line in lines]}


def premises(site: Site, number: int) -> dict[str, Any]:
    """What was shown of a site: the same on every build."""
    luck = zlib.crc32(site.public_id.encode())
    leased = (luck + number) % 5 != 0
    lease = {"lease_from": dt.date(2024, 3, 1), "lease_to": dt.date(2027 + luck % 3, 2, 28)} if leased else {}
    return {
        "floor": 1 + luck % 3,
        "fire_proof": (FireProof.ACCEPTANCE, FireProof.INSPECTED, FireProof.RECORDED)[luck % 3],
        "fire_number": f"慈消验字〔2022〕第{luck % 900 + 100}号",
        "tenure": Tenure.LEASED if leased else Tenure.OWNED,
        **lease,
    }


def profile(one: Known, number: int) -> dict[str, Any]:
    made: dict[str, Any] = {"trade_name": one.institution.trade_name, "brand": one.institution.brand}
    made["sites"] = [_site(site, place, number) for place, site in enumerate(one.sites, 1)]
    return {key: value for key, value in made.items() if value}


def _site(site: Site, place: int, number: int) -> dict[str, Any]:
    line: dict[str, Any] = {
        "name": name_of(site, place),
        "town": site.town.name if site.town else None,
        "address": site.address,
        "is_main": site.is_main,
        "area": int(site.usable_m2 * 100) if site.usable_m2 is not None else 12_000,
        "phone": site.business_phone,
    }
    shown = {
        key: value.isoformat() if isinstance(value, dt.date) else value for key, value in premises(site, number).items()
    }
    return {key: value for key, value in (line | shown).items() if value not in (None, "")}


def profile_in_doubt(one: Known, number: int) -> dict[str, Any]:
    """The main site has grown by a third, and its lease was renewed."""
    made = profile(one, number)
    sites = [dict(line) for line in made["sites"]]
    sites[0] |= {
        "area": sites[0]["area"] * 4 // 3,
        "tenure": Tenure.LEASED,
        "lease_from": "2026-11-01",
        "lease_to": "2029-10-31",
    }
    return made | {"sites": sites}


def annual_report(one: Known) -> dict[str, Any]:
    staff = max(4, one.students // 9)
    teaching = staff * 2 // 3 + 1
    last = one.statements[-4:]
    income = sum(row.revenue_fen for row in last)
    profit = sum(row.net_profit_fen for row in last)
    return {
        "prospectus": f"{one.institution.name}面向义务教育阶段学生开设语文、数学、英语课程，小班教学，签订示范合同。",
        "standards": "10人以下班每课时不超过60元，10至35人班每课时不超过50元，35人以上班每课时不超过40元。",
        "students": one.students,
        "staff": staff,
        "teaching_staff": teaching,
        "certified_teachers": teaching,
        "income": income,
        "cost": income - profit,
        "profit": profit,
        "has_related_parties": False,
    }
