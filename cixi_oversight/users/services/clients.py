"""Departments' systems are registered here, given scopes, and given keys. A key's text leaves this file once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import ActorKind
from cixi_oversight.users.errors import ClientIsRevoked, ClientNameTaken, KeyDayNotPossible, KeyIsOver, ScopeUnknown
from cixi_oversight.users.models import Actor, ApiClient, ApiKey, Department
from cixi_oversight.users.rules.keys import new_key
from cixi_oversight.users.rules.scopes import in_order, is_known
from cixi_oversight.users.services.audit import audited

KEY_LIFE: Final = dt.timedelta(days=365)
OVERLAP: Final = dt.timedelta(days=14)  # offered for the old key when a new one takes its place
KEY_LIFE_MAX: Final = dt.timedelta(days=2 * 365)


@transaction.atomic
def create_client(*, department: Department, name: str, contact_role: str, by: Viewer, at: dt.datetime) -> ApiClient:
    """A client without any scope and without a key. Raises ClientNameTaken."""
    Department.objects.select_for_update().get(pk=department.pk)
    if ApiClient.objects.filter(department=department, name=name).exists():
        raise ClientNameTaken(field="name")
    client = ApiClient(department=department, name=name, contact_role=contact_role)
    client.created_at = client.changed_at = at
    client.created_by_id = client.changed_by_id = by.actor_id
    client.actor = Actor.objects.create(kind=ActorKind.API_CLIENT, label=_label(client))
    client.save(force_insert=True)
    _note("create_client", client, by=by, at=at, department=department.pk)
    return client


@transaction.atomic
def grant_scopes(
    *, client: ApiClient, scopes: Iterable[str], version: int, by: Viewer, why: str, at: dt.datetime
) -> ApiClient:
    """Exactly these scopes from the next request on. Raises ScopeUnknown, ClientIsRevoked, ReasonMissing,
    StaleVersion."""
    wanted = list(scopes)
    for name in wanted:
        if not is_known(name):
            raise ScopeUnknown(field="scopes", scope=name[:40])
    row = _locked(client)
    before, row.scopes = row.scopes, in_order(wanted)
    row.save_version(expected=version, by=by.actor_id, at=at, fields=["scopes"])
    _note("grant_scopes", row, by=by, at=at, why=_reason(why), before=before, after=row.scopes)
    return row


@transaction.atomic
def issue_key(*, client: ApiClient, expires_on: dt.date, by: Viewer, at: dt.datetime) -> tuple[ApiKey, str]:
    """A further key, and its text, which nobody can ask for again. `expires_on` is its last day, in real time.

    Raises ClientIsRevoked, KeyDayNotPossible.
    """
    row = _locked(client)
    _check_day(expires_on, "expires_on", last=clock.real_now().date() + KEY_LIFE_MAX)
    key, text = _make_key(row, expires_on, by=by, at=at)
    _note("issue_key", row, by=by, at=at, key=key.prefix, expires_on=expires_on.isoformat())
    return key, text


@transaction.atomic
def rotate_key(
    *, key: ApiKey, old_until: dt.date, expires_on: dt.date, by: Viewer, at: dt.datetime
) -> tuple[ApiKey, str]:
    """A new key in place of `key`, which still opens until `old_until`, that day included.

    Raises ClientIsRevoked, KeyIsOver, KeyDayNotPossible.
    """
    row = _locked(key.client)
    old = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if not _lives(old):
        raise KeyIsOver
    _check_day(old_until, "old_until", last=old.expires_on)
    _check_day(expires_on, "expires_on", last=clock.real_now().date() + KEY_LIFE_MAX)
    old.expires_on = old_until
    old.save(update_fields=["expires_on"])
    fresh, text = _make_key(row, expires_on, by=by, at=at)
    days = {"old_until": old_until.isoformat(), "expires_on": expires_on.isoformat()}
    _note("rotate_key", row, by=by, at=at, old=old.prefix, key=fresh.prefix, **days)
    return fresh, text


@transaction.atomic
def revoke_key(*, key: ApiKey, by: Viewer, why: str, at: dt.datetime) -> None:
    """The next request with it is refused. Raises KeyIsOver, ReasonMissing."""
    reason = _reason(why)
    row = ApiKey.objects.select_for_update(of=("self",)).select_related("client").get(pk=key.pk)
    if not _lives(row):
        raise KeyIsOver
    row.revoked_at = clock.real_now()
    row.save(update_fields=["revoked_at"])
    _note("revoke_key", row.client, by=by, at=at, why=reason, key=row.prefix)


@transaction.atomic
def revoke_client(*, client: ApiClient, by: Viewer, why: str, at: dt.datetime) -> None:
    """Every key of it is refused from the next request on; what it did keeps its name.

    Raises ClientIsRevoked, ReasonMissing.
    """
    reason = _reason(why)
    row = _locked(client)
    row.revoked_at = clock.real_now()
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["revoked_at"])
    _note("revoke_client", row, by=by, at=at, why=reason)


def _make_key(client: ApiClient, expires_on: dt.date, *, by: Viewer, at: dt.datetime) -> tuple[ApiKey, str]:
    text, made = new_key(settings.API_KEY_ENVIRONMENT)
    key = ApiKey.objects.create(
        client=client,
        prefix=made.prefix,
        hashed=made.hashed,
        environment=made.environment,
        expires_on=expires_on,
        created_at=at,
        created_by_id=by.actor_id,
    )
    return key, text


def _locked(client: ApiClient) -> ApiClient:
    row = ApiClient.objects.select_for_update(of=("self",)).select_related("department").get(pk=client.pk)
    if row.revoked_at is not None:
        raise ClientIsRevoked
    return row


def _lives(key: ApiKey) -> bool:
    return key.revoked_at is None and key.expires_on >= clock.real_now().date()


def _check_day(day: dt.date, field: str, *, last: dt.date) -> None:
    first = clock.real_now().date()
    if not first <= day <= last:
        raise KeyDayNotPossible(field=field, first=first.isoformat(), last=last.isoformat())


def _label(client: ApiClient) -> str:
    """How the history names it; two counties may have departments and systems of the same names."""
    label = f"{client.name}（{client.department.name}）"[:66]
    taken = Actor.objects.filter(kind=ActorKind.API_CLIENT, user=None, label=label).exists()
    return f"{label} {client.public_id}"[:80] if taken else label


def _reason(why: str) -> str:
    if not why.strip():
        raise ReasonMissing(field="why")
    return why.strip()


def _note(verb: str, client: ApiClient, *, by: Viewer, at: dt.datetime, why: str = "", **data: Any) -> None:
    audited(f"users.{verb}", by=by, subject=("api_client", client.pk), at=at, why=why, **data)
