"""What a person of the bureau, or the portal itself, decides on a filing: returned with comments, or accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cixi_oversight.errors import Problems, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.filings import FilingKind, FilingVerb
from institutions.errors.filings import CommentMissing, FilingFinding, UnknownPlace
from institutions.models import Filing, FilingComment
from institutions.rules.filings.checking import readable
from institutions.rules.filings.places import is_place
from institutions.rules.filings.workflow import FILING
from institutions.services.filings import telling
from institutions.services.filings.acceptors import ACCEPTORS
from institutions.services.filings.catalogue import form_of
from institutions.services.filings.dues import meet
from institutions.services.filings.moving import locked, move
from institutions.services.filings.reviewing import review
from institutions.services.filings.rights import check_reviews, decides
from institutions.services.words import clean, day_of


@transaction.atomic
def return_for_correction(
    *,
    filing: Filing,
    comments: Mapping[str, str],
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    expected_version: int | None = None,
) -> Filing:
    """Give it back with comments place by place. Raises WrongState, Forbidden, StaleVersion, UnknownPlace,
    CommentMissing, NumberInText."""
    row = locked(filing)
    form = form_of(row.kind)
    check_reviews(form, by)
    decides(row, by)
    FILING.move(row.state, FilingVerb.RETURN)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion
    texts = {path: without_numbers(clean(text), field=f"comment_{path}") for path, text in comments.items()}
    texts = {path: text for path, text in texts.items() if text}
    for path in texts:
        if not is_place(form, row.payload, path):
            raise UnknownPlace(path=path)
    reason = without_numbers(clean(why), field="why")
    if not texts and not reason:
        raise CommentMissing(field="why")
    version = row.versions.get(number=row.submissions)
    FilingComment.objects.bulk_create(
        [
            FilingComment(filing=row, version=version, path=path, text=text[:600], recorded_at=at, actor_id=by.actor_id)
            for path, text in texts.items()
        ]
    )
    move(
        row,
        FilingVerb.RETURN,
        by=by,
        at=at,
        why=reason or "；".join(texts.values())[:300],
        also={"decided_at": at},
        data={"places": sorted(texts)[:50]},
    )
    telling.returned(row, places=len(texts), at=at)
    return row


@transaction.atomic
def accept(
    *, filing: Filing, by: Viewer, at: dt.datetime, why: str = "", expected_version: int | None = None
) -> Filing:
    """Enter what was filed in the register, through the noun's own service, and put the former filing out of force.

    Raises WrongState, Forbidden, StaleVersion, Problems (a document went missing, a rule no longer holds), and what
    the noun's service raises.
    """
    row = locked(filing)
    form = form_of(row.kind)
    check_reviews(form, by)
    decides(row, by)
    FILING.move(row.state, FilingVerb.ACCEPT)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion
    found = review(row, on=day_of(at))
    if found:
        raise Problems([FilingFinding(field=one.path, finding=one.code) for one in found])
    former = Filing.objects.all().same_thing(row).in_force().first()
    if former is not None:
        move(former, FilingVerb.SUPERSEDE, by=system_viewer(label="institutions.filings"), at=at)
    acceptor = ACCEPTORS.get(FilingKind(row.kind))
    made = acceptor(row, readable(form, row.payload), by, at) if acceptor is not None else None
    also: dict[str, Any] = {"decided_at": at, "record_id": made, "replaces": former}
    move(row, FilingVerb.ACCEPT, by=by, at=at, why=clean(why), also=also)
    meet(filing=row, record_id=made or row.pk, by=by, at=at)
    telling.accepted(row, by=by, at=at)
    return row
