"""A sample of `make crash` in the ordinary suite: one place in a slice and one at the flip of the pointer."""

import pytest

from tests.crash import night_cases

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("point", "nth"), [("riskcodes.mid_copy", 3), ("riskcodes.after_flip", 1)])
def test_a_killed_night_ends_like_an_unbroken_one(make, settings, point, nth):
    settings.RISK_SLICE = night_cases.SLICE
    expected, found = night_cases.kill_and_finish(make, point, nth)
    assert found == expected
    assert found["changes"]
