"""A real, messy register: 1,076 licensed child-care centres of one county of California, into a fresh database."""

from __future__ import annotations

import datetime as dt

import pytest

from cixi_oversight.imports.models import OpenMatch
from institutions.models import Institution, InstitutionTransition, Permit
from institutions.services.register_import.summary import summary
from tests.imports.conftest import ROOT, Import

SHEET = ROOT.parent / "shared/data/registers/california_childcare_centres.csv"
PROFILE = "california_childcare"

pytestmark = pytest.mark.skipif(not SHEET.exists(), reason=f"the sample register is not on this machine: {SHEET.name}")


def test_it_goes_in_whole_and_every_row_is_accounted_for(run: Import) -> None:
    said = summary(run(SHEET.read_bytes(), name=SHEET.name, profile=PROFILE))
    print(said)  # -s shows what the README says
    assert (said["rows_read"], said["new"], said["unsure"], said["refused"]) == (1076, 795, 281, 0)
    assert said["unsure_by"] == {"codes_differ": 166, "same_name": 91, "same_place": 24}
    assert said["seconds"] < 10
    assert Institution.objects.count() == Permit.objects.count() == InstitutionTransition.objects.count() == 795
    assert OpenMatch.objects.undecided().count() == 281


def test_its_dates_statuses_and_gaps_are_read_as_the_profile_says(run: Import) -> None:
    run(SHEET.read_bytes(), name=SHEET.name, profile=PROFILE)
    closed = Permit.objects.get(number="10200078").institution
    assert (closed.name, closed.status, closed.uscc, closed.town) == (
        "BRIGHT WORLD PRESCHOOL",
        "deregistered",
        None,
        None,
    )
    assert closed.transitions.get().effective_on == dt.date(2021, 9, 10)
    operating = Permit.objects.get(number="10200027")
    assert (operating.issued_on, operating.institution.status) == (dt.date(1975, 3, 19), "operating")
    pending = InstitutionTransition.objects.filter(target="applying", institution__permits__issued_on=None).first()
    assert pending is not None
    assert pending.effective_on == dt.date(2025, 5, 25)  # MDDYYYY: 5252025, the day of the data


def test_a_second_import_of_it_changes_nothing(run: Import) -> None:
    run(SHEET.read_bytes(), name=SHEET.name, profile=PROFILE)
    said = summary(run(SHEET.read_bytes(), name="again.csv", profile=PROFILE))
    assert (said["new"], said["changed"], said["unchanged"]) == (0, 0, 795)
    assert said["matched_by"] == {"permit": 795}
    assert Institution.objects.count() == 795
    assert OpenMatch.objects.count() == 281  # the same rows wait once
