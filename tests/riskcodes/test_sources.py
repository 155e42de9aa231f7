"""Which sources are connected decides what applies."""

import datetime as dt

import pytest

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.errors import Forbidden
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, DepartmentMembership, User
from riskcodes.enums import RunKind, RunState, Source
from riskcodes.errors import ConnectedAlready, EndsBeforeItBegins, NightComputed, NightRestsOnIt, NotConnected
from riskcodes.models import Assessment, RiskRun, RuleSet
from riskcodes.services.planning import sources_of
from riskcodes.services.sources import connect_source, end_source
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
AT = clock.at(TODAY, 10)


def test_a_source_is_connected_once_at_a_time(county, by):
    connect_source(county=county, source=Source.COMPLAINTS, from_on=TODAY, by=by, at=AT, why="接通12345")
    for day in (TODAY - DAY, TODAY, TODAY + DAY):
        with pytest.raises(ConnectedAlready):
            connect_source(county=county, source=Source.COMPLAINTS, from_on=day, by=by, at=AT)
    event = Event.objects.get(verb="riskcodes.connect_source")
    assert (event.why, event.data) == ("接通12345", {"source": "complaints", "from_on": TODAY.isoformat()})
    assert sources_of(county.pk, TODAY - DAY) == {}
    assert sources_of(county.pk, TODAY) == {"complaints": TODAY.isoformat()}


def test_an_ended_source_no_longer_applies_and_may_be_connected_anew(make, night, county, by):
    make.connect()
    make.healthy()
    end_source(county=county, source=Source.INSURANCE_POLICIES, to_on=TODAY, by=by, at=AT, why="平台停用")
    assert Event.objects.get(verb="riskcodes.end_source").data["to_on"] == TODAY.isoformat()
    with pytest.raises(NotConnected):
        end_source(county=county, source=Source.INSURANCE_POLICIES, to_on=TODAY, by=by, at=AT)
    night(TODAY)
    assert Assessment.objects.get(to_run=None).levels[8:10] == "gg"
    night(TODAY + DAY)
    assert Assessment.objects.get(to_run=None).levels[8:10] == "nn"
    with pytest.raises(ConnectedAlready):
        connect_source(county=county, source=Source.INSURANCE_POLICIES, from_on=TODAY, by=by, at=AT)
    connect_source(county=county, source=Source.INSURANCE_POLICIES, from_on=TODAY + 2 * DAY, by=by, at=AT)
    night(TODAY + 2 * DAY)
    assert Assessment.objects.get(to_run=None).levels[8:10] == "gg"


def test_what_a_night_rested_on_stays(make, night, county, by):
    make.connect(Source.COMPLAINTS)
    night(TODAY)
    for day in (TODAY - DAY, TODAY):
        with pytest.raises(NightComputed):
            connect_source(county=county, source=Source.REGISTRATIONS, from_on=day, by=by, at=AT)
    with pytest.raises(NightRestsOnIt):
        end_source(county=county, source=Source.COMPLAINTS, to_on=TODAY - DAY, by=by, at=AT)
    assert sources_of(county.pk, TODAY) == {"complaints": "2025-01-01"}
    assert end_source(county=county, source=Source.COMPLAINTS, to_on=TODAY, by=by, at=AT).to_on == TODAY
    assert not Event.objects.filter(verb="riskcodes.connect_source").exists()


def test_a_night_that_is_being_computed_counts_as_computed(county, by):
    rules = RuleSet.objects.get(version=1)
    night = {"number": 1, "night_number": 1, "kind": RunKind.NIGHT, "on": TODAY, "cutoff": AT, "rule_set": rules}
    run = RiskRun.objects.create(county=county, state=RunState.COMPUTING, **night)
    with pytest.raises(NightComputed):
        connect_source(county=county, source=Source.COMPLAINTS, from_on=TODAY, by=by, at=AT)
    RiskRun.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    assert connect_source(county=county, source=Source.COMPLAINTS, from_on=TODAY, by=by, at=AT).from_on == TODAY


def test_a_connection_does_not_end_before_it_begins(county, by):
    connect_source(county=county, source=Source.COMPLAINTS, from_on=TODAY, by=by, at=AT)
    with pytest.raises(EndsBeforeItBegins):
        end_source(county=county, source=Source.COMPLAINTS, to_on=TODAY - DAY, by=by, at=AT)


def test_only_the_section_chief_connects_and_ends(county):
    analyst = Viewer(kind=ViewerKind.STAFF, roles=frozenset({Role.RISK_ANALYST}))
    with pytest.raises(Forbidden):
        connect_source(county=county, source=Source.COMPLAINTS, from_on=TODAY, by=analyst, at=AT)
    with pytest.raises(Forbidden):
        end_source(county=county, source=Source.COMPLAINTS, to_on=TODAY, by=analyst, at=AT)


class TestPages:
    @pytest.fixture
    def chief(self, client, county):
        pin(TODAY)
        bureau = Department.objects.create(county=county, kind=DepartmentKind.EDUCATION, name="慈溪市教育局")
        user = User.objects.create(username="chief", name="周科长", joined_at=AT)
        DepartmentMembership.objects.create(
            user=user, department=bureau, role=Role.SECTION_CHIEF, from_on=TODAY - 90 * DAY
        )
        client.force_login(user)
        return client

    @staticmethod
    def rows(client):
        return {row.source: row for row in client.get("/bureau/risk/sources/").context["rows"]}

    def test_each_line_says_since_when_what_it_feeds_and_until_when_it_is_tried(self, chief, make):
        make.connect(Source.COMPLAINTS, from_on=TODAY - 60 * DAY)
        make.connect(Source.REGISTRATIONS, from_on=TODAY - 59 * DAY)
        rows = self.rows(chief)
        assert (rows["complaints"].trial_ends_on, rows["complaints"].trial_is_over) == (TODAY - DAY, True)
        assert (rows["registrations"].trial_ends_on, rows["registrations"].trial_is_over) == (TODAY, False)
        assert all(row.indicators for row in rows.values())
        assert (rows["insurance_policies"].state, rows["insurance_policies"].trial_ends_on) == ("", None)

    def test_the_chief_connects_and_ends(self, chief):
        day = TODAY + DAY
        path = "/bureau/risk/sources/complaints/"
        assert chief.post(f"{path}connect/", {"from_on": day, "why": ""}).status_code == 422
        assert chief.post(f"{path}connect/", {"from_on": day, "why": "接通"}).status_code == 302
        assert (self.rows(chief)["complaints"].state, self.rows(chief)["complaints"].can_end) == ("to_come", True)
        refused = chief.post(f"{path}connect/", {"from_on": day, "why": "接通"})
        assert "from_on" in refused.context["form"].errors
        assert chief.post(f"{path}end/", {"to_on": day, "why": "停用"}).status_code == 302
        assert not self.rows(chief)["complaints"].can_end
        assert chief.post(f"{path}end/", {"to_on": day, "why": "停用"}).status_code == 409

    def test_an_unknown_source_is_not_found(self, chief):
        assert chief.get("/bureau/risk/sources/weather/connect/").status_code == 404


def test_nothing_connected_is_no_code(make, night, county):
    make.healthy()
    night(TODAY)
    assert Assessment.objects.published(county.pk).get().computed_code == "none"
