"""The board's figures, within the reader's scope."""

import datetime as dt

import pytest

from cixi_oversight import clock
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.users.models import Town
from riskcodes.services.board import board_figures
from tests.riskcodes.conftest import TODAY, Maker

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_no_board_before_the_first_night(county, by):
    assert board_figures(by, TODAY) is None


def test_counts_change_and_trend(make, night, county, by):
    make.connect()
    made, _ = make.healthy(), make.healthy()
    start = TODAY - 8 * DAY
    for number in range(8):
        night(start + number * DAY)
    old = made.insurance_policies.get(kind="premises_liability")
    make.policy(made, "premises_liability", old.from_on, TODAY - DAY, at=clock.at(TODAY, 1), supersedes=old)
    night(TODAY)
    board = board_figures(by, TODAY)
    assert board.counts == {"green": 1, "yellow": 0, "red": 1, "none": 0}
    assert (board.change("red"), board.change("green")) == (1, -1)
    assert [on for on, _ in board.trend] == [start + number * DAY for number in range(9)]
    assert board.trend[-1][1] == board.counts
    assert [(move.institution_id, move.to_code) for move in board.moves] == [(made.pk, "red")]
    assert (board.pending_count, board.pending_reds) == (2, 1)
    (town,) = board.towns
    assert (town.name, town.counts["red"]) == ("浒山街道", 1)


def test_a_town_office_sees_its_own_town(make, night, county, by):
    make.connect()
    make.healthy()
    elsewhere = Maker(county, Town.objects.create(county=county, code="330282002", name="古塘街道"), by)
    elsewhere.count = 500
    theirs = elsewhere.healthy()
    night(TODAY)
    officer = Viewer(
        kind=ViewerKind.STAFF,
        roles=frozenset({Role.TOWN_OFFICER}),
        county_ids=frozenset({county.pk}),
        town_ids=frozenset({elsewhere.town.pk}),
    )
    board = board_figures(officer, TODAY)
    assert board.counts["green"] == 1
    assert [town.town_id for town in board.towns] == [elsewhere.town.pk]
    assert board.trend[-1][1]["green"] == 1
    assert board.pending_count == 1
    stranger = Viewer(kind=ViewerKind.STAFF, roles=officer.roles, county_ids=officer.county_ids)
    assert board_figures(stranger, TODAY).counts["green"] == 0
    assert theirs.town_id == elsewhere.town.pk
