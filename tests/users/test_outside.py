"""Outside sign-ins against a provider in a process of its own that lies in every way a token can."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from cixi_oversight import clock
from cixi_oversight.audit.models import Event
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.enums import Outcome, Provider
from cixi_oversight.users.errors import IdentityTaken, NotForOneself
from cixi_oversight.users.models import (
    Department,
    DepartmentMembership,
    ExternalIdentity,
    Invitation,
    SignInAttempt,
    User,
)
from cixi_oversight.users.services.accounts import close_account
from cixi_oversight.users.services.identities import link_identity, unlink_identity
from cixi_oversight.users.services.invitations import invite, revoke_all
from cixi_oversight.users.services.viewer import viewer_of
from tests.users.conftest import AT, TODAY

START = "/accounts/outside/zzd/"
BACK = "/accounts/outside/zzd/back/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    script = Path(__file__).with_name("oidc_provider.py")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


@pytest.fixture
def behave(issuer: str, settings: Any) -> Callable[..., None]:
    """Sets the provider's behaviour, good at first; the portal is connected to it."""
    settings.OIDC_PROVIDERS = {"zzd": {"issuer": issuer, "client_id": "portal", "client_secret": "sandbox-secret"}}

    def set_(**how: Any) -> None:
        requests.post(f"{issuer}/behave", json=how, timeout=5)

    set_()
    return set_


@pytest.fixture
def lina(person: Callable[..., User], by: Viewer, behave: Callable[..., None]) -> User:
    user = person("lina", Role.REGISTRAR)
    link_identity(user=user, provider=Provider.ZZD, subject="gov-0001", by=by, why="绑定", at=AT)
    return user


def there(client: Client, **sent: str) -> dict[str, str]:
    """Out to the provider and what it sends the browser back with."""
    leaving = client.post(START, sent)
    assert leaving.status_code == 302
    answer = requests.get(leaving.headers["Location"], allow_redirects=False, timeout=5)
    found = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in found.items()}


def enters(client: Client, answer: dict[str, str]) -> bool:
    client.get(BACK, answer)
    return "_auth_user_id" in client.session


def test_a_linked_account_enters(client: Client, lina: User) -> None:
    assert enters(client, there(client))
    assert client.session["_auth_user_id"] == str(lina.pk)


