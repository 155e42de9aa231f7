"""Story: a studio files everything from a phone. Only pages, buttons and inputs as its owner finds them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import Department, Town
from institutions.models import EnrolmentReturn, FilingDue, FinancialStatement, Institution, InsurancePolicy, Site
from institutions.services.filings.dues import plan_filings
from tests.institutions.filings.conftest import AT, ON, account, user_in

MINE = "/my/filings/"
SITE = {
    "name": "本部", "town": "浒山街道", "address": "青少年宫路18号2楼", "is_main": "yes", "area": "186.5", "floor": "2",
    "fire_proof": "acceptance", "fire_number": "慈消验字〔2024〕第12号", "tenure": "leased",
    "lease_from": "2024-01-01", "lease_to": "2024-12-31",
}  # fmt: skip
STATEMENT = {
    "current_assets": "320,000", "current_liabilities": "90,000", "contract_liabilities": "60,000",
    "net_assets": "250,000.50", "revenue": "180,000", "net_profit": "-1,200",
}  # fmt: skip


class Phone:
    """Presses buttons: the form's hidden version is taken from the page that is open."""

    def __init__(self, client: Client) -> None:
        self.client, self.url, self.text = client, "", ""

    def open(self, url: str) -> str:
        answer = self.client.get(url, follow=True)
        assert answer.status_code == 200, url
        return self._show(answer)

    def start(self, kind: str, institution: Institution, period: str = "") -> str:
        sent = {"institution": institution.public_id, "period": period}
        return self._show(self.client.post(reverse("institutions:start_filing", args=[kind]), sent, follow=True))

    def press(self, button: str = "", **typed: str) -> str:
        version = re.search(r'name="version"[^>]*value="(\d+)"', self.text)
        sent = typed | {"version": version[1] if version else "", "then": button, "editor": "phone"}
        return self._show(self.client.post(self.url, sent, follow=True))

    def _show(self, answer: Any) -> str:
        self.url = (
            answer.redirect_chain[-1][0].partition("#")[0] if answer.redirect_chain else answer.request["PATH_INFO"]
        )
        self.text = answer.content.decode()
        return self.text


def test_a_studio_files_everything_from_a_phone(
    institution: Institution,
    bureau: Department,
    town: Town,
    by: Viewer,
    sampled: Callable[[int], None],
) -> None:
    pin(ON)
    plan_filings(county=institution.county, on=ON, by=by, at=AT)
    owner, registrar = Client(headers={"accept-language": "en"}), Client(headers={"accept-language": "en"})
    owner.force_login(account(Role.INSTITUTION_OWNER, "owner", institution))
    registrar.force_login(user_in(Role.REGISTRAR, bureau, town))
    phone = Phone(owner)

    # what is due stands on top, with the button that begins it
    page = phone.open(MINE)
    assert page.count("Enrolment return, 10/2026") == 1
    assert page.count("Financial statement, Q3 2026") == 1

    # the monthly return: two figures, in force at once
    phone.start("enrolment_return", institution, "2026-10-01")
    assert "in force" in phone.press("submit", students="38", prepaid_balance="41,200")
    assert EnrolmentReturn.objects.get(institution=institution).prepaid_balance_fen == 41_200_00

    # the statement: saved half-way, gone on with later, handed in
    phone.start("financial_statement", institution, "2026-07-01")
    assert "draft is saved" in phone.press("save", revenue="180,000")
    page = phone.open(MINE)
    assert "Drafts" in page
    phone.start("financial_statement", institution, "2026-07-01")
    assert 'value="180,000.00"' in phone.text
    assert "in force" in phone.press("submit", **STATEMENT)
    assert FinancialStatement.objects.get(institution=institution).net_profit_fen == -1_200_00

    # the site, one row to a page; its lease has run out, which is said where it stands
    phone.start("profile", institution)
    phone.press("row:sites:new", trade_name="青禾画室")
    phone.press("save", **SITE)
    assert "The lease has run out" in phone.press("submit", trade_name="青禾画室")
    phone.press("row:sites:1", trade_name="青禾画室")
    phone.press("save", **SITE | {"lease_to": "2027-12-31"})
    assert "is a new site" in phone.press("submit", trade_name="青禾画室")  # so a person looks
    filing_url = phone.url
    assert not Site.objects.filter(institution=institution).exists()

    # the bureau gives it back with a word beside the place; it is corrected in place and accepted
    decision = filing_url.replace("/my/", "/bureau/")
    office = Phone(registrar)
    office.open(f"{decision}return/")
    office.press("", **{"comment:sites[1].area": "租赁合同写的是168.5平方米"})
    assert "租赁合同写的是168.5平方米" in phone.open(filing_url)
    phone.press("row:sites:1", trade_name="青禾画室")
    phone.press("save", **SITE | {"lease_to": "2027-12-31", "area": "168.5"})
    phone.press("submit", trade_name="青禾画室")
    changes = office.open(f"{decision}changes/")
    assert "186.5 m²" in changes
    assert "168.5 m²" in changes
    office.open(f"{decision}accept/")
    office.press("")
    site = Site.objects.get(institution=institution)
    assert (str(site.usable_m2), site.is_main, site.premises.get().lease_to) == ("168.50", True, dt.date(2027, 12, 31))
    institution.refresh_from_db()
    assert institution.trade_name == "青禾画室"

    # insurance pasted from the agent's sheet
    phone.start("insurance", institution)
    phone.press("paste:policies")
    cells = "Kind of insurance\tPolicy number\tInsurer\tValid from\tValid to\n"
    cells += "Premises liability insurance\tPZ-2026-1\t人保财险\t2026-03-01\t2027-02-28\n"
    assert "1 rows read." in phone.press("", cells=cells, mode="replace")
    phone.open(re.sub(r"table/.*", "", phone.url))
    assert "in force" in phone.press("submit")
    assert InsurancePolicy.objects.get(institution=institution).number == "PZ-2026-1"

    # of what was due only the people are left, everything else stands in force, and the next draft knows it all
    page = phone.open(MINE)
    assert "Financial statement, Q3 2026" not in page.partition("File or update")[0]
    owed = FilingDue.objects.filter(institution=institution).unmet().values_list("kind", flat=True)
    assert set(owed) <= {"staff"}
    phone.start("profile", institution)
    assert "浒山街道" in phone.open(f"{phone.url}table/sites/1/")
