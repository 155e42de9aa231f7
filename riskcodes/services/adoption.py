"""The adopted code (认定码): the section chief confirms the week's proposals as a batch; a proposed red is decided by
itself, with a reason. Nothing adopts itself, and every effect outside the bureau reads what was adopted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.outbox import emit, emit_from
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County
from institutions.models import Institution
from riskcodes.enums import Colour
from riskcodes.errors import NotAdoptable, NothingPending, ProposalsMoved, ReasonMissing
from riskcodes.models import AdoptedCode, AdoptionBatch, Assessment, PublishedRun
from riskcodes.rules.access import ADOPT
from riskcodes.services import follow_up
from riskcodes.services.telling import tell_red

_OF_BATCH: Final = """
    select i.county_id as county, i.id as institution, i.id as subject, i.public_id,
           jsonb_build_object('code', a.code, 'on', a.adopted_on) as data
      from riskcodes_adoptedcode a join institutions_institution i on i.id = a.institution_id
     where a.batch_id = %(batch)s order by i.id
"""


def pending(county: County) -> QuerySet[Assessment]:
    """Published assessments whose computed colour is not the adopted one; `adopted` is annotated, null where none is.

    An institution without a code that has never had one needs no decision.
    """
    return pending_in([county.pk])


def pending_in(county_ids: Iterable[int]) -> QuerySet[Assessment]:
    """The same over several counties."""
    rows = Assessment.objects.none()
    for county_id in county_ids:
        rows |= Assessment.objects.published(county_id)
    latest = AdoptedCode.objects.filter(institution_id=OuterRef("institution_id")).order_by("-recorded_at", "-id")
    return (
        rows.annotate(adopted=Subquery(latest.values("code")[:1]))
        .filter(
            Q(adopted=None) & ~Q(computed_code=Colour.NONE) | Q(adopted__isnull=False) & ~Q(computed_code=F("adopted"))
        )
        .order_by("institution_id")
    )


@transaction.atomic
def adopt_batch(
    *, county: County, by: Viewer, at: dt.datetime, on: dt.date, shown_run_id: int | None = None
) -> AdoptionBatch:
    """Confirm every pending proposal but the reds: of the run that was shown, where one is named.

    Raises Forbidden, NothingPending, ProposalsMoved.
    """
    _may(by)
    pointer = _locked_pointer(county.pk)
    if shown_run_id is not None and shown_run_id != pointer.run_id:
        raise ProposalsMoved
    proposals: Any = pending(county).exclude(computed_code=Colour.RED)
    found = list(proposals.values_list("institution_id", "computed_code", "adopted"))
    rows = [(institution_id, code) for institution_id, code, _ in found]
    if not rows:
        raise NothingPending
    batch = AdoptionBatch.objects.create(
        county=county, run_id=pointer.run_id, adopted_on=on, recorded_at=at, recorded_by_id=by.actor_id, count=len(rows)
    )
    AdoptedCode.objects.bulk_create(
        (
            AdoptedCode(
                institution_id=institution_id,
                code=code,
                run_id=pointer.run_id,
                batch=batch,
                adopted_on=on,
                recorded_at=at,
                recorded_by_id=by.actor_id,
            )
            for institution_id, code in rows
        ),
        batch_size=1000,
    )
    left_red = [institution_id for institution_id, _, was in found if was == Colour.RED]
    follow_up.no_longer_red(left_red, by=by, at=at)
    emit_from(EventKind.ADOPTED_CODE_CHANGED, _OF_BATCH, {"batch": batch.pk}, subject_kind="institution", at=at)
    record("riskcodes.adopt_batch", by=by, subject=("adoption_batch", batch.pk), data={"count": len(rows)}, at=at)
    return batch


@transaction.atomic
def adopt_single(
    *, institution: Institution, code: Colour, by: Viewer, at: dt.datetime, on: dt.date, reason: str
) -> AdoptedCode:
    """Decide one institution's code, a proposed red or any other. One that is newly red becomes an assignment.

    Raises Forbidden, ReasonMissing, NotAdoptable.
    """
    _may(by)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(field="reason")
    pointer = _locked_pointer(institution.county_id)
    row = Assessment.objects.published(institution.county_id).filter(institution=institution).first()
    if row is None:
        raise NotAdoptable
    was = AdoptedCode.objects.current([institution.pk]).values_list("code", flat=True).first()
    adopted = AdoptedCode.objects.create(
        institution=institution,
        code=code,
        run_id=pointer.run_id,
        adopted_on=on,
        reason=reason[:500],
        recorded_at=at,
        recorded_by_id=by.actor_id,
    )
    record(
        "riskcodes.adopt_single",
        by=by,
        subject=("institution", institution.pk),
        institution_id=institution.pk,
        why=reason,
        data={"code": code.value, "computed": row.computed_code},
        at=at,
    )
    if code is Colour.RED and was != Colour.RED:
        follow_up.newly_red(adopted, by=by, at=at, on=on)
        tell_red(adopted, at=at)
    elif was == Colour.RED and code is not Colour.RED:
        follow_up.no_longer_red([institution.pk], by=by, at=at)
    emit(
        EventKind.ADOPTED_CODE_CHANGED,
        subject=("institution", institution.pk),
        public_id=institution.public_id,
        institution_id=institution.pk,
        county_id=institution.county_id,
        data={"code": code.value, "on": on.isoformat()},
        at=at,
    )
    return adopted


def _may(by: Viewer) -> None:
    if not ADOPT.allows(by):
        raise Forbidden


def _locked_pointer(county_id: int) -> PublishedRun:
    """Adoption and the flip of the pointer take turns. Raises NotAdoptable before the first run."""
    pointer = PublishedRun.objects.select_for_update().filter(county_id=county_id).first()
    if pointer is None:
        raise NotAdoptable
    return pointer
