"""The parts of the public page as subqueries of the institution's row: each a list of JSON objects, or null."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, JSONField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject

from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import Paper
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.models import Parameter
from institutions.models import (
    AnnualResult,
    ClassGroup,
    Course,
    FeeItem,
    InstitutionTransition,
    Permit,
    Registration,
    Site,
    StaffMember,
    StarRating,
    TimetableSlot,
    WhitelistEntry,
)
from institutions.services.cases.holds import hold_part
from institutions.services.disclosure.extensions import ADOPTED_CODE, ESCROW_ACCOUNT

_MOST: Final = 200  # of anything: a page is not a register
_MINE: Final = OuterRef("pk")


def all_parts(on: dt.date) -> dict[str, Any]:
    """Annotations for a queryset of institutions."""
    return {
        "permit_rows": _permits(),
        "registration_rows": _registrations(),
        "open_sites": _sites(),
        "board_rows": _boards(),
        "moved_on": _moved_on(),
        "listed_since": _listed_since(),
        "course_rows": _courses(),
        "teacher_rows": _teachers(on),
        "class_rows": _classes(on),
        "annual_rows": _annual(),
        "star_row": _stars(on),
        "escrow": _escrow(on),
        "code": _code(on),
        "hold": hold_part(on),
    }


def _rows(rows: Any, *order: str, **fields: Any) -> ArraySubquery:
    shaped = rows.order_by(*order).annotate(part=JSONObject(**fields)).values("part")
    return ArraySubquery(shaped[:_MOST])


def _names(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _permits() -> ArraySubquery:
    fields = _names("number", "scope", "issued_on", "expires_on", "is_open_ended", "recorded_at")
    return _rows(
        Permit.objects.standing().filter(institution=_MINE), "-issued_on", "-pk", authority="authority__name", **fields
    )


def _registrations() -> ArraySubquery:
    fields = _names(
        "kind", "number", "name_on_certificate", "scope", "registered_on", "registered_capital_fen", "recorded_at"
    )
    return _rows(Registration.objects.standing().filter(institution=_MINE), "-registered_on", "-pk", **fields)


def _sites() -> ArraySubquery:
    rows = Site.objects.filter(institution=_MINE, closed_on=None)
    return _rows(rows, "-is_main", "pk", town="town__name", **_names("name", "address", "business_phone", "is_main"))


def _boards() -> ArraySubquery:
    rows = Paper.objects.filter(kind=PaperKind.POSTING_BOARD, subject_kind="institution", subject_id=_MINE).not_void()
    rows = rows.order_by("-pk")[:1]
    return ArraySubquery(rows.values(part=JSONObject(**_names("number", "token", "issued_on", "facts_digest"))))


def _moved_on() -> Subquery:
    rows = InstitutionTransition.objects.filter(institution=_MINE).order_by("-recorded_at", "-pk")
    return Subquery(rows.values("effective_on")[:1])


def _listed_since() -> Subquery:
    return Subquery(WhitelistEntry.objects.standing().filter(institution=_MINE).values("entered_on")[:1])


def _courses() -> ArraySubquery:
    fees = FeeItem.objects.filter(course=OuterRef("pk")).order_by("pk")
    items = ArraySubquery(
        fees.values(part=JSONObject(**_names("name", "kind", "amount_fen", "lessons", "span_months")))
    )
    rows = Course.objects.in_force().filter(institution=_MINE)
    fields = _names("name", "subject", "stage", "mode", "size_max", "lessons", "lesson_minutes")
    return _rows(rows, "name", "pk", fees=items, **fields)


def _teachers(on: dt.date) -> ArraySubquery:
    """Those whose names are posted: whoever teaches. Assistants' names stay in the vault."""
    rows = StaffMember.objects.serving(on).filter(institution=_MINE).exclude(posted_name="")
    return _rows(
        rows,
        "post",
        "pk",
        name="posted_name",
        certificate_number="number__certificate_number_masked",
        **_names("post", "employment", "degree", "certificate", "subject"),
    )


def _classes(on: dt.date) -> ArraySubquery:
    slots = TimetableSlot.objects.filter(class_group=OuterRef("pk"), to_on__gte=on).order_by("weekday", "starts")
    times = ArraySubquery(slots.values(part=JSONObject(**_names("weekday", "starts", "ends", "from_on", "to_on"))))
    meets = Exists(TimetableSlot.objects.filter(class_group=OuterRef("pk"), to_on__gte=on))
    rows = ClassGroup.objects.in_force().filter(meets, institution=_MINE)
    return _rows(rows, "name", "pk", course_name="course__name", slots=times, **_names("name", "room"))


def _annual() -> ArraySubquery:
    rows = AnnualResult.objects.standing().filter(institution=_MINE)
    return _rows(rows, "-year", "-pk", **_names("year", "conclusion", "is_recheck", "published_on"))


def _stars(on: dt.date) -> Subquery:
    rows = StarRating.objects.standing().filter(institution=_MINE, from_on__lte=on).order_by("-from_on", "-pk")
    return Subquery(rows.values(part=JSONObject(**_names("stars", "from_on", "to_on")))[:1])


def _escrow(on: dt.date) -> Any:
    part = ESCROW_ACCOUNT.ask()
    return part(on) if part is not None else Value(None, output_field=JSONField())


def _code(on: dt.date) -> Any:
    """Empty unless the parameter in force says that the code is public: then nobody has read it at all."""
    part = ADOPTED_CODE.ask()
    if part is None:
        return Value("", output_field=CharField())
    rows = Parameter.objects.filter(
        Q(effective_to=None) | Q(effective_to__gte=on),
        Q(county=None) | Q(county=OuterRef(OuterRef("county"))),
        key=Key.CODE_PUBLIC,
        effective_from__lte=on,
        category="",
        mode="",
    )
    in_force = rows.order_by(F("county_id").desc(nulls_last=True), "-effective_from").values("pk")[:1]
    is_public = Exists(Parameter.objects.filter(pk=Subquery(in_force), value=1))
    return Case(When(is_public, then=part(on)), default=Value(""), output_field=CharField())
