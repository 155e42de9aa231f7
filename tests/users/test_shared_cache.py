"""The cache in the database, as production has it: one count for all processes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from cixi_oversight.settings import base
from cixi_oversight.users.models import CacheEntry, User
from tests.users.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shared(settings: Any) -> Iterator[None]:
    settings.CACHES = base.CACHES
    yield
    caches["default"].clear()


def test_it_keeps_counts_and_forgets_them_in_time() -> None:
    cache = caches["default"]
    cache.set("a", {"n": 1}, 60)
    cache.add("a", {"n": 2}, 60)
    cache.set("gone", 1, -1)
    assert (cache.get("a"), cache.get("gone")) == ({"n": 1}, None)
    assert CacheEntry.objects.filter(cache_key__endswith="a").count() == 1


def test_failed_sign_ins_are_counted_for_all_processes(client: Client, person: Callable[..., User]) -> None:
    person("lina")
    for _ in range(5):
        Client().post("/accounts/login/", {"login": "lina", "password": "wrong password"})
    assert CacheEntry.objects.exists()
    client.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
