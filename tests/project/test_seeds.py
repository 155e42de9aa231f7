"""What migrations put into tables is there for every test, also after one that empties the tables."""

import pytest

from cixi_oversight.policy.models import CalendarYear, Parameter


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_emptying_tables_leaves_what_migrations_put_there(run: int) -> None:
    assert CalendarYear.objects.count() == 23
    assert Parameter.objects.exists()
    CalendarYear.objects.create(year=2099)
