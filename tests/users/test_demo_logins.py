"""The demo offers its logins on the sign-in page, nobody else does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cixi_oversight.demo.accounts import PASSWORD
from cixi_oversight.permissions import Role
from cixi_oversight.users.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_demo", [True, False])
def test_one_click_signs_in_to_the_demo_only(
    client: Client, person: Callable[..., User], settings: Any, is_demo: bool
) -> None:
    settings.IS_DEMO = is_demo
    user = person("chief", Role.SECTION_CHIEF)
    user.set_password(PASSWORD)
    user.save()
    page = client.get("/accounts/login/").content.decode()
    assert (f'name="password" value="{PASSWORD}"' in page) is is_demo
    assert "owner-red" not in page, "an account that is not there is not offered"
