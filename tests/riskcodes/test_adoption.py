"""Computed and adopted codes: the night proposes, the section chief decides, nothing adopts itself."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import BUREAU, Role, Viewer, ViewerKind
from riskcodes.enums import Colour
from riskcodes.errors import NotAdoptable, NothingPending, ProposalsMoved, ReasonMissing
from riskcodes.models import AdoptedCode, PublishedRun
from riskcodes.services.adoption import adopt_batch, adopt_single, pending
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db
NOON = clock.at(TODAY, 12)
DAY = dt.timedelta(days=1)


def viewer(by: Viewer, *roles: Role) -> Viewer:
    return Viewer(kind=ViewerKind.STAFF, actor_id=by.actor_id, roles=frozenset(roles), county_wide=True)


@pytest.fixture
def chief(by):
    return viewer(by, Role.SECTION_CHIEF)


@pytest.fixture
def city(make, night):
    """One green, one red, one without a code."""
    make.connect()
    green, red, bare = make.healthy(), make.healthy(), make.institution()
    old = red.insurance_policies.get(kind="premises_liability")
    make.policy(red, "premises_liability", old.from_on, TODAY - DAY, at=clock.at(TODAY, 1), supersedes=old)
    night(TODAY)
    return green, red, bare


def adopted(*institutions):
    rows = AdoptedCode.objects.current([institution.pk for institution in institutions])
    return {row.institution_id: row.code for row in rows}


def test_nothing_is_adopted_by_itself_and_no_code_needs_no_decision(city, county):
    green, red, _ = city
    assert not AdoptedCode.objects.exists()
    assert {(row.institution_id, row.adopted) for row in pending(county)} == {(green.pk, None), (red.pk, None)}


def test_a_batch_confirms_all_but_the_reds(city, county, chief):
    green, red, _ = city
    batch = adopt_batch(county=county, by=chief, at=NOON, on=TODAY)
    assert batch.count == 1
    assert adopted(*city) == {green.pk: "green"}
    assert [row.institution_id for row in pending(county)] == [red.pk]
    with pytest.raises(NothingPending):
        adopt_batch(county=county, by=chief, at=NOON, on=TODAY)
    assert Event.objects.get(verb="riskcodes.adopt_batch").data == {"count": 1}


def test_a_batch_confirms_only_the_run_that_was_shown(city, county, chief, night):
    shown = PublishedRun.objects.get(county=county).run_id
    night(TODAY + DAY)
    with pytest.raises(ProposalsMoved):
        adopt_batch(county=county, by=chief, at=NOON, on=TODAY, shown_run_id=shown)
    assert not AdoptedCode.objects.exists()
    now = PublishedRun.objects.get(county=county).run_id
    assert adopt_batch(county=county, by=chief, at=NOON, on=TODAY, shown_run_id=now).run_id == now


def test_a_red_is_decided_by_itself_with_a_reason(city, county, chief):
    _, red, _ = city
    for reason in ("", "  "):
        with pytest.raises(ReasonMissing):
            adopt_single(institution=red, code=Colour.RED, by=chief, at=NOON, on=TODAY, reason=reason)
    adopt_single(institution=red, code=Colour.RED, by=chief, at=NOON, on=TODAY, reason="保险已过期")
    assert adopted(red) == {red.pk: "red"}
    event = Event.objects.get(verb="riskcodes.adopt_single")
    assert (event.why, event.institution_id) == ("保险已过期", red.pk)


def test_a_better_colour_reaches_the_outside_only_when_it_is_adopted(city, county, chief, make, night):
    _, red, _ = city
    adopt_single(institution=red, code=Colour.YELLOW, by=chief, at=NOON, on=TODAY, reason="已约谈，限期整改")
    assert adopted(red) == {red.pk: "yellow"}
    assert red.pk in [row.institution_id for row in pending(county)]  # the night still says red


@pytest.mark.parametrize("role", sorted((BUREAU | {Role.TOWN_OFFICER, Role.API_CLIENT}) - {Role.SECTION_CHIEF}))
def test_only_the_section_chief_adopts(city, county, by, role):
    _, red, _ = city
    other = viewer(by, role)
    with pytest.raises(Forbidden):
        adopt_batch(county=county, by=other, at=NOON, on=TODAY)
    with pytest.raises(Forbidden):
        adopt_single(institution=red, code=Colour.RED, by=other, at=NOON, on=TODAY, reason="r")
    assert not AdoptedCode.objects.exists()


def test_nothing_can_be_adopted_before_the_first_night(make, county, chief):
    with pytest.raises(NotAdoptable):
        adopt_single(institution=make.healthy(), code=Colour.RED, by=chief, at=NOON, on=TODAY, reason="r")


def test_adopted_codes_are_added_and_never_changed(city, county, chief):
    adopt_batch(county=county, by=chief, at=NOON, on=TODAY)
    for text in ("update riskcodes_adoptedcode set code = 'red'", "delete from riskcodes_adoptionbatch"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(text)