def test_state_nonce_and_challenge_are_new_each_time_and_the_verifier_stays_here(lina: User) -> None:
    def asked() -> dict[str, str]:
        found = parse_qs(urlsplit(Client().post(START).headers["Location"]).query)
        return {name: values[0] for name, values in found.items()}

    first, second = asked(), asked()
    assert first["code_challenge_method"] == "S256"
    assert "verifier" not in str(first)
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_the_second_factor_of_ours_is_still_asked(client: Client, lina: User) -> None:
    TOTP.activate(lina, generate_totp_secret())
    answer = client.get(BACK, there(client))
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://evil.example"},
        {"audience": "another-portal"},
        {"audience": ["portal", "other"], "azp": "other"},
        {"expired": True},
        {"nonce": "of another sign-in"},
        {"key": "other"},
        {"algorithm": "none"},
        {"algorithm": "HS256"},
        {"without": ["exp"]},
        {"without": ["nonce"]},
        {"without": ["sub"]},
        {"subject": ""},
        {"discovery": "https://evil.example"},
        {"token_endpoint": "http://127.0.0.1:9/token"},
    ],
    ids=str,
)
def test_a_lie_lets_nobody_in(client: Client, lina: User, behave: Callable[..., None], lie: dict[str, Any]) -> None:
    answer = there(client)
    behave(**lie)
    back = client.get(BACK, answer)
    assert back.headers["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session
    assert SignInAttempt.objects.get().outcome == Outcome.IDENTITY_REFUSED


def test_a_state_is_good_once(client: Client, lina: User) -> None:
    answer = there(client)
    assert enters(client, answer)
    client.post("/accounts/logout/")
    assert not enters(client, answer)


def test_a_state_of_another_browser_is_refused(client: Client, lina: User) -> None:
    """An attacker who makes a victim's browser finish the attacker's sign-in."""
    answer = there(Client())
    assert not enters(client, answer)
    there(client)
    assert not enters(client, answer)


def test_a_wrong_state_spends_the_right_one(client: Client, lina: User) -> None:
    answer = there(client)
    assert not enters(client, answer | {"state": "x"})
    assert not enters(client, answer)


def test_a_code_is_good_once(client: Client, lina: User) -> None:
    used = there(client)
    assert enters(client, used)
    again = Client()
    fresh = there(again)
    assert not enters(again, fresh | {"code": used["code"]})


@pytest.mark.parametrize("change", [{"iss": "https://evil.example"}, {"code": ""}, {"error": "access_denied"}])
def test_an_answer_that_does_not_fit_is_refused(client: Client, lina: User, change: dict[str, str]) -> None:
    assert not enters(client, there(client) | change)


def test_whoever_stays_away_too_long_begins_anew(client: Client, lina: User) -> None:
    with time_machine.travel(clock.real_now(), tick=False) as traveller:
        answer = there(client)
        traveller.shift(601)
        assert not enters(client, answer)


def test_nobody_is_let_in_or_made_by_an_e_mail_address(
    client: Client, person: Callable[..., User], behave: Callable[..., None]
) -> None:
    user = person("lina", Role.REGISTRAR)
    user.email = "lina@example.gov.cn"
    user.save()
    assert not enters(client, there(client))
    assert User.objects.get_queryset().count() == 1
    assert "尚未绑定" in client.get("/accounts/login/").content.decode()


def test_a_link_that_ended_and_a_closed_account_let_nobody_in(client: Client, lina: User, by: Viewer) -> None:
    unlink_identity(identity=ExternalIdentity.objects.get(), by=by, why="调离", at=AT)
    assert not enters(client, there(client))
    link_identity(user=lina, provider=Provider.ZZD, subject="gov-0001", by=by, why="回任", at=AT)
    close_account(user=lina, by=by, why="离职", at=AT)
    assert not enters(Client(), there(Client()))


def test_a_provider_that_is_down_is_said_so(client: Client, lina: User, settings: Any) -> None:
    settings.OIDC_PROVIDERS = {"zzd": settings.OIDC_PROVIDERS["zzd"] | {"issuer": "http://127.0.0.1:9"}}
    assert client.post(START).headers["Location"] == "/accounts/login/"


def test_one_identity_has_one_account_and_nobody_links_his_own(
    lina: User, person: Callable[..., User], by: Viewer
) -> None:
    other = person("wang", Role.SECURITY_ADMIN)
    with pytest.raises(IdentityTaken):
        link_identity(user=other, provider=Provider.ZZD, subject="gov-0001", by=by, why="x", at=AT)
    with pytest.raises(NotForOneself):
        link_identity(user=other, provider=Provider.ZZD, subject="gov-2", by=viewer_of(other, on=TODAY), why="x", at=AT)


def test_the_button_is_there_only_where_it_is_configured(
    client: Client, behave: Callable[..., None], settings: Any, db: None
) -> None:
    assert START in client.get("/accounts/login/").content.decode()
    assert client.get(START).status_code == 405, "no link elsewhere starts a sign-in"
    settings.OIDC_PROVIDERS = {}
    assert "/accounts/outside/" not in client.get("/accounts/login/").content.decode()
    assert client.post(START).status_code == 404
    assert client.get(BACK).status_code == 404


def opened_by(client: Client, user: User, by: Viewer) -> str:
    _, token = invite(user=user, by=by, at=AT, now=clock.real_now())
    assert client.get(f"/accounts/invitation/?token={token}").status_code == 302
    return token


@pytest.fixture
def newcomer(db: None, bureau: Department) -> User:
    """Invited, without a password."""
    user = User.objects.create_user("newcomer", name="新来的", joined_at=AT)
    DepartmentMembership.objects.create(user=user, department=bureau, role=Role.REGISTRAR, from_on=TODAY)
    return user


def test_an_invitation_is_accepted_by_an_outside_sign_in(
    client: Client, newcomer: User, by: Viewer, behave: Callable[..., None]
) -> None:
    opened_by(client, newcomer, by)
    assert 'name="invitation"' in client.get("/accounts/invitation/").content.decode()
    assert enters(client, there(client, invitation="yes"))
    assert client.session["_auth_user_id"] == str(newcomer.pk)
    row = ExternalIdentity.objects.get(user=newcomer)
    assert (row.provider, row.ended_at) == ("zzd", None)
    assert not Invitation.objects.unused().filter(user=newcomer).exists(), "the link is spent"
    verbs = Event.objects.filter(subject_kind="user", subject_id=newcomer.pk).values_list("verb", flat=True)
    assert {"users.link_identity", "users.accept_invitation"} <= set(verbs)
    again = Client()
    assert enters(again, there(again)), "the next time without the link"


def test_without_asking_for_it_the_link_is_not_used(
    client: Client, newcomer: User, by: Viewer, behave: Callable[..., None]
) -> None:
    opened_by(client, newcomer, by)
    assert not enters(client, there(client))
    assert not ExternalIdentity.objects.filter(user=newcomer).exists()


def test_an_identity_of_somebody_else_accepts_no_invitation(
    client: Client, newcomer: User, by: Viewer, lina: User
) -> None:
    opened_by(client, newcomer, by)
    assert not enters(client, there(client, invitation="yes"))
    assert Invitation.objects.unused().filter(user=newcomer).exists(), "the link is still good for a password"


def test_a_link_that_renews_a_password_links_nothing(
    client: Client, person: Callable[..., User], by: Viewer, behave: Callable[..., None]
) -> None:
    user = person("wang", Role.REGISTRAR)
    opened_by(client, user, by)
    assert 'name="invitation"' not in client.get("/accounts/invitation/").content.decode()
    assert not enters(client, there(client, invitation="yes"))
    assert not ExternalIdentity.objects.filter(user=user).exists()


def test_a_spent_or_revoked_link_links_nothing(
    client: Client, newcomer: User, by: Viewer, behave: Callable[..., None]
) -> None:
    opened_by(client, newcomer, by)
    answer = there(client, invitation="yes")
    revoke_all(user=newcomer, now=clock.real_now())
    assert not enters(client, answer)
    assert not ExternalIdentity.objects.filter(user=newcomer).exists()
