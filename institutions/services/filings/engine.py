"""A filing from draft to acceptance (decision 14; the table: `rules.filings.workflow`).

Every writer locks the institution's row, so that two people of one institution take turns and the nouns' services find
the lock taken in the same order.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import DomainError, Forbidden, Problems, StaleVersion, WrongState
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.errors import ParameterNotSet
from cixi_oversight.policy.services import parameters
from cixi_oversight.transitions import apply
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums.filings import EDITABLE, FilingKind, FilingState, FilingVerb
from institutions.errors.filings import (
    CommentMissing,
    FilingFinding,
    FilingOpen,
    NoPeriod,
    PeriodMissing,
    UnknownPlace,
)
from institutions.models import Filing, FilingComment, FilingTransition, FilingVersion, Institution
from institutions.rules.filings.canonical import is_sampled, sha256_of
from institutions.rules.filings.checking import findings, readable
from institutions.rules.filings.doubting import doubts_of
from institutions.rules.filings.schema import FilingForm, Finding, Payload, read_path, rows_of
from institutions.rules.filings.workflow import FILING
from institutions.rules.periods import PERIODIC, is_period
from institutions.services.filings import attachments, persons, telling
from institutions.services.filings.acceptors import ACCEPTORS, DECIDERS
from institutions.services.filings.catalogue import form_of
from institutions.services.filings.dues import meet
from institutions.services.filings.known import before, known_of
from institutions.services.filings.prefills import PREFILLS
from institutions.services.words import clean, day_of, lock

SUBJECT = "filing"
_SAMPLED_UNLESS_SET = 10  # percent, where no parameter is in force


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
    _may_file(form, by)
    _check_period(kind, period)
    locked = lock(institution)
    filing = Filing(
        institution=locked,
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
    _audit("start_filing", filing, by=by, at=at)
    return filing


@transaction.atomic
def save_draft(
    *, filing: Filing, payload: Payload, expected_version: int, by: Viewer, at: dt.datetime, editor: str = ""
) -> Filing:
    """Keep what has been typed so far, complete or not. Names of persons go to the vault here.

    `editor` names the open page: one that saved last may save again although its own version is an older one, so that
    an autosave under way does not refuse the next. Raises WrongState, Forbidden, StaleVersion, TooManyRows.
    """
    row = _locked(filing)
    form = form_of(row.kind)
    _may_file(form, by)
    if row.state not in EDITABLE:
        raise WrongState
    if row.version != expected_version and not (editor and row.editor == editor):
        raise StaleVersion
    row.payload = persons.keep(form, payload, filing=row, by=by, at=at)
    row.editor = editor
    row.save_version(expected=row.version, by=by.actor_id, at=at, fields=["payload", "editor"])
    return row


def review(filing: Filing, *, on: dt.date) -> list[Finding]:
    """Everything that must be put right before the filing can be submitted."""
    form = form_of(filing.kind)
    return findings(form, filing.payload, known_of(filing, on=on)) + attachments.findings(form, filing)


@transaction.atomic
def submit(*, filing: Filing, expected_version: int, by: Viewer, at: dt.datetime, editor: str = "") -> Filing:
    """Hand it in: kept as it is now, and accepted at once where nothing is doubtful and it is not sampled.

    Raises WrongState, Forbidden, StaleVersion, Problems (each at its path).
    """
    row = _locked(filing)
    form = form_of(row.kind)
    _may_file(form, by)
    FILING.move(row.state, FilingVerb.SUBMIT)
    if row.version != expected_version and not (editor and row.editor == editor):
        raise StaleVersion
    found = review(row, on=day_of(at))
    if found:
        raise Problems([FilingFinding(field=one.path, finding=one.code) for one in found])
    known = known_of(row, on=day_of(at))
    doubts = doubts_of(form, readable(form, row.payload), known)
    sampled = is_sampled(row.public_id, percent=sampled_percent(row.institution, day_of(at)))
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
    _move(row, FilingVerb.SUBMIT, by=by, at=at, also=also, data={"version": number})
    if not doubts and not sampled:
        return accept(filing=row, by=system_viewer(label="institutions.filings"), at=at)
    telling.waits(row, at=at)
    return row


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
    row = _locked(filing)
    form = form_of(row.kind)
    _may_review(form, by)
    _decides(row, by)
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
    _move(
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
    row = _locked(filing)
    form = form_of(row.kind)
    _may_review(form, by)
    _decides(row, by)
    FILING.move(row.state, FilingVerb.ACCEPT)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion
    found = review(row, on=day_of(at))
    if found:
        raise Problems([FilingFinding(field=one.path, finding=one.code) for one in found])
    former = Filing.objects.all().same_thing(row).in_force().first()
    if former is not None:
        _move(former, FilingVerb.SUPERSEDE, by=system_viewer(label="institutions.filings"), at=at)
    acceptor = ACCEPTORS.get(FilingKind(row.kind))
    made = acceptor(row, readable(form, row.payload), by, at) if acceptor is not None else None
    also: dict[str, Any] = {"decided_at": at, "record_id": made, "replaces": former}
    _move(row, FilingVerb.ACCEPT, by=by, at=at, why=clean(why), also=also)
    meet(filing=row, record_id=made or row.pk, by=by, at=at)
    telling.accepted(row, by=by, at=at)
    return row


@transaction.atomic
def withdraw(*, filing: Filing, by: Viewer, at: dt.datetime, why: str = "") -> Filing:
    """The institution takes it back while nobody has decided. Raises WrongState, Forbidden."""
    row = _locked(filing)
    _may_file(form_of(row.kind), by)
    _move(row, FilingVerb.WITHDRAW, by=by, at=at, why=clean(why))
    return row


def sampled_percent(institution: Institution, on: dt.date) -> int:
    """The share that a person looks at although nothing is doubtful, as of a day."""
    try:
        return int(parameters.value(Key.FILING_SAMPLE, on=on, county=institution.county_id))
    except ParameterNotSet:
        return _SAMPLED_UNLESS_SET


def is_place(form: FilingForm, payload: Payload, path: str) -> bool:
    """Whether the path names a field, a table, a row or a cell of this payload."""
    found = read_path(path)
    if found is None:
        return False
    name, row, column = found
    if row == 0:
        return any(part.key == name for part in form.parts)
    tables = {table.key: table for table in form.tables}
    if name not in tables or row > len(rows_of(payload, name)):
        return False
    return not column or any(one.key == column for one in tables[name].columns)


def may_file(form: FilingForm, by: Viewer) -> bool:
    """Whether somebody of the institution files this kind."""
    return by.kind is ViewerKind.SYSTEM or bool(by.roles & form.filers)


def may_review(form: FilingForm, by: Viewer) -> bool:
    return by.kind is ViewerKind.SYSTEM or bool(by.roles & form.reviewers)


def may_decide(filing: Filing, by: Viewer) -> bool:
    """Whether this very filing is the viewer's to accept or return, by kind and by what it says."""
    if not may_review(form_of(filing.kind), by):
        return False
    try:
        _decides(filing, by)
    except DomainError:
        return False
    return True


