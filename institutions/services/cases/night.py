"""Every night: what counts as accepted, what silence has renewed, which permits have ended without renewal, and which
drafts of applicants are given up.

Safe to run twice: each thing is done once, by its state or its unique row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from cixi_oversight import clock
from cixi_oversight.desk.services import messages, recipients
from cixi_oversight.errors import DomainError, msg
from cixi_oversight.jobs.models import Job, JobSlice
from cixi_oversight.jobs.services import registry
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import ACTIVE
from institutions.enums.cases import CaseKind, CaseState
from institutions.models import Institution, Permit, PermitLapse, RegistrationCase
from institutions.rules.cases.fitting import renewed_by_silence
from institutions.services.cases import clocks, effects
from institutions.services.cases.deciding import renew_by_silence
from institutions.services.cases.entering import give_up
from institutions.services.cases.window import deem_accepted
from institutions.services.words import day_of

JOB: Final = "institutions.cases"
_LOOK_BACK: Final = dt.timedelta(days=400)  # permits that ended long before the portal began are not news


def run(*, county: County, on: dt.date, by: Viewer, at: dt.datetime) -> int:
    """All of it over a county; how many things were done. `on` is the day that begins."""
    return (
        give_up(county=county, by=by, at=at)
        + _deem_accepted(county, on, by=by, at=at)
        + _renew(county, on, by=by, at=at)
        + find_lapses(county=county, on=on, at=at)
    )


def _deem_accepted(county: County, on: dt.date, *, by: Viewer, at: dt.datetime) -> int:
    done = 0
    for row in RegistrationCase.objects.filter(county=county, state=CaseState.SUBMITTED).order_by("pk"):
        kind, pk = clocks.of_window(row)
        late = Deadline.objects.overdue(on).filter(
            subject_kind=kind, subject_id=pk, kind=DeadlineCode.LICENCE_SUPPLEMENT, provisional=False
        )
        if late.exists():
            deem_accepted(case=row, by=by, at=at)
            done += 1
    return done


def _renew(county: County, on: dt.date, *, by: Viewer, at: dt.datetime) -> int:
    """One renewal that cannot be carried out does not stop the others."""
    done = 0
    rows = RegistrationCase.objects.running().filter(county=county, kind=CaseKind.RENEWAL)
    for row in rows.select_related("institution").order_by("pk"):
        permit = effects.standing_permit(effects.of(row))
        if permit is None or permit.expires_on is None or row.submitted_at is None:
            continue
        if not renewed_by_silence(CaseState(row.state), day_of(row.submitted_at), permit.expires_on, on):
            continue
        try:
            renew_by_silence(case=row, by=by, at=at)
            done += 1
        except DomainError:
            continue
    return done


@transaction.atomic
def find_lapses(*, county: County, on: dt.date, at: dt.datetime) -> int:
    """Living institutions whose last permit ended before `on` while no renewal is being decided: written once a permit,
    the institution, its town and the bureau are told."""
    permits: Any = Permit.objects.standing().filter(
        institution__county=county,
        institution__status__in=sorted(ACTIVE),
        expires_on__lt=on,
        expires_on__gte=on - _LOOK_BACK,
        lapse=None,
    )
    renewing = RegistrationCase.objects.running().filter(kind=CaseKind.RENEWAL).values("institution")
    rows = list(permits.exclude(institution__in=renewing).select_related("institution"))
    later = _with_later_permit([row.institution_id for row in rows], on)
    rows = [row for row in rows if row.institution_id not in later]
    PermitLapse.objects.bulk_create(
        PermitLapse(institution=row.institution, permit=row, ended_on=row.expires_on, recorded_at=at) for row in rows
    )
    for row in rows:
        _tell(row.institution, row, at)
    return len(rows)


def _with_later_permit(ids: Sequence[int], on: dt.date) -> set[int]:
    """Institutions that hold another permit in force: one of two sites has ended."""
    valid: Any = Permit.objects.standing().filter(institution__in=ids)
    rows = valid.filter(expires_on__gte=on) | valid.filter(is_open_ended=True)
    return set(rows.values_list("institution_id", flat=True))


def _tell(row: Institution, permit: Permit, at: dt.datetime) -> None:
    to = recipients.members(row.pk) | recipients.roles(row.county_id, Role.REGISTRAR)
    if row.town_id:
        to = to | recipients.towns(row.town_id)
    messages.notify(
        template="case.permit_ended",
        to=to,
        data={"name": row.name, "day": permit.expires_on},
        subject=("institution", row.pk),
        dedupe=f"case.permit_ended:{permit.pk}",
        at=at,
        institution_id=row.pk,
    )


def plan(job: Job) -> Sequence[tuple[int, int]]:
    """A slice a county."""
    return [(pk, pk) for pk in County.objects.order_by("pk").values_list("pk", flat=True)]


def work(piece: JobSlice) -> registry.SliceResult:
    on = dt.date.fromisoformat(piece.job.payload["on"])
    county = County.objects.get(pk=piece.low)
    return registry.SliceResult(run(county=county, on=on, by=system_viewer(label=JOB), at=clock.now()))


def finish(job: Job) -> None:
    """Nothing to publish: each county's are in force when its slice commits."""


KIND: Final = registry.JobKind(
    name=JOB, label=msg("Admission cases and ended permits"), plan=plan, work=work, finish=finish
)
