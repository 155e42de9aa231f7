"""A real register of 1,076 child-care centres, into a fresh database, and a night over it. `-s` prints the report that
the README shows: rows read, matched, refused and why, codes and why there is none, seconds."""

import datetime as dt
import time
from collections import Counter

import pytest
from django.db.models import Sum

from cixi_oversight import clock
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import ACTIVE
from institutions.models import Institution
from institutions.services.register_import.summary import import_file, summary
from riskcodes.enums import Colour, Source
from riskcodes.models import Assessment, RiskRun, SourceConnection
from riskcodes.services.explain import explain
from riskcodes.services.night import run_night
from tests.conftest import ROOT

SHEET = ROOT.parent / "shared/data/registers/california_childcare_centres.csv"
ON = dt.date(2026, 11, 23)
GREY = "x"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not SHEET.exists(), reason=f"the sample register is not on this machine: {SHEET.name}"),
]


def brought_in(county: County) -> dict:
    batch = import_file(
        county=county,
        profile_key="california_childcare",
        name=SHEET.name,
        data=SHEET.read_bytes(),
        by=system_viewer(),
        at=clock.at(ON, 10),
        apply=True,
    )
    return summary(batch)


def night_after(county: County) -> tuple[RiskRun, float]:
    on = ON + dt.timedelta(days=1)
    started = time.monotonic()
    run = run_night(county=county, on=on, at=clock.at(on, 2), by=system_viewer())
    return run, time.monotonic() - started


@pytest.fixture
def county(db: None) -> County:
    county = County.objects.create(code="330282", name="慈溪市")
    SourceConnection.objects.bulk_create(
        SourceConnection(county=county, source=source, from_on=dt.date(2026, 1, 1)) for source in Source
    )
    return county


def test_a_night_over_a_real_register_says_what_it_does_not_know(county: County):
    said = brought_in(county)
    run, seconds = night_after(county)
    codes = dict(run.counts.values_list("colour").annotate(n=Sum("institutions")))
    living = Institution.objects.filter(status__in=ACTIVE).count()
    assert said["rows_read"] == 1076
    assert said["new"] + said["matched"] + said["unsure"] + said["refused"] + said["rows_left_out"] == 1076
    assert run.institutions == living > 300
    assert run.failures == []
    assert codes == {Colour.NONE: living}  # a register alone says nothing of students, money, insurance
    reasons = Counter(str(explain(row).reasons[0]) for row in Institution.objects.filter(status__in=ACTIVE)[:5])
    print(said)
    print({"institutions": run.institutions, "codes": codes, "seconds": round(seconds, 2), "reasons": dict(reasons)})
    assert all(reasons)


def test_each_is_without_a_code_because_of_the_families_that_are_unknown(county: County):
    brought_in(county)
    night_after(county)
    row = Assessment.objects.published(county.pk).order_by("institution_id").first()
    unknown = [line for line, letter in zip(explain(row.institution).lines, row.levels, strict=True) if letter == GREY]
    assert {line.family for line in unknown} == {"scale", "statements", "insurance"}
    assert row.weight_grey * 2 > row.weight_applicable


def test_without_connected_sources_nothing_applies(db: None):
    county = County.objects.create(code="330282", name="慈溪市")
    brought_in(county)
    run, _ = night_after(county)
    assert set(Assessment.objects.published(county.pk).values_list("weight_applicable", flat=True)) == {0}
    assert set(run.counts.values_list("colour", flat=True)) == {Colour.NONE}
