"""The night over a small hand-made county."""

import pytest
from django.core.management import call_command

from riskcodes.models import Assessment
from riskcodes.services.board import board_figures
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_a_healthy_institution_is_green(make, night, county, by):
    make.connect()
    made = make.healthy()
    run = night(TODAY)
    row = Assessment.objects.published(county.pk).get()
    assert (row.institution_id, row.computed_code, row.levels) == (made.pk, "green", "g" * 13)
    assert (run.state, run.institutions, run.rows_written, run.failures) == ("published", 1, 1, [])
    call_command("explain_risk_code", made.public_id)
    call_command("explain_risk_code", made.public_id, "--json")
    call_command("explain_risk_code", made.public_id, "--on", "2026-11-20")
    call_command("recompute_risk_codes", "--on", "2026-11-20")
    print(board_figures(by, TODAY))
