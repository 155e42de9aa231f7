"""A filing from draft to being handed in (decision 14; the table: `rules.filings.workflow`; `deciding` goes on).

Every writer locks the institution's row, so that two people of one institution take turns and the nouns' services find
the lock taken in the same order.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from cixi_oversight.errors import Problems, StaleVersion, WrongState
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.filings import EDITABLE, FilingKind, FilingState, FilingVerb
from institutions.errors.filings import FilingFinding, FilingOpen, NoPeriod, PeriodMissing
from institutions.models import Filing, FilingTransition, FilingVersion, Institution
from institutions.rules.filings.canonical import sha256_of
from institutions.rules.filings.checking import readable
from institutions.rules.filings.doubting import doubts_of
from institutions.rules.filings.schema import Payload
from institutions.rules.filings.workflow import FILING
from institutions.rules.periods import PERIODIC, is_period
from institutions.services.filings import persons, telling
from institutions.services.filings.catalogue import form_of
from institutions.services.filings.deciding import accept
from institutions.services.filings.known import before, known_of
from institutions.services.filings.moving import audit, locked, move
from institutions.services.filings.prefills import PREFILLS
from institutions.services.filings.reviewing import review
from institutions.services.filings.rights import check_files
from institutions.services.filings.sampling import is_drawn
from institutions.services.words import clean, day_of, lock


@transaction.atomic
def start_draft(
    *,
    institution: Institution,
    kind: FilingKind,
    by: Viewer,
    at: dt.datetime,
    period: dt.date | None = None,
    subject: tuple[str, int] | None = None,
) -> Filing:
    """A draft with what is known filled in: the payload in force for the same thing, and what the kind's prefill adds.

    Raises NoSuchFiling, Forbidden, PeriodMissing, NoPeriod, FilingOpen (one is being worked on already).
    """
    form = form_of(kind)
    check_files(form, by)
    _check_period(kind, period)
    row = lock(institution)
    filing = Filing(
        institution=row,
        kind=kind,
        period=period,
        subject_kind=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
    )
    if Filing.objects.all().same_thing(filing).open().exists():
        raise FilingOpen
    prefill = PREFILLS.get(kind)
    filing.payload = (before(filing) or {}) | (prefill(filing) if prefill is not None else {})
    filing.save(force_insert=True)
    FilingTransition.objects.create(
        filing=filing,
        verb=FilingVerb.START,
        source="",
        target=FilingState.DRAFT,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    audit("start_filing", filing, by=by, at=at)
    return filing


@transaction.atomic
def save_draft(
    *, filing: Filing, payload: Payload, expected_version: int, by: Viewer, at: dt.datetime, editor: str = ""
) -> Filing:
    """Keep what has been typed so far, complete or not. Names of persons go to the vault here.

    `editor` names the open page: one that saved last may save again although its own version is an older one, so that
    an autosave under way does not refuse the next. Raises WrongState, Forbidden, StaleVersion, TooManyRows.
    """
    row = locked(filing)
    form = form_of(row.kind)
    check_files(form, by)
    if row.state not in EDITABLE:
        raise WrongState
    if row.version != expected_version and not (editor and row.editor == editor):
        raise StaleVersion
    row.payload = persons.keep(form, payload, filing=row, by=by, at=at)
    row.editor = editor
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["payload", "editor"])
    return row


@transaction.atomic
def submit(*, filing: Filing, expected_version: int, by: Viewer, at: dt.datetime, editor: str = "") -> Filing:
    """Hand it in: kept as it is now, and accepted at once where nothing is doubtful and it is not sampled. What a
    person has returned goes to a person again.

    Raises WrongState, Forbidden, StaleVersion, Problems (each at its path).
    """
    row = locked(filing)
    form = form_of(row.kind)
    check_files(form, by)
    FILING.move(row.state, FilingVerb.SUBMIT)
    if row.version != expected_version and not (editor and row.editor == editor):
        raise StaleVersion
    found = review(row, on=day_of(at))
    if found:
        raise Problems([FilingFinding(field=one.path, finding=one.code) for one in found])
    known = known_of(row, on=day_of(at))
    doubts = doubts_of(form, readable(form, row.payload), known)
    sampled = is_drawn(row, on=day_of(at))
    number = row.submissions + 1
    FilingVersion.objects.create(
        filing=row,
        number=number,
        payload=row.payload,
        sha256=sha256_of(row.payload),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    also = {
        "submissions": number,
        "submitted_at": at,
        "decided_at": None,
        "editor": "",
        "is_sampled": sampled,
        "doubts": [telling.packed(one) for one in doubts],
    }
    move(row, FilingVerb.SUBMIT, by=by, at=at, also=also, data={"version": number})
    if not doubts and not sampled and number == 1:
        return accept(filing=row, by=system_viewer(label="institutions.filings"), at=at)
    telling.waits(row, at=at)
    return row


@transaction.atomic
def withdraw(*, filing: Filing, by: Viewer, at: dt.datetime, why: str = "") -> Filing:
    """The institution takes it back while nobody has decided. Raises WrongState, Forbidden."""
    row = locked(filing)
    check_files(form_of(row.kind), by)
    move(row, FilingVerb.WITHDRAW, by=by, at=at, why=clean(why))
    return row


def _check_period(kind: FilingKind, period: dt.date | None) -> None:
    if kind in PERIODIC:
        if period is None or not is_period(kind, period):
            raise PeriodMissing(field="period")
    elif period is not None:
        raise NoPeriod(field="period")
