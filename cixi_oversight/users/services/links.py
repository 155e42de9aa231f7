"""Signed links: making, opening, revoking. Who may have one made is the business of the app whose thing it opens."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.errors import ReasonMissing
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.records import new_public_id
from cixi_oversight.users.enums import ActorKind
from cixi_oversight.users.errors import LinkAlreadyRevoked, LinkNotValid
from cixi_oversight.users.models import Actor, SignedLink
from cixi_oversight.users.rules.tokens import hash_of, new_token
from cixi_oversight.users.services.audit import audited


@transaction.atomic
def make(
    *,
    subject: tuple[str, int],
    purpose: str,
    expires_at: dt.datetime,
    by: Viewer,
    at: dt.datetime,
    institution_id: int | None = None,
    token: str = "",
) -> tuple[SignedLink, str]:
    """A link and its token, which is told here and never again. `expires_at` is real time; `at` business time.

    `token` is for the demo's printed link, and for a form that is sent twice. Raises ValueError for an end that has
    passed, or a token of another shape: mistakes of the caller.
    """
    if expires_at <= clock.real_now():
        raise ValueError("a link that is over before it begins")
    told = token or new_token()
    kept = hash_of(told)
    if kept is None:
        raise ValueError("not a token")
    public_id = new_public_id()
    link = SignedLink.objects.create(
        public_id=public_id,
        token_hash=kept,
        purpose=purpose,
        subject_kind=subject[0],
        subject_id=subject[1],
        institution_id=institution_id,
        holder=Actor.objects.create(kind=ActorKind.LINK, label=f"link {public_id}"),
        created_at=at,
        created_by_id=by.actor_id,
        expires_at=expires_at,
    )
    _audit("make_link", link, by=by, at=at, expires_at=expires_at.isoformat())
    return link, told


def find(token: str, *, purpose: str = "") -> SignedLink:
    """The link that a token opens now, in real time. Raises LinkNotValid: over, revoked and unknown are one answer."""
    kept = hash_of(token)
    rows = SignedLink.objects.open(clock.real_now()).select_related("holder")
    link = rows.filter(token_hash=kept).first() if kept else None
    if link is None or (purpose and link.purpose != purpose):
        raise LinkNotValid
    return link


def viewer_of(link: SignedLink) -> Viewer:
    """Whoever holds the link: no role, no scope but the one thing."""
    return Viewer(kind=ViewerKind.LINK, actor_id=link.holder_id, label=link.holder.label, subject=link.subject)


def open(token: str, *, at: dt.datetime) -> Viewer:  # noqa: A001 - read as links.open
    """The holder as a principal; the first opening is on record. Raises LinkNotValid."""
    link = find(token)
    note_opening(link, at=at)
    return viewer_of(link)


@transaction.atomic
def note_opening(link: SignedLink, *, at: dt.datetime) -> None:
    """That it was opened for the first time: the only trace that looking leaves. Of two at once one writes it."""
    if link.first_opened_at is None and SignedLink.objects.filter(pk=link.pk, first_opened_at=None).update(
        first_opened_at=at
    ):
        _audit("open_link", link, by=viewer_of(link), at=at)


@transaction.atomic
def revoke(*, link: SignedLink, by: Viewer, why: str, at: dt.datetime) -> SignedLink:
    """Opens nothing from the next request on. Raises ReasonMissing, LinkAlreadyRevoked."""
    if not why.strip():
        raise ReasonMissing(field="why")
    row = SignedLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if row.revoked_at is not None:
        raise LinkAlreadyRevoked
    _revoke(row, by=by, why=why.strip(), at=at)
    return row


@transaction.atomic
def revoke_all(*, subject: tuple[str, int], purpose: str, by: Viewer, why: str, at: dt.datetime) -> int:
    """Every open link of the thing for that purpose; returns how many there were."""
    rows = SignedLink.objects.of(*subject, purpose=purpose).filter(revoked_at=None)
    found = list(rows.select_for_update(of=("self",)))
    for row in found:
        _revoke(row, by=by, why=why, at=at)
    return len(found)


def _revoke(row: SignedLink, *, by: Viewer, why: str, at: dt.datetime) -> None:
    row.revoked_at, row.revoked_by_id, row.revoked_why = at, by.actor_id, why[:300]
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    _audit("revoke_link", row, by=by, at=at, why=why)


def _audit(verb: str, link: SignedLink, *, by: Viewer, at: dt.datetime, why: str = "", **data: str) -> None:
    audited(
        f"users.{verb}",
        by=by,
        subject=link.subject,
        at=at,
        why=why,
        institution_id=link.institution_id,
        link=link.public_id,
        purpose=link.purpose,
        **data,
    )
