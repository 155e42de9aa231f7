"""Taking in a report of a place that may teach without a permit: of anybody, of officers, of the business feed."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max

from cixi_oversight.audit.services.record import record
from cixi_oversight.desk.services import recipients
from cixi_oversight.desk.services.messages import notify
from cixi_oversight.errors import DomainError, Problems
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.personal.enums import Field, Kind
from cixi_oversight.personal.models import Person
from cixi_oversight.personal.services import people
from cixi_oversight.personal.services.people import Values
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode, Key
from cixi_oversight.policy.services import deadlines, parameters
from cixi_oversight.records import new_public_id
from cixi_oversight.users.models import County, Town
from institutions.enums.suspected import OPEN_SITES, SiteOrigin, SiteState, SiteVerb
from institutions.errors.suspected import AddressMissing, TaughtMissing
from institutions.models import SiteReport, SuspectedSite, SuspectedSiteTransition
from institutions.rules.suspected import address_key, number_of
from institutions.services.words import clean, day_of, not_in_future, of_county

SUBJECT: Final = "suspected_site"
TERM: Final = DeadlineCode.SUSPECTED_CHECK
_YEARS_LENGTH: Final = 5  # of the serial in a number, at least


@transaction.atomic
def report(
    *,
    county: County,
    address: str,
    taught: str,
    origin: SiteOrigin,
    by: Viewer,
    at: dt.datetime,
    town: Town | None = None,
    sign: str = "",
    seen_on: dt.date | None = None,
    note: str = "",
    reference: str = "",
    token: str = "",
    reporter: Values | None = None,
    ids: tuple[str, str] | None = None,
) -> SiteReport:
    """Enter a report; answers it with its site. An open site of the same address takes it in, another one is made new
    and has the policy's workdays to be looked at. `reference` is the sender's own number and `token` the form's: the
    second of either is answered with the first. `reporter`: who may be asked back, sealed in the vault.

    Raises AddressMissing, TaughtMissing, NumberInText, DateInFuture, OtherCounty, and what `people.enter_person`
    raises, at `reporter_…`. `ids`: public ids of site and report where they are not to be drawn (the demo).
    """
    texts = _checked(address=address, taught=taught, sign=sign, note=note)
    not_in_future(seen_on, at, "seen_on")
    of_county(town, county.pk, "town")
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)  # two reports of one place take turns
    known = _known(origin, reference, token)
    if known is not None:
        return known
    of_site, of_report = ids or (new_public_id(), new_public_id())
    site, is_new = _site(county, town, texts, of_site, by=by, at=at)
    row = SiteReport.objects.create(
        public_id=of_report,
        site=site,
        origin=origin,
        seen_on=seen_on,
        reference=reference,
        token=token,
        reporter=_reporter(site, reporter, by=by, at=at),
        recorded_at=at,
        recorded_by_id=by.actor_id,
        **texts,
    )
    if is_new:
        _begin(site, by=by, at=at)
    data = {"number": site.number, "origin": origin, "is_new": is_new}
    record("institutions.report_site", by=by, subject=(SUBJECT, site.pk), data=data, at=at)
    return row


def _checked(**texts: str) -> dict[str, str]:
    found = {name: without_numbers(clean(text), field=name) for name, text in texts.items()}
    missing: list[DomainError] = []
    if not address_key(found["address"]):
        missing.append(AddressMissing(field="address"))
    if not found["taught"]:
        missing.append(TaughtMissing(field="taught"))
    if missing:
        raise Problems(missing)
    return found


def _known(origin: SiteOrigin, reference: str, token: str) -> SiteReport | None:
    rows = SiteReport.objects.select_related("site")
    if reference and (found := rows.filter(origin=origin, reference=reference).first()):
        return found
    return rows.filter(token=token).first() if token else None


def _site(
    county: County, town: Town | None, texts: dict[str, str], public_id: str, *, by: Viewer, at: dt.datetime
) -> tuple[SuspectedSite, bool]:
    """The open site of the address, told again; or a new one."""
    on = day_of(at)
    key = address_key(texts["address"])
    rows = SuspectedSite.objects.filter(county=county, address_key=key, state__in=sorted(OPEN_SITES))
    known = rows.select_for_update(of=("self",)).first()
    if known is None:
        made = SuspectedSite.objects.create(
            public_id=public_id,
            county=county,
            town=town,
            number=_next_number(county, on.year),
            address_key=key,
            first_reported_on=on,
            last_reported_on=on,
            created_at=at,
            created_by_id=by.actor_id,
            changed_at=at,
            changed_by_id=by.actor_id,
            **{name: texts[name] for name in ("address", "sign", "taught")},
        )
        return made, True
    more: dict[str, Any] = {"town": known.town or town, "sign": known.sign or texts["sign"]}
    rows.filter(pk=known.pk).update(
        last_reported_on=max(on, known.last_reported_on), reports_count=F("reports_count") + 1, **more
    )
    return SuspectedSite.objects.get(pk=known.pk), False


def _next_number(county: County, year: int) -> str:
    """Without gaps: the county's row is locked."""
    head = number_of(county.code, year, 0)[:-_YEARS_LENGTH]
    last = SuspectedSite.objects.filter(county=county, number__startswith=head).aggregate(last=Max("number"))["last"]
    return number_of(county.code, year, int(last.removeprefix(head)) + 1 if last else 1)


def _reporter(site: SuspectedSite, values: Values | None, *, by: Viewer, at: dt.datetime) -> Person | None:
    if not values or not any(values.values()):
        return None
    until = people.kept_until(Kind.COMPLAINANT, Field.PHONE, since=day_of(at), county_id=site.county_id)
    return people.enter_person(
        kind=Kind.COMPLAINANT,
        subject_kind=SUBJECT,
        subject_id=site.pk,
        institution_id=None,
        values=values,
        retain_until=until,
        by=by,
        at=at,
        prefix="reporter_",
    )


def _begin(site: SuspectedSite, *, by: Viewer, at: dt.datetime) -> None:
    """The first row of its record, its days, and who is told: the town's officers, and the county's inspectors."""
    on = day_of(at)
    SuspectedSiteTransition.objects.create(
        site=site,
        verb=SiteVerb.REPORT,
        source="",
        target=SiteState.REPORTED,
        effective_on=on,
        recorded_at=at,
        actor_id=by.actor_id,
    )
    deadline = deadlines.start_deadline(
        subject=(SUBJECT, site.pk),
        institution_id=None,
        kind=TERM,
        started_on=on,
        amount=int(parameters.value(Key.SUSPECTED_CHECK, on=on, county=site.county_id)),
        by=by,
        at=at,
    )
    inspectors = recipients.roles(site.county_id, Role.INSPECTOR)
    notify(
        template="suspected.reported",
        to=inspectors | recipients.towns(site.town_id) if site.town_id else inspectors,
        data={"number": site.number, "address": site.address, "taught": site.taught, "due_on": deadline.due_on},
        subject=(SUBJECT, site.pk),
        dedupe=f"suspected.reported:{site.pk}",
        at=at,
    )
