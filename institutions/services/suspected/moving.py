"""What an officer found at a suspected site (the table: `rules.suspected`)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import ReasonMissing, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import deadlines, parameters
from cixi_oversight.policy.services.calendar import add_workdays
from cixi_oversight.transitions import apply
from cixi_oversight.users.models import County, Town
from institutions.enums.suspected import OPEN_SITES, SiteState, SiteVerb
from institutions.errors.suspected import OpenElsewhere, WhichInstitution
from institutions.models import Institution, SuspectedSite, SuspectedSiteTransition
from institutions.rules.suspected import SUSPECTED
from institutions.services.suspected.reporting import SUBJECT, TERM
from institutions.services.words import clean, day_of, not_in_future, of_county


@transaction.atomic
def move(
    *,
    site: SuspectedSite,
    verb: SiteVerb,
    finding: str,
    by: Viewer,
    at: dt.datetime,
    expected_version: int,
    visited_on: dt.date | None = None,
    institution: Institution | None = None,
) -> SuspectedSite:
    """Say what was found on which day; the last step of the table ends the deadline, looking again begins it anew.
    `institution` is who teaches there with a permit.

    Raises WrongState, StaleVersion, Forbidden, ReasonMissing, NumberInText, DateInFuture, WhichInstitution,
    OpenElsewhere.
    """
    County.objects.select_for_update(of=("self",)).get(pk=site.county_id)  # as `report` does
    row = SuspectedSite.objects.select_for_update(of=("self",)).get(pk=site.pk)
    step = SUSPECTED.move(row.state, verb)
    if row.version != expected_version:
        raise StaleVersion
    words = without_numbers(clean(finding), field="finding")
    if not words:
        raise ReasonMissing(field="finding")
    not_in_future(visited_on, at, "visited_on")
    if verb is SiteVerb.FIND_LICENSED and institution is None:
        raise WhichInstitution(field="institution")
    if verb is SiteVerb.REOPEN:
        _alone(row)
    on = day_of(at)
    apply(
        row,
        verb,
        workflow=SUSPECTED,
        history=SuspectedSiteTransition,
        owner="site",
        by=by,
        why=words,
        at=at,
        effective_on=visited_on or on,
        state_field="state",
        also={
            "finding": "" if verb is SiteVerb.REOPEN else words,
            "visited_on": None if verb is SiteVerb.REOPEN else visited_on or on,
            "institution_id": institution.pk if verb is SiteVerb.FIND_LICENSED and institution else None,
        },
    )
    _deadline(row, SiteState(step.target), words, by=by, at=at)
    record(
        "institutions.move_site",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=words,
        data={"verb": verb, "state": row.state, "number": row.number},
        at=at,
    )
    return row


@transaction.atomic
def place(*, site: SuspectedSite, town: Town, by: Viewer, at: dt.datetime, expected_version: int) -> SuspectedSite:
    """Say in which town it lies: from then on it is the town's to look at. Raises StaleVersion, OtherCounty."""
    row = SuspectedSite.objects.select_for_update(of=("self",)).get(pk=site.pk)
    of_county(town, row.county_id, "town")
    row.town = town
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=["town_id"])
    record("institutions.place_site", by=by, subject=(SUBJECT, row.pk), data={"town": town.code}, at=at)
    return row


def _alone(row: SuspectedSite) -> None:
    other = SuspectedSite.objects.filter(county=row.county_id, address_key=row.address_key).open().first()
    if other is not None:
        raise OpenElsewhere(number=other.number)


def _deadline(row: SuspectedSite, state: SiteState, why: str, *, by: Viewer, at: dt.datetime) -> None:
    on = day_of(at)
    subject = (SUBJECT, row.pk)
    if state not in OPEN_SITES:
        deadlines.stop_deadline(subject=subject, kind=TERM, on=on, why=why, by=by, at=at)
    elif state is SiteState.REPORTED:
        days = int(parameters.value(Key.SUSPECTED_CHECK, on=on, county=row.county_id))
        deadlines.start_again(subject=subject, kind=TERM, due_on=add_workdays(on, days), why=why, by=by, at=at)
