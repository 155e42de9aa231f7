"""Second factors: who must have one, no code twice, secrets sealed, wrong codes lock, a lost one is removed."""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.apps import apps
from django.core.cache import caches
from django.test import Client

from cixi_oversight.permissions import Role
from cixi_oversight.sealing import SealBroken
from cixi_oversight.users.enums import Outcome
from cixi_oversight.users.models import SignInAttempt, User
from cixi_oversight.users.ports.factors import open_secret, seal_secret
from cixi_oversight.users.services.factors import reseal, take_step
from tests.people import World, make_world
from tests.users.conftest import PASSWORD

AUTHENTICATE = "/accounts/2fa/authenticate/"


def code_at(secret: str, shift: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + shift)))


def at_second_step(username: str = "lina") -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    return client


def enters(client: Client, code: str) -> bool:
    client.post(AUTHENTICATE, {"code": code})
    return "_auth_user_id" in client.session


@pytest.fixture
def secret(person: Callable[..., User]) -> str:
    made = generate_totp_secret()
    TOTP.activate(person("lina", Role.REGISTRAR), made)
    return made


def test_the_secret_is_sealed_in_the_database(secret: str) -> None:
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    assert stored.startswith("aesgcm:k1:")
    assert open_secret(stored) == secret


def test_recovery_codes_are_sealed_too(person: Callable[..., User]) -> None:
    codes = RecoveryCodes.activate(person("lina"))
    assert codes.instance.data["seed"].startswith("aesgcm:k1:")
    assert len(codes.get_unused_codes()) == 10


def test_a_secret_of_another_key_does_not_open(secret: str, settings: Any) -> None:
    stored = Authenticator.objects.get(type="totp").data["secret"]
    settings.PERSONAL_KEYS = ["k1:3FAxb5zpf6SuqCDtnLusDvf87moa+smk+sTW6Bv+9Rs="]
    with pytest.raises(SealBroken):
        open_secret(stored)


def test_a_changed_key_seals_again(secret: str, settings: Any) -> None:
    settings.PERSONAL_KEYS = [*settings.PERSONAL_KEYS, "k2:3FAxb5zpf6SuqCDtnLusDvf87moa+smk+sTW6Bv+9Rs="]
    settings.PERSONAL_KEY_CURRENT = "k2"
    assert (reseal(), reseal()) == (1, 0)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert stored.startswith("aesgcm:k2:")
    assert enters(at_second_step(), code_at(secret))


def test_the_migration_seals_what_was_stored_in_the_clear_and_back(person: Callable[..., User]) -> None:
    migration = import_module("cixi_oversight.users.migrations.0005_evidence")
    user = person("lina")
    plain = {"totp": {"secret": "ABC"}, "recovery_codes": {"seed": "123", "used_mask": 3, "migrated_codes": ["a", "b"]}}
    for kind, data in plain.items():
        Authenticator.objects.create(user=user, type=kind, data=data)
    migration.seal_secrets(apps, None)
    sealed = dict(Authenticator.objects.values_list("type", "data"))
    assert open_secret(sealed["totp"]["secret"]) == "ABC"
    assert open_secret(sealed["recovery_codes"]["seed"]) == "123"
    assert [open_secret(code) for code in sealed["recovery_codes"]["migrated_codes"]] == ["a", "b"]
    migration.unseal_secrets(apps, None)
    assert dict(Authenticator.objects.values_list("type", "data")) == plain


def test_a_code_is_refused_twice_in_its_step_also_with_an_emptied_cache(secret: str) -> None:
    code = code_at(secret)
    assert enters(at_second_step(), code)
    for cache in caches.all():
        cache.clear()
    assert not enters(at_second_step(), code)


def test_no_older_step_is_taken_after_a_newer_one(person: Callable[..., User]) -> None:
    user, secret = person("lina"), generate_totp_secret()
    assert take_step(user=user, secret=secret, code=code_at(secret))
    assert not take_step(user=user, secret=secret, code=code_at(secret))
    assert not take_step(user=user, secret=secret, code=code_at(secret, -1))
    assert take_step(user=user, secret=secret, code=code_at(secret, 1))


def test_the_code_that_set_the_app_up_does_not_sign_in(
    client: Client, person: Callable[..., User], django_capture_on_commit_callbacks: Any
) -> None:
    person("lina", Role.REGISTRAR)
    client.post("/accounts/login/", {"login": "lina", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = code_at(secret)
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    assert not enters(at_second_step(), code)


@pytest.mark.parametrize(("shift", "inside"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(secret: str, shift: int, inside: bool) -> None:
    assert enters(at_second_step(), code_at(secret, shift)) is inside


def test_five_wrong_codes_close_the_door_also_to_the_right_one(secret: str) -> None:
    client = at_second_step()
    for _ in range(5):
        assert not enters(client, "000000")
    assert not enters(client, code_at(secret))
    assert not enters(at_second_step(), code_at(secret))
    assert list(SignInAttempt.objects.order_by("pk").values_list("outcome", flat=True)) == [
        *[Outcome.WRONG_FACTOR] * 5,
        Outcome.WHILE_LOCKED,
        Outcome.WHILE_LOCKED,
    ]


def test_the_password_alone_does_not_reset_the_count(secret: str) -> None:
    for _ in range(5):
        assert not enters(at_second_step(), "000000")
    assert not enters(at_second_step(), code_at(secret))


def test_the_security_administrator_removes_a_lost_factor(client: Client, secret: str, person: Any) -> None:
    user = User.objects.get(username="lina")
    path = f"/bureau/system/accounts/{user.public_id}/factors/"
    client.force_login(person("sys", Role.SYSTEM_ADMIN))
    assert client.post(path, {"why": "手机遗失"}).status_code == 403
    client.force_login(person("sec", Role.SECURITY_ADMIN))
    assert client.post(path, {"why": "手机遗失"}).status_code == 302
    assert not Authenticator.objects.exists()
    assert client.post(path, {"why": "再次"}).status_code == 409


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.mark.parametrize(
    ("role", "forced"),
    [
        (Role.INSTITUTION_OWNER, True),
        (Role.INSTITUTION_FINANCE, True),
        (Role.INSTITUTION_FRONT_DESK, False),
        (Role.TEACHER, False),
        (Role.TOWN_OFFICER, True),
        (Role.AUDIT_ADMIN, True),
    ],
)
def test_who_decides_or_handles_money_must_have_one(world: World, settings: Any, role: Role, forced: bool) -> None:
    settings.MFA_FORCED_FOR_STAFF = True
    answer = world.client(role).get("/accounts/")
    assert (answer.status_code == 302) is forced


def test_recovery_codes_alone_are_no_second_factor(world: World, settings: Any) -> None:
    settings.MFA_FORCED_FOR_STAFF = True
    client = world.client(Role.REGISTRAR)
    RecoveryCodes.activate(world.user(Role.REGISTRAR))
    assert client.get("/accounts/").status_code == 302


def test_sealing_twice_gives_two_texts() -> None:
    assert seal_secret("ABC") != seal_secret("ABC")
