"""Every page pattern of the portal: accessible by axe, nothing wider than the screen, no refusal."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from cixi_oversight.personal.models import Person
from inspections.models import Complaint
from institutions.models import FinancialStatement, Institution
from riskcodes.models import RiskRun
from tests.browser.conftest import WIDTHS

SignIn = Callable[[str], None]

PUBLIC = ["/", "/accounts/login/", "/nothing-here"]
CHIEF = [
    "/bureau/",
    "/bureau/nothing-here/",
    "/bureau/search/?q=%E5%9F%B9%E8%AE%AD",
    "/bureau/register/",
    "/bureau/register/?computed=red&q=nobody",
    "/bureau/register/?nonsense=1",
    "/bureau/register/{red}/",
    "/bureau/register/{red}/risk/",
    "/bureau/register/{red}/licences/",
    "/bureau/register/{red}/filings/",
    "/bureau/register/{red}/complaints/",
    "/bureau/register/{red}/changes/",
    "/bureau/register/statement/{statement}/",
    "/bureau/register/{red}/edit/",
    "/bureau/complaints/",
    "/bureau/complaints/{complaint}/",
    "/bureau/complaints/enter/",
    "/bureau/risk/",
    "/bureau/risk/adopt/",
    "/bureau/risk/adopt/{red}/",
    "/bureau/risk/runs/",
    "/bureau/risk/runs/{run}/",
    "/bureau/risk/rules/",
    "/bureau/risk/sources/",
    "/bureau/statistics/letter/",
    "/bureau/statistics/letter/academic_left/",
    "/bureau/system/jobs/",
    "/bureau/system/calendar/",
    "/bureau/system/parameters/",
    "/bureau/system/audit/",
    "/bureau/imports/",
    "/bureau/imports/new/",
    "/bureau/imports/matches/",
    "/bureau/personal/registry/",
    "/bureau/personal/reveals/",
    "/bureau/personal/{person}/",
    "/bureau/personal/{person}/phone/reveal/",
    "/bureau/personal/{person}/erase/",
    "/bureau/complaints/by-phone/",
    "/bureau/register/{red}/contact/",
    "/accounts/password/change/",
    "/accounts/2fa/",
]
# one of each pattern is looked at by axe on a phone too; the others only for their width
NARROW = {
    "/",
    "/accounts/login/",
    "/bureau/",
    "/bureau/complaints/",
    "/bureau/complaints/enter/",
    "/bureau/risk/",
    "/my/",
}


@pytest.fixture
def filled(red: Institution) -> Iterator[Callable[[str], str]]:
    """Puts the public ids of the city's things into an address."""
    statement = FinancialStatement.objects.filter(institution=red).first()
    complaint = Complaint.objects.order_by("-pk").first()
    run = RiskRun.objects.order_by("-number").first()
    assert statement
    assert complaint
    assert run
    ids = {"red": red.public_id, "statement": statement.public_id, "complaint": complaint.public_id, "run": run.pk}
    ids["person"] = Person.objects.filter(kind="contact").order_by("pk")[0].public_id
    return lambda path: path.format(**ids)


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(page: Page, path: str) -> None:
    look_at(page, path)


@pytest.mark.parametrize("path", CHIEF)
def test_pages_of_the_bureau(page: Page, sign_in: SignIn, filled: Callable[[str], str], path: str) -> None:
    sign_in("chief")
    look_at(page, filled(path))


@pytest.mark.parametrize("path", ["/bureau/", "/bureau/system/accounts/", "/bureau/system/jobs/", "/bureau/risk/runs/"])
def test_pages_of_the_systems_administrator(page: Page, sign_in: SignIn, path: str) -> None:
    sign_in("sysadmin")
    look_at(page, path)


def test_the_page_of_an_institution(page: Page, sign_in: SignIn) -> None:
    sign_in("owner-red")
    look_at(page, "/my/")


def look_at(page: Page, path: str) -> None:
    expected = 404 if "nothing-here" in path else 400 if "nonsense" in path else 200
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == expected
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, f"{wide} px wider than the screen"
    if page.viewport_size == WIDTHS["phone"] and path not in NARROW:
        return
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert found.violations_count == 0, found.generate_report()
