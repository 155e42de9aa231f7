"""A real, messy register: 1,076 licensed child-care centres of one county of California, into a fresh database."""

from __future__ import annotations

import time

import pytest

from cixi_oversight.imports.models import OpenMatch
from institutions.models import Institution, InstitutionTransition, Permit, Site
from institutions.services.register_import.summary import summary
from tests.imports.conftest import ROOT, Import

SHEET = ROOT.parent / "shared/data/registers/california_childcare_centres.csv"

pytestmark = pytest.mark.skipif(not SHEET.exists(), reason=f"the sample register is not on this machine: {SHEET.name}")


def test_it_goes_in_whole_and_says_what_it_did(run: Import) -> None:
    began = time.monotonic()
    batch = run(SHEET.read_bytes(), name=SHEET.name, profile="california_childcare")
    seconds = time.monotonic() - began
    said = summary(batch)
    print(said)
    assert said["rows_read"] == 1076
    assert said["rows_read"] == sum(said[key] for key in ("new", "matched", "unsure", "decided_before", "refused"))
