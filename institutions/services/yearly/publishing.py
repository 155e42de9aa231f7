"""Publish a batch at once, cancel one, and the papers: the announcement and the notice of one result."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import PaperVoid
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes, digest_of
from cixi_oversight.errors import Forbidden
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.transitions import apply
from cixi_oversight.workflows import may
from institutions.enums.yearly import BatchVerb, Conclusion, YearlyState, YearlyVerb
from institutions.errors.yearly import NoConclusion, NotAllDecided, SomeDecided
from institutions.models import AnnualBatch, AnnualBatchTransition, AnnualInspection
from institutions.rules.yearly.papers import LEGAL_BASIS, announcement, result_notice
from institutions.rules.yearly.workflow import BATCH, CONCLUDED
from institutions.services.words import day_of
from institutions.services.yearly import common, results


@transaction.atomic
def publish(*, batch: AnnualBatch, by: Viewer, at: dt.datetime, codes: Codes | None = None) -> AnnualBatch:
    """All results become public, with an announcement on paper. Raises WrongState, Forbidden, NotAllDecided."""
    row = _locked(batch)
    _allowed(row, BatchVerb.PUBLISH, by)
    open_rows = row.rows.undecided().count()
    if open_rows:
        raise NotAllDecided(count=open_rows)
    on = day_of(at)
    concluded = list(row.rows.filter(state__in=CONCLUDED).select_related("institution__town").order_by("pk"))
    results.put_down(concluded, on=on, by=by, at=at)
    row.announcement = papers.issue(
        kind=PaperKind.ANNUAL_ANNOUNCEMENT,
        county=row.county,
        subject=(common.BATCH_SUBJECT, row.pk),
        institution_id=None,
        holder=row.title,
        data=announcement_of(row),
        by=by,
        at=at,
        codes=codes,
    )
    also = {"published_on": on, "announcement": row.announcement}
    _move(row, BatchVerb.PUBLISH, by=by, at=at, also=also)
    return row


@transaction.atomic
def cancel(*, batch: AnnualBatch, why: str, by: Viewer, at: dt.datetime) -> AnnualBatch:
    """Opened by mistake. Raises WrongState, Forbidden, ReasonMissing, NumberInText, SomeDecided."""
    row = _locked(batch)
    reason = common.a_text(why, "why")
    _allowed(row, BatchVerb.CANCEL, by)
    decided = row.rows.filter(state__in=CONCLUDED).count()
    if decided:
        raise SomeDecided(count=decided)
    rows = row.rows.exclude(state=YearlyState.EXEMPT).select_for_update(of=("self",)).order_by("pk")
    taken = list(rows)
    # whoever may cancel the whole takes each row out with it
    common.move_many(taken, YearlyVerb.EXEMPT, by=by, at=at, why=reason, also={})
    kinds = (DeadlineCode.ANNUAL_REPORT, DeadlineCode.ANNUAL_CHECK, DeadlineCode.ANNUAL_DECISION)
    nonprofit = (DeadlineCode.NONPROFIT_SUPERVISOR, DeadlineCode.NONPROFIT_REGISTRAR)
    common.stop_of([one.pk for one in taken], *kinds, *nonprofit, by=by, at=at, why=reason)
    _move(row, BatchVerb.CANCEL, by=by, at=at, why=reason)
    return row


@transaction.atomic
def issue_notice(*, inspection: AnnualInspection, by: Viewer, at: dt.datetime, codes: Codes | None = None) -> Any:
    """The notice of the result as it holds; the same facts are not issued twice, an older notice becomes void.

    Raises NoConclusion, NotPrintable.
    """
    row = common.locked(inspection)
    if row.state not in CONCLUDED:
        raise NoConclusion
    facts = notice_of(row)
    known = row.notice
    is_void = known is not None and PaperVoid.objects.filter(paper=known).exists()
    if known is not None and not is_void and known.facts_digest == digest_of(facts):
        return known
    made = papers.issue(
        kind=PaperKind.ANNUAL_RESULT,
        county=row.batch.county,
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        holder=row.institution.name,
        data=facts,
        by=by,
        at=at,
        supersedes=known,
        codes=codes,
    )
    if known is not None and not is_void:
        papers.void(paper=known, why=f"已由{made.number}代替", by=by, at=at)
    row.notice = made
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["notice_id"])
    record(
        "institutions.issue_annual_notice",
        by=by,
        subject=(common.SUBJECT, row.pk),
        institution_id=row.institution_id,
        data={"number": made.number},
        at=at,
    )
    return made


def notice_of(row: AnnualInspection) -> dict[str, Any]:
    """What the notice says."""
    is_recheck = bool(row.recheck)
    return result_notice(
        addressee=row.institution.name,
        year=row.year,
        conclusion=Conclusion(row.result),
        grounds=row.recheck_record if is_recheck else row.grounds,
        legal_basis=row.legal_basis or LEGAL_BASIS,
        demands="" if is_recheck else row.demands,
        rectify_by=None if is_recheck else row.rectify_by,
        is_recheck=is_recheck,
    )


def announcement_of(batch: AnnualBatch) -> dict[str, Any]:
    """What the announcement says, by town and name."""
    rows = AnnualInspection.objects.filter(batch=batch, state__in=CONCLUDED).select_related("institution__town")
    lists: dict[Conclusion, list[tuple[str, str]]] = {}
    for row in rows.order_by("institution__town__code", "institution__name", "pk"):
        town = row.institution.town
        lists.setdefault(Conclusion(row.result), []).append((row.institution.name, town.name if town else ""))
    return announcement(year=batch.year, title=batch.title, legal_basis=LEGAL_BASIS, lists=lists)


def _locked(batch: AnnualBatch) -> AnnualBatch:
    row: AnnualBatch = AnnualBatch.objects.select_for_update(of=("self",)).select_related("county").get(pk=batch.pk)
    return row


def _allowed(row: AnnualBatch, verb: BatchVerb, by: Viewer) -> None:
    if not may(BATCH.move(row.state, verb), by):
        raise Forbidden


def _move(
    row: AnnualBatch,
    verb: BatchVerb,
    *,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    also: dict[str, Any] | None = None,
) -> None:
    apply(
        row,
        verb,
        workflow=BATCH,
        history=AnnualBatchTransition,
        owner="batch",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    record(
        "institutions.move_annual_batch",
        by=by,
        subject=(common.BATCH_SUBJECT, row.pk),
        why=why,
        data={"verb": verb, "state": row.state},
        at=at,
    )
