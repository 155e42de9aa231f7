import datetime as dt

import pytest
from django.test import Client

from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, DepartmentMembership, Town, User

DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def county(db: None) -> County:
    return County.objects.create(code="330282", name="慈溪市")


@pytest.fixture
def chief(client: Client, county: County) -> User:
    """A section chief of Cixi, signed in."""
    bureau = Department.objects.create(county=county, kind=DepartmentKind.EDUCATION, name="慈溪市教育局")
    user = User.objects.create_user("chief", name="周科长", joined_at=DAY, password="long-enough-2026")
    DepartmentMembership.objects.create(user=user, department=bureau, role=Role.SECTION_CHIEF, from_on=DAY.date())
    client.force_login(user)
    return user


@pytest.fixture
def towns(county: County) -> list[Town]:
    """Seven towns; two in the same row of the grid, and one with a name that a sheet would take for a formula."""
    names = ["浒山", "白沙路", "古塘", "观海卫", "周巷", "逍林", "=1+1"]
    made = [
        Town(county=county, code=f"33028200{n}", name=name, grid_column=n % 3, grid_row=n // 3)
        for n, name in enumerate(names)
    ]
    return Town.objects.bulk_create(made)
