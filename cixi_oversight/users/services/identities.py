"""Outside identities: linked and unlinked by an administrator, with a reason, or linked with an invitation. No e-mail,
phone or name links one."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from cixi_oversight.permissions import Viewer
from cixi_oversight.users.errors import AccountClosed, IdentityTaken, NoIdentity, NotForOneself
from cixi_oversight.users.models import ExternalIdentity, User
from cixi_oversight.users.services.audit import audited


@transaction.atomic
def link_identity(
    *, user: User, provider: str, subject: str, by: Viewer, why: str, at: dt.datetime
) -> ExternalIdentity:
    """Raises NotForOneself, AccountClosed, IdentityTaken."""
    if user.pk == by.user_id:
        raise NotForOneself
    return write_identity(user=user, provider=provider, subject=subject, by=by, why=why, at=at)


@transaction.atomic
def write_identity(
    *, user: User, provider: str, subject: str, by: Viewer, why: str, at: dt.datetime
) -> ExternalIdentity:
    """Whoever calls has made sure that a person of ours wanted it: an administrator, or the sender of an invitation.

    Raises AccountClosed, IdentityTaken.
    """
    if not User.objects.select_for_update().get(pk=user.pk).is_active:
        raise AccountClosed
    try:
        with transaction.atomic():
            row = ExternalIdentity.objects.create(
                user=user, provider=provider, subject=subject, linked_by_id=by.actor_id, linked_at=at
            )
    except IntegrityError as taken:
        raise IdentityTaken(field="subject") from taken
    audited("users.link_identity", by=by, subject=("user", user.pk), why=why, at=at, provider=provider)
    return row


@transaction.atomic
def unlink_identity(*, identity: ExternalIdentity, by: Viewer, why: str, at: dt.datetime) -> None:
    """Raises NoIdentity."""
    if not ExternalIdentity.objects.standing().filter(pk=identity.pk).update(ended_at=at):
        raise NoIdentity
    subject = ("user", identity.user_id)
    audited("users.unlink_identity", by=by, subject=subject, why=why, at=at, provider=identity.provider)


def account_of(*, provider: str, subject: str) -> User | None:
    """The open account that a person of ours linked to this identity."""
    rows = ExternalIdentity.objects.standing().filter(provider=provider, subject=subject, user__is_active=True)
    row = rows.select_related("user").first()
    return row.user if row else None
