"""One-time links by which somebody sets his password himself: nobody else ever knows it. Kept as a hash; they end."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import MutableMapping
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import InvitationPurpose
from cixi_oversight.users.errors import AccountClosed, InvitationOver, NotForOneself
from cixi_oversight.users.models import Invitation, User
from cixi_oversight.users.services.audit import audited
from cixi_oversight.users.services.identities import write_identity
from cixi_oversight.users.services.passwords import set_password
from cixi_oversight.users.services.viewer import viewer_of

VALID: Final = dt.timedelta(days=7)
_SHOWN: Final = "invitation_shown"


@transaction.atomic
def invite(*, user: User, by: Viewer, at: dt.datetime, now: dt.datetime, why: str = "") -> tuple[Invitation, str]:
    """A new link and its token, which is shown once; an older link of the account ends by it.

    Raises NotForOneself, AccountClosed.
    """
    if user.pk == by.user_id:
        raise NotForOneself
    locked = User.objects.select_for_update().get(pk=user.pk)
    if not locked.is_active:
        raise AccountClosed
    revoke_all(user=locked, now=now)
    token = secrets.token_urlsafe(32)
    purpose = InvitationPurpose.RENEW if locked.has_usable_password() else InvitationPurpose.JOIN
    row = Invitation.objects.create(
        user=locked,
        purpose=purpose,
        token_hash=_hash(token),
        made_by_id=by.actor_id,
        made_at=now,
        expires_at=now + VALID,
    )
    audited("users.invite", by=by, subject=("user", locked.pk), why=why, at=at, purpose=purpose)
    return row, token


def opened(token: str, *, now: dt.datetime) -> Invitation:
    """The invitation of a token. Raises InvitationOver."""
    rows = Invitation.objects.unused().filter(token_hash=_hash(token), expires_at__gt=now, user__is_active=True)
    row = rows.select_related("user").first()
    if row is None:
        raise InvitationOver
    return row


@transaction.atomic
def accept(*, token: str, password: str, now: dt.datetime) -> User:
    """The password is set and the link spent, in one. Raises InvitationOver, PasswordTooWeak."""
    row = Invitation.objects.unused().select_for_update(of=("self",)).filter(token_hash=_hash(token)).first()
    if row is None:
        raise InvitationOver
    user = opened(token, now=now).user
    at = clock.now()
    by = viewer_of(user, on=at.date())
    set_password(user=user, password=password, by=by, at=at, now=now)
    row.used_at = now
    row.save(update_fields=["used_at"])
    audited("users.accept_invitation", by=by, subject=("user", user.pk), at=at, purpose=row.purpose)
    return user


@transaction.atomic
def accept_outside(*, token: str, provider: str, subject: str, now: dt.datetime) -> User:
    """Whoever holds the link has proved who he is at an outside sign-in: that identity opens the account from now on,
    and the link is spent. Only for an account that has no password yet: a link that renews one links nothing.

    Raises InvitationOver, IdentityTaken.
    """
    row = Invitation.objects.unused().select_for_update(of=("self",)).filter(token_hash=_hash(token)).first()
    if row is None or row.purpose != InvitationPurpose.JOIN:
        raise InvitationOver
    user = opened(token, now=now).user
    at = clock.now()
    by = viewer_of(user, on=at.date())
    write_identity(user=user, provider=provider, subject=subject, by=by, why="", at=at)
    row.used_at = now
    row.save(update_fields=["used_at"])
    audited("users.accept_invitation", by=by, subject=("user", user.pk), at=at, purpose=row.purpose, provider=provider)
    return user


@transaction.atomic
def revoke(*, user: User, by: Viewer, why: str, at: dt.datetime, now: dt.datetime) -> None:
    """Raises InvitationOver where none is open."""
    if not revoke_all(user=user, now=now):
        raise InvitationOver
    audited("users.revoke_invitation", by=by, subject=("user", user.pk), why=why, at=at)


def revoke_all(*, user: User, now: dt.datetime) -> int:
    return Invitation.objects.unused().filter(user=user).update(revoked_at=now)


def hand_over(session: MutableMapping[str, Any], *, user: User, token: str) -> None:
    """Keep the token for the one page that shows it to whoever made it."""
    session[_SHOWN] = [user.public_id, token]


def handed_over(session: MutableMapping[str, Any]) -> tuple[User, str] | None:
    """The account and the token that were made in this session last. Shown as often as the page is opened until
    something else is made or the session ends: a reload must not lose it."""
    public_id, token = session.get(_SHOWN, ("", ""))
    user = User.objects.get_queryset().filter(public_id=public_id).first()
    is_open = user is not None and Invitation.objects.unused().filter(user=user, token_hash=_hash(token)).exists()
    return (user, token) if user is not None and is_open else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
