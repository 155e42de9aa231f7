"""What a newly adopted red asks of people: an assignment to the institution's town, with the enforcement department
(属地牵头、综合行政执法协同), under the stability group, within the days that policy sets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.translation import override

from cixi_oversight.desk.enums import GroupKind, SourceKind
from cixi_oversight.desk.models import WorkingGroup
from cixi_oversight.desk.services import notes
from cixi_oversight.desk.services.assignments import assign
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.errors import ParameterNotSet
from cixi_oversight.policy.services import calendar, parameters
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department
from cixi_oversight.web.words import worded
from institutions.models import Institution
from riskcodes.models import AdoptedCode

WORKDAYS: Final = 5  # where policy sets none
_TITLE: Final = msg("Red code: follow up %(name)s")
_TASK: Final = msg(
    "The education bureau has adopted a red code: %(reason)s. Go there, find out how fees, teachers and pupils stand,"
    " call in whoever runs it, see that risks are put right, and report what was found and done."
)
_SOURCE: Final = msg("Red code adopted on %(day)s")
_LEFT: Final = msg("The red code has been lifted. The bureau closes the assignment when what was asked is done.")
_NAME_MAX: Final = 90
_REASON_MAX: Final = 500


def newly_red(adopted: AdoptedCode, *, by: Viewer, at: dt.datetime, on: dt.date) -> None:
    """Once an adoption, in its transaction. A county without towns' or departments' offices has nobody to give it to;
    the adoption stands all the same."""
    institution = adopted.institution
    owners = _owners(institution)
    if not owners:
        return
    group = WorkingGroup.objects.filter(county=institution.county_id, kind=GroupKind.STABILITY).first()
    assign(
        county_id=institution.county_id,
        title=_written(Message(_TITLE.id, {"name": institution.name[:_NAME_MAX]})),
        task=_written(Message(_TASK.id, {"reason": adopted.reason[:_REASON_MAX].rstrip("。；; ")})),
        source=(SourceKind.ADOPTED_CODE, adopted.pk),
        source_text=_written(Message(_SOURCE.id, {"day": adopted.adopted_on.isoformat()})),
        institution_id=institution.pk,
        owner=owners[0],
        co_owners=owners[1:],
        due_on=calendar.add_workdays(on, _days(institution, on)),
        group=group,
        dedupe=f"adopted_code/{adopted.pk}",
        by=by,
        at=at,
    )


def no_longer_red(institution_ids: Iterable[int], *, by: Viewer, at: dt.datetime) -> None:
    """Noted in the assignments that reds have brought; a person closes them."""
    ids = list(institution_ids)
    if ids:
        text = _written(_LEFT)
        notes.notice_about(source=SourceKind.ADOPTED_CODE, institution_ids=ids, text=text, by=by, at=at)


def _owners(institution: Institution) -> Sequence[Owner]:
    """The town in charge, enforcement beside it; where one is missing the other, else the bureau itself."""
    kinds = (DepartmentKind.ENFORCEMENT, DepartmentKind.EDUCATION)
    rows = Department.objects.filter(county=institution.county_id, town=None, kind__in=kinds)
    departments = {row.kind: Owner(department=row) for row in rows}
    found = [Owner(town=institution.town)] if institution.town else []
    if DepartmentKind.ENFORCEMENT in departments:
        found.append(departments[DepartmentKind.ENFORCEMENT])
    return found or list(departments.values())


def _days(institution: Institution, on: dt.date) -> int:
    try:
        return int(parameters.value(Key.RED_FOLLOW_UP, on=on, county=institution.county_id))
    except ParameterNotSet:
        return WORKDAYS


def _written(message: Message) -> str:
    """In the office's language, whoever adopts: it stays on file."""
    with override(settings.LANGUAGE_CODE):
        return worded(message)


def adopted_seen(viewer: Viewer) -> Any:
    """Adopted codes of institutions in scope."""
    rows = AdoptedCode.objects.filter(institution__in=Institution.objects.visible_to(viewer))
    return rows.select_related("institution")
