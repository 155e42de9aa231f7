"""The night over a small hand-made county."""

import pytest

from riskcodes.models import Assessment
from tests.riskcodes.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_a_healthy_institution_is_green(make, night, county):
    make.connect()
    made = make.healthy()
    run = night(TODAY)
    row = Assessment.objects.published(county.pk).get()
    assert (row.institution_id, row.computed_code, row.levels) == (made.pk, "green", "g" * 13)
    assert (run.state, run.institutions, run.rows_written, run.failures) == ("published", 1, 1, [])
