"""What administrators look at: sign-ins with failures, accounts nobody uses, a leave with its deputy, an open link."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Final

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from cixi_oversight import clock
from cixi_oversight.demo.chance import Chance
from cixi_oversight.demo.copying import Sheets
from cixi_oversight.permissions import Role
from cixi_oversight.users.enums import ActorKind, InvitationPurpose, Outcome
from cixi_oversight.users.models import (
    Actor,
    DepartmentMembership,
    Deputyship,
    Invitation,
    SignInAttempt,
    User,
)
from cixi_oversight.users.services.attempts import name_hash

_DAYS: Final = 14
_DEVICES: Final = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Linux; Android 14; HarmonyOS) Chrome/114.0 Mobile Safari/537.36",
)
# username, name, days since the last sign-in (None: never), days since it was made
_UNUSED: Final = (
    ("wu-former", "演示离任巡查员", 212, 1400),
    ("zhao-lent", "演示借调人员", 131, 700),
    ("shen-never", "演示未启用人员", None, 160),
)
_NEWCOMER: Final = ("newcomer", "演示新进人员")


def build_sign_ins(
    sheets: Sheets, chance: Chance, *, users: dict[str, int], actors: dict[str, int], bureau_id: int, as_of: dt.date
) -> None:
    """Everything real-timed is dated from `as_of`, so that a seed gives the same city on any day."""
    _unused(sheets, bureau_id, as_of)
    _newcomer(sheets, actors["sysadmin"], as_of)
    sheets.add(
        Deputyship,
        absent_id=users["analyst"],
        deputy_id=users["legal"],
        from_on=as_of - dt.timedelta(days=2),
        to_on=as_of + dt.timedelta(days=5),
        why="年休假",
        made_by_id=actors["analyst"],
        made_at=clock.at(as_of - dt.timedelta(days=4), 16),
    )
    _attempts(sheets, chance, users, as_of)


def _unused(sheets: Sheets, bureau_id: int, as_of: dt.date) -> None:
    for username, name, unused, age in _UNUSED:
        last = clock.at(as_of - dt.timedelta(days=unused), 9, 12) if unused is not None else None
        joined = as_of - dt.timedelta(days=age)
        user_id = _account(sheets, username, name, joined, last)
        sheets.add(DepartmentMembership, user_id=user_id, department_id=bureau_id, role=Role.INSPECTOR, from_on=joined)


def _newcomer(sheets: Sheets, made_by: int, as_of: dt.date) -> None:
    user_id = _account(sheets, *_NEWCOMER, as_of, None)
    sheets.add(
        Invitation,
        user_id=user_id,
        purpose=InvitationPurpose.JOIN,
        token_hash=hashlib.sha256(b"nobody has this link").hexdigest(),
        made_by_id=made_by,
        made_at=clock.at(as_of, 8, 30),
        expires_at=clock.at(as_of + dt.timedelta(days=7), 8, 30),
    )


def _account(sheets: Sheets, username: str, name: str, joined: dt.date, last: dt.datetime | None) -> int:
    """Without a password that anybody could type."""
    user_id = sheets.add(
        User,
        username=username,
        name=name,
        password=UNUSABLE_PASSWORD_PREFIX,
        joined_at=clock.at(joined, 9),
        last_login=last,
    )
    sheets.add(Actor, kind=ActorKind.USER, user_id=user_id, label=name)
    return user_id


def _attempts(sheets: Sheets, chance: Chance, users: dict[str, int], as_of: dt.date) -> None:
    """Two weeks of an office: mornings, a mistyped password here and there, one afternoon of guessing from outside."""
    draw = chance.stream("sign_ins")
    for days in range(_DAYS, 0, -1):
        day = as_of - dt.timedelta(days=days)
        for position, username in enumerate(("registrar", "inspector", "chief", "funds", "town", "sysadmin")):
            at = clock.at(day, 8, 30 + position) + dt.timedelta(seconds=draw.randrange(55))
            if draw.randrange(9) == 0:
                _attempt(
                    sheets, username, users, Outcome.WRONG_PASSWORD, at - dt.timedelta(seconds=40), position=position
                )
            _attempt(sheets, username, users, Outcome.SIGNED_IN, at, position=position)
    guessing = clock.at(as_of - dt.timedelta(days=3), 15, 20)
    for step, username in enumerate(("admin", "root", "market", "market", "market", "market", "market", "market")):
        outcome = Outcome.WRONG_PASSWORD if username in users else Outcome.UNKNOWN_NAME
        at = guessing + dt.timedelta(seconds=9 * step)
        _attempt(sheets, username, users, Outcome.WHILE_LOCKED if step == 7 else outcome, at, position=7)


def _attempt(
    sheets: Sheets, username: str, users: dict[str, int], outcome: Outcome, at: dt.datetime, *, position: int
) -> None:
    sheets.add(
        SignInAttempt,
        user_id=users.get(username),
        name_hash=name_hash(username),
        outcome=outcome,
        address="203.0.113.77" if position == 7 else f"192.0.2.{11 + position}",
        device=_DEVICES[position % len(_DEVICES)],
        at=at,
    )
