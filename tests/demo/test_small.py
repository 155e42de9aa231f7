"""The small city: same seed, same rows; quick; what other tests may count on."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from cixi_oversight import clock
from cixi_oversight.demo.accounts import LOGINS, PASSWORD
from cixi_oversight.demo.facts import build_facts
from cixi_oversight.demo.seeding import NotEmpty, Seeded, seed
from cixi_oversight.demo.sizes import SIZES, Plan
from cixi_oversight.permissions import Role
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.models import County, User
from cixi_oversight.users.services.viewer import system_viewer, viewer_of
from institutions.enums.filings import FilingKind, FilingState
from institutions.models import (
    AnnualInspection,
    ClassGroup,
    Course,
    Filing,
    FilingDue,
    Institution,
    InstitutionMembership,
    StaffMember,
)
from institutions.services.filings.dues import plan_filings
from riskcodes.enums import Colour
from riskcodes.models import AdoptedCode, Assessment, RiskRun
from riskcodes.services.adoption import pending
from tests.cities import AS_OF, SMALL, kept
from tests.conftest import ROOT
from tests.demo.fingerprint import fingerprint

pytestmark = pytest.mark.django_db


def hashes_of(build: Callable[[Plan], object], plan: Plan = SMALL) -> dict[str, str]:
    """Builds and takes it back, as a savepoint does."""
    with transaction.atomic():
        build(plan)
        hashes = fingerprint()
        transaction.set_rollback(True)
    return hashes


def test_the_same_seed_gives_the_same_rows():
    assert hashes_of(seed) == hashes_of(seed)


def test_another_seed_and_another_day_give_other_rows():
    known = hashes_of(build_facts)
    for other in (replace(SMALL, seed=8), replace(SMALL, as_of=AS_OF - dt.timedelta(days=1))):
        different = hashes_of(build_facts, other)
        for table in ("institutions.Institution", "institutions.FinancialStatement", "inspections.Complaint"):
            assert known[table] != different[table], table


def test_a_province_has_facts_and_nights_in_every_county():
    seed(Plan(replace(SIZES["province"], institutions=3, counties=2, with_archive=False), seed=7, as_of=AS_OF))
    assert Institution.objects.values("county").distinct().count() == 2
    assert RiskRun.objects.count() == 4


def test_the_command_wants_a_day_it_knows_the_holidays_of():
    with pytest.raises(CommandError, match="--as-of"):
        call_command("seed_demo", size="small", as_of=dt.date(2031, 1, 1))


def test_it_stays_out_of_a_real_register(settings):
    settings.BUSINESS_DATE_MAY_BE_PINNED = False
    with pytest.raises(CommandError, match="not those of a demo"):
        call_command("seed_demo", size="small")


def test_the_readme_names_every_login():
    for readme in ("README.md", "docs/README.zh.md"):
        text = (ROOT / readme).read_text()
        assert PASSWORD in text
        assert [login.username for login in LOGINS if f"`{login.username}`" not in text] == []


@pytest.fixture(scope="class")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Seeded]:
    with kept(SMALL, django_db_blocker) as seeded:
        yield seeded


class TestTheCity:
    """Seeded once; each test changes it in a savepoint of its own."""

    @pytest.fixture(autouse=True)
    def _in_the_city(self, city: Seeded, db: None) -> None:
        """The city is there before the test's savepoint begins."""

    def test_every_colour_is_in_it(self):
        county = County.objects.get()
        colours = set(Assessment.objects.published(county.pk).values_list("computed_code", flat=True))
        assert colours == set(Colour)
        assert RiskRun.objects.count() == 20
        assert AdoptedCode.objects.exclude(code=Colour.GREEN).exists()

    def test_a_proposed_red_is_left_to_the_section_chief(self):
        proposed = pending(County.objects.get()).filter(computed_code=Colour.RED)
        assert proposed.exists()
        assert not AdoptedCode.objects.filter(
            institution_id__in=proposed.values("institution_id"), code=Colour.RED
        ).exists()

    def test_the_business_date_is_pinned(self):
        assert clock.today() == AS_OF

    def test_each_role_has_a_login_that_opens(self):
        roles = set()
        for login in LOGINS:
            user = User.objects.get(username=login.username)
            assert user.check_password(PASSWORD)
            viewer = viewer_of(user, on=AS_OF)
            assert login.role in viewer.roles, login.username
            roles |= viewer.roles
        assert roles >= set(Role) - {Role.API_CLIENT}
        town = viewer_of(User.objects.get(username="town"), on=AS_OF)
        assert len(town.town_ids) == 2
        assert not town.county_wide

    def test_the_owners_institutions_have_the_colours_said(self):
        published = Assessment.objects.published(County.objects.get().pk)
        for colour in ("green", "red"):
            own = InstitutionMembership.objects.get(user__username=f"owner-{colour}").institution_id
            assert published.get(institution_id=own).computed_code == colour

    def test_no_fact_is_from_the_future(self):
        """Nor from the day itself, which belongs to whoever tries the demo."""
        with connection.cursor() as cursor:
            cursor.execute(
                "select table_name from information_schema.columns where column_name = 'recorded_at'"
                " and (table_name like 'institutions_%' or table_name like 'inspections_%')"
            )
            tables = [name for (name,) in cursor.fetchall()]
            assert len(tables) > 8
            for table in tables:
                cursor.execute(f"select max(recorded_at) from {table}")
                latest = cursor.fetchone()[0]
                assert latest is None or latest < clock.at(AS_OF), table

    def test_the_next_night_asks_nobody_again_for_the_yearly_check_of_staff(self):
        checks = FilingDue.objects.filter(kind=FilingKind.STAFF)
        asked = checks.count()
        tomorrow = AS_OF + dt.timedelta(days=1)
        by = system_viewer(label="tomorrow")
        plan_filings(county=County.objects.get(), on=tomorrow, by=by, at=clock.at(tomorrow, 1))
        assert asked == checks.count() > 0
        assert not checks.unmet().exists()

    def test_a_rectification_runs_until_the_day_that_the_decision_names(self):
        running = Deadline.objects.filter(kind=DeadlineCode.ANNUAL_RECTIFICATION, stopped_on=None)
        asked = dict(AnnualInspection.objects.values_list("pk", "rectify_by"))
        assert running.exists()
        assert all(asked[one.subject_id] == one.due_on for one in running)

    def test_what_is_taught_stands_in_accepted_filings(self):
        for kind, rows in (
            (FilingKind.STAFF, StaffMember),
            (FilingKind.COURSES, Course),
            (FilingKind.CLASS_GROUPS, ClassGroup),
        ):
            filed = Filing.objects.filter(kind=kind, state=FilingState.ACCEPTED).values("institution")
            assert rows.objects.exists()
            assert not rows.objects.exclude(institution__in=filed).exists(), kind

    def test_a_database_with_a_county_is_left_alone(self):
        before = Institution.objects.count()
        with pytest.raises(NotEmpty):
            seed(SMALL)
        call_command("seed_demo", size="small", if_empty=True, stdout=StringIO())
        with pytest.raises(CommandError, match="only built into an empty one"):
            call_command("seed_demo", size="small", stdout=StringIO())
        assert Institution.objects.count() == before

    def test_the_logins_are_printed_in_the_demo_only(self, settings):
        out = StringIO()
        settings.IS_DEMO = True
        call_command("demo_logins", stdout=out)
        assert PASSWORD in out.getvalue()
        assert all(login.username in out.getvalue() for login in LOGINS)
        settings.IS_DEMO = False
        with pytest.raises(CommandError):
            call_command("demo_logins", stdout=out)
