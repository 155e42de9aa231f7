"""The bureau's part: award or not, another review, publication with certificate, lower or strip on breach."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper, PaperVoid
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import parameters
from institutions.enums.stars import RatingCause, StarVerb
from institutions.errors.stars import NoStars, NotLower, StarsOutOfRange
from institutions.models import Institution, StarApplication, StarRating
from institutions.rules.stars.papers import APPEAL, certificate
from institutions.rules.stars.points import STARS, valid_until
from institutions.services.stars import common
from institutions.services.stars.applying import start_review_again
from institutions.services.stars.reading import in_force
from institutions.services.words import day_of, lock
from institutions.services.yearly.common import a_text


@transaction.atomic
def award(
    *, application: StarApplication, stars: int, grounds: str, expected_version: int, by: Viewer, at: dt.datetime
) -> StarApplication:
    """Three to five stars, in force once published. Raises WrongState, Forbidden, StarsOutOfRange, ReasonMissing."""
    row = common.locked(application, expected_version=expected_version)
    if stars not in STARS:
        raise StarsOutOfRange(field="stars")
    text = a_text(grounds, "grounds")
    also = {"stars": stars, "grounds": text, "decided_on": day_of(at)}
    common.move(row, StarVerb.AWARD, by=by, at=at, why=text, also=also)
    return row


@transaction.atomic
def refuse(
    *, application: StarApplication, grounds: str, expected_version: int, by: Viewer, at: dt.datetime
) -> StarApplication:
    """No stars. Raises WrongState, Forbidden, ReasonMissing, NumberInText, StaleVersion."""
    row = common.locked(application, expected_version=expected_version)
    text = a_text(grounds, "grounds")
    common.move(row, StarVerb.REFUSE, by=by, at=at, why=text, also={"grounds": text, "decided_on": day_of(at)})
    common.tell(row, "star.refused", at, why=text)
    return row


@transaction.atomic
def send_back(
    *, application: StarApplication, why: str, expected_version: int, by: Viewer, at: dt.datetime
) -> StarApplication:
    """Another round of review, by two persons again. Raises as `refuse`."""
    row = common.locked(application, expected_version=expected_version)
    reason = a_text(why, "why")
    common.move(row, StarVerb.SEND_BACK, by=by, at=at, why=reason, also={"round": row.round + 1, "points": None})
    start_review_again(row, by, at)
    return row


@transaction.atomic
def publish(*, application: StarApplication, by: Viewer, at: dt.datetime, codes: Codes | None = None) -> StarRating:
    """In force from today for the county's number of months, with a certificate. Raises WrongState, Forbidden."""
    row = common.locked(application)
    common.allowed(row, StarVerb.PUBLISH, by)
    on = day_of(at)
    to_on = valid_until(on, int(parameters.value(Key.STAR_VALID, on=on, county=row.institution.county_id)))
    stars = int(row.stars or 0)
    paper = _certificate(row, stars=stars, from_on=on, to_on=to_on, by=by, at=at, codes=codes)
    common.move(row, StarVerb.PUBLISH, by=by, at=at, also={"certificate": paper})
    rating: StarRating = StarRating.objects.create(
        institution=row.institution,
        application=row,
        cause=RatingCause.AWARDED,
        stars=stars,
        from_on=on,
        to_on=to_on,
        why=row.grounds,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    common.tell(row, "star.published", at, stars=stars, to_on=to_on)
    return rating


@transaction.atomic
def change_stars(
    *,
    institution: Institution,
    stars: int,
    why: str,
    by: Viewer,
    at: dt.datetime,
    codes: Codes | None = None,
) -> StarRating:
    """On breach: fewer stars, or none (0). The certificate becomes void; fewer stars get a new one to the same day.

    Raises NoStars, NotLower, ReasonMissing, NumberInText.
    """
    held, on = lock(institution), day_of(at)
    now = in_force(held.pk, on)
    if now is None:
        raise NoStars
    if stars != 0 and not STARS[0] <= stars < now.stars:
        raise NotLower(field="stars", stars=now.stars)
    reason = a_text(why, "why")
    rating: StarRating = StarRating.objects.create(
        institution=held,
        application=now.application,
        cause=RatingCause.LOWERED if stars else RatingCause.STRIPPED,
        stars=stars,
        from_on=on,
        to_on=now.to_on,
        why=reason,
        appeal=APPEAL,
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    if now.application is not None:
        _replace_certificate(common.locked(now.application), rating, by, at, codes)
    record(
        "institutions.change_stars",
        by=by,
        subject=("institution", held.pk),
        institution_id=held.pk,
        why=reason,
        data={"from": now.stars, "to": stars},
        at=at,
    )
    return rating


def _replace_certificate(
    row: StarApplication, rating: StarRating, by: Viewer, at: dt.datetime, codes: Codes | None
) -> None:
    known = row.certificate
    if known is not None and not PaperVoid.objects.filter(paper=known).exists():
        papers.void(paper=known, why=rating.why, by=by, at=at)
    if rating.stars:
        days = {"from_on": rating.from_on, "to_on": rating.to_on}
        row.certificate = _certificate(row, stars=rating.stars, **days, by=by, at=at, codes=codes)
        row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["certificate_id"])
    common.tell(row, "star.lowered", at, why=rating.why, appeal=rating.appeal)


def _certificate(
    row: StarApplication,
    *,
    stars: int,
    from_on: dt.date,
    to_on: dt.date,
    by: Viewer,
    at: dt.datetime,
    codes: Codes | None,
) -> Paper:
    return papers.issue(
        kind=PaperKind.STAR_CERTIFICATE,
        county=row.institution.county,
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        holder=row.institution.name,
        data=certificate(name=row.institution.name, stars=stars, from_on=from_on, to_on=to_on),
        by=by,
        at=at,
        supersedes=row.certificate,
        codes=codes,
    )
