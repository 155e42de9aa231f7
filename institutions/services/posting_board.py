"""The posting board (公示牌) of an institution, from its permit and registration in force.

A board is never withdrawn by the services that change these facts: whether it still holds is computed from the
register whenever it is shown or checked (`lapsed`), so that an import, a correction or the mere passing of the
permit's last day cannot be forgotten. A board that no longer holds is declared void when the next one is issued.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from cixi_oversight.clock import SHANGHAI
from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.documents.models import Paper
from cixi_oversight.documents.services import checking, papers
from cixi_oversight.documents.services.extensions import Lapse
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.errors import DomainError, msg
from cixi_oversight.permissions import Viewer
from institutions.enums import RegistrationKind, Status
from institutions.errors import NoRegistration, NotOperating, NoValidPermit
from institutions.models import Institution, InstitutionTransition, Permit, Registration
from institutions.rules.papers import PermitFacts, RegistrationFacts, board
from institutions.services.words import day_of, lock

SUBJECT: Final = "institution"
_REPLACED: Final = "许可或者登记事项已变更，换发新公示牌"


@dataclass(slots=True)
class Licences:
    """The standing permits and registrations of one institution."""

    permits: list[Permit] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)

    def newest(self) -> dt.datetime | None:
        return max((row.recorded_at for row in (*self.permits, *self.registrations)), default=None)


def issue_board(*, institution: Institution, by: Viewer, at: dt.datetime, codes: Codes | None = None) -> Paper:
    """The board that holds today: the one there is, or a new one where the facts have changed since.

    Raises NotOperating, NoValidPermit, NoRegistration, NotPrintable.
    """
    with transaction.atomic():
        row = lock(institution)
        on = day_of(at)
        facts = facts_of(row, licences_of([row.pk])[row.pk], on)
        known = checking.current(PaperKind.POSTING_BOARD, (SUBJECT, row.pk))
        if known is not None and checking.state(known, on).state is PaperState.IN_FORCE:
            return known
        if known is not None:
            papers.void(paper=known, why=_REPLACED, by=by, at=at)
        return papers.issue(
            kind=PaperKind.POSTING_BOARD,
            county=row.county,
            subject=(SUBJECT, row.pk),
            institution_id=row.pk,
            holder=row.name,
            data=facts,
            by=by,
            at=at,
            supersedes=known,
            codes=codes,
        )


def facts_of(institution: Institution, licences: Licences, on: dt.date) -> dict[str, Any]:
    """What a board would say on a day. Raises NotOperating, NoValidPermit, NoRegistration."""
    if institution.status != Status.OPERATING:
        raise NotOperating
    permit = next((row for row in licences.permits if is_valid(row, on)), None)
    if permit is None:
        raise NoValidPermit
    if not licences.registrations:
        raise NoRegistration
    return board(institution.name, institution.uscc, _permit(permit), _registration(licences.registrations[0]))


def refusal(institution: Institution, on: dt.date) -> DomainError | None:
    """Why no board can be issued today; None where one can."""
    try:
        facts_of(institution, licences_of([institution.pk])[institution.pk], on)
    except DomainError as error:
        return error
    return None


def licences_of(ids: Iterable[int]) -> defaultdict[int, Licences]:
    """Of each institution the standing rows, the newest first, in two queries."""
    found: defaultdict[int, Licences] = defaultdict(Licences)
    wanted = list(ids)
    permits = Permit.objects.standing().filter(institution__in=wanted).select_related("authority")
    for row in permits.order_by("-issued_on", "-pk"):
        found[row.institution_id].permits.append(row)
    registrations = Registration.objects.standing().filter(institution__in=wanted)
    for certificate in registrations.order_by("-registered_on", "-pk"):
        found[certificate.institution_id].registrations.append(certificate)
    return found


def lapsed(rows: Sequence[Paper], on: dt.date) -> dict[int, Lapse]:
    """The boards that say what is no longer so, with the day since when and why."""
    ids = {row.subject_id for row in rows}
    known = Institution.objects.in_bulk(list(ids))
    licences = licences_of(ids)
    moved = _last_moves(ids)
    found = {}
    for row in rows:
        institution = known[row.subject_id]
        lapse = _lapse(row, institution, licences[institution.pk], moved.get(institution.pk), on)
        if lapse is not None:
            found[row.pk] = lapse
    return found


def _lapse(
    row: Paper, institution: Institution, licences: Licences, moved_on: dt.date | None, on: dt.date
) -> Lapse | None:
    try:
        facts = facts_of(institution, licences, on)
    except NotOperating:
        return Lapse(_not_before(row, moved_on), msg("The institution no longer operates."))
    except NoValidPermit:
        ends = [permit.expires_on for permit in licences.permits if permit.expires_on]
        since = max(ends) + dt.timedelta(days=1) if ends else None
        return Lapse(_not_before(row, since), msg("The permit has run out."))
    except NoRegistration:
        return Lapse(on, msg("No registration is on record any more."))
    if papers.digest_of(facts) == row.facts_digest:
        return None
    newest = licences.newest()
    changed = newest if newest and newest > row.recorded_at else institution.changed_at
    return Lapse(_not_before(row, changed.astimezone(SHANGHAI).date()), msg("Permit or registration has changed."))


def _not_before(row: Paper, day: dt.date | None) -> dt.date:
    return max(day or row.issued_on, row.issued_on)


def _last_moves(ids: Iterable[int]) -> dict[int, dt.date]:
    """The day of the last change of status, by institution."""
    rows = InstitutionTransition.objects.filter(institution__in=list(ids)).order_by("institution", "recorded_at", "pk")
    return dict(rows.values_list("institution_id", "effective_on"))


def is_valid(row: Permit, on: dt.date) -> bool:
    """An end that nobody knows is no proof of a permit in force."""
    if row.issued_on is not None and row.issued_on > on:
        return False
    return row.is_open_ended or (row.expires_on is not None and row.expires_on >= on)


def _permit(row: Permit) -> PermitFacts:
    return PermitFacts(
        row.number, row.authority.name if row.authority else "", row.scope, row.issued_on, row.expires_on
    )


def _registration(row: Registration) -> RegistrationFacts:
    return RegistrationFacts(
        RegistrationKind(row.kind),
        row.number,
        row.name_on_certificate,
        row.scope,
        row.registered_on,
        row.registered_capital_fen,
    )
