"""Publishing: the proposals that the section chief has ticked become entries and exits of one numbered publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from cixi_oversight.audit.services.record import record
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from institutions.enums.whitelist import Change
from institutions.errors.whitelist import NothingChosen, ProposalMoved
from institutions.models import Institution, WhitelistEntry, WhitelistProposal, WhitelistPublication
from institutions.services.whitelist.proposing import Judge, Judged
from institutions.services.whitelist.shown import shown_of
from institutions.services.words import clean, day_of


@transaction.atomic
def publish(
    *, county: County, chosen: Mapping[int, Change], by: Viewer, at: dt.datetime, note: str = ""
) -> WhitelistPublication:
    """Publish the chosen proposals (institution id -> entry or exit). Each is judged again as of now: what no longer
    holds is refused, never published.

    Raises NothingChosen, ProposalMoved.
    """
    if not chosen:
        raise NothingChosen
    on = day_of(at)
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)
    found = {one.institution_id: one for one in Judge(county.pk, on).ids(chosen)}
    _check(chosen, found)
    leaving = sorted(pk for pk, change in chosen.items() if change is Change.EXIT)
    entering = sorted(pk for pk, change in chosen.items() if change is Change.ENTRY)
    standing = WhitelistEntry.objects.filter(county=county).standing().count()
    last = WhitelistPublication.objects.filter(county=county).aggregate(last=Max("number"))["last"] or 0
    made = WhitelistPublication.objects.create(
        county=county,
        number=last + 1,
        published_on=on,
        note=clean(note),
        entered=len(entering),
        left=len(leaving),
        total=standing + len(entering) - len(leaving),
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    _enter(entering, made, on)
    for pk in leaving:
        rows: Any = WhitelistEntry.objects.filter(institution=pk)
        rows.standing().update(left=made, left_on=on, unmet=list(found[pk].verdict.unmet))
    WhitelistProposal.objects.filter(pk__in=list(chosen)).delete()
    record(
        "institutions.publish_whitelist",
        by=by,
        subject=("county", county.pk),
        why=made.note,
        data={"number": made.number, "entered": made.entered, "left": made.left, "total": made.total},
        at=at,
    )
    return made


def _check(chosen: Mapping[int, Change], found: Mapping[int, Judged]) -> None:
    for pk, change in chosen.items():
        if pk not in found or found[pk].wanted is not change:
            name = Institution.objects.filter(pk=pk).values_list("name", flat=True).first() or str(pk)
            raise ProposalMoved(name=name)


def _enter(ids: Collection[int], made: WhitelistPublication, on: dt.date) -> None:
    shown = shown_of(ids, on)
    WhitelistEntry.objects.bulk_create(
        WhitelistEntry(
            institution_id=pk, county_id=made.county_id, entered=made, entered_on=on, unmet=[], shown=shown.get(pk, {})
        )
        for pk in ids
    )