def _decides(filing: Filing, by: Viewer) -> None:
    """Raises what the kind's decider raises: the filing is another authority's to decide."""
    decider = DECIDERS.get(FilingKind(filing.kind))
    if decider is not None:
        decider(filing, by)


def _may_file(form: FilingForm, by: Viewer) -> None:
    if not may_file(form, by):
        raise Forbidden


def _may_review(form: FilingForm, by: Viewer) -> None:
    if not may_review(form, by):
        raise Forbidden


def _check_period(kind: FilingKind, period: dt.date | None) -> None:
    if kind in PERIODIC:
        if period is None or not is_period(kind, period):
            raise PeriodMissing(field="period")
    elif period is not None:
        raise NoPeriod(field="period")


def _locked(filing: Filing) -> Filing:
    lock(filing.institution)
    rows = Filing.objects.select_for_update(of=("self",)).select_related("institution__county")
    return rows.get(pk=filing.pk)


def _move(
    row: Filing,
    verb: FilingVerb,
    *,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    also: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    apply(
        row,
        verb,
        workflow=FILING,
        history=FilingTransition,
        owner="filing",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    _audit("move_filing", row, by=by, at=at, why=why, data={"verb": verb, "state": row.state, **(data or {})})


def _audit(
    verb: str, row: Filing, *, by: Viewer, at: dt.datetime, why: str = "", data: Mapping[str, Any] | None = None
) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, row.pk),
        institution_id=row.institution_id,
        why=why,
        data={"kind": row.kind, "period": row.period.isoformat() if row.period else "", **(data or {})},
        at=at,
    )
