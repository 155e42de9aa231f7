"""Entering an institution in the register and correcting its facts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, TypedDict, Unpack

import pghistory
from django.db import transaction

from cixi_oversight.audit.rules.feed import EventKind
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County, Department, Town
from institutions.enums import Category, LegalForm, Stage, Status, Verb
from institutions.errors import NothingChanged
from institutions.models import CategoryRow, Institution, InstitutionTransition, LegalFormRow
from institutions.models.institution import AUTHORITIES
from institutions.services.authorities import set_authorities, write_rows
from institutions.services.feed import announce
from institutions.services.pinyin import wake_pinyin
from institutions.services.uscc import check_uscc, taken_is_refused
from institutions.services.words import a_reason, clean, day_of, lock, not_in_future, of_county

_TEXTS: Final = ("name", "trade_name", "brand")


class Facts(TypedDict, total=False):
    """What may be entered and changed. Status, category and legal form have services of their own."""

    uscc: str | None
    trade_name: str
    brand: str
    stage: Stage | None
    town: Town | None
    not_found_on: dt.date | None
    approval_authority: Department | None
    registration_authority: Department | None
    sector_authority: Department | None
    supervising_authority: Department | None


@transaction.atomic
def create_institution(
    *,
    county: County,
    name: str,
    by: Viewer,
    at: dt.datetime,
    why: str = "",
    status: Status = Status.APPLYING,
    effective_on: dt.date | None = None,
    category: Category | None = None,
    legal_form: LegalForm | None = None,
    former_names: list[str] | None = None,
    **facts: Unpack[Facts],
) -> Institution:
    """Enter an institution. `status` is what it is found in when a register is taken over; `effective_on` says since
    when status, category and legal form hold (default: today).

    Raises the refusals of a uscc, DateInFuture, OtherCounty.
    """
    since = effective_on or day_of(at)
    not_in_future(since, at, "effective_on")
    cleaned = _cleaned(facts)
    check_uscc(cleaned.get("uscc"))
    _check_places(cleaned, county.pk)
    row = Institution(
        county=county,
        name=clean(name),
        former_names=[clean(former) for former in former_names or []],
        category=category,
        legal_form=legal_form,
        status=status,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
        **cleaned,
    )
    with taken_is_refused():
        row.save(force_insert=True)
    InstitutionTransition.objects.create(
        institution=row,
        verb=Verb.REGISTER,
        source="",
        target=status,
        why=clean(why),
        effective_on=since,
        recorded_at=at,
        actor_id=by.actor_id,
    )
    dated: dict[str, Any] = {"institution": row, "from_on": since, "recorded_at": at, "recorded_by_id": by.actor_id}
    if category is not None:
        CategoryRow.objects.create(category=category, **dated)
    if legal_form is not None:
        LegalFormRow.objects.create(legal_form=legal_form, **dated)
    held = {capacity: getattr(row, f"{capacity}_authority") for capacity in AUTHORITIES}
    held = {capacity: department for capacity, department in held.items() if department is not None}
    if held:
        write_rows(row, held, since=since, why=clean(why), by=by, at=at)
    record(
        "institutions.create_institution",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        why=clean(why),
        data={"status": status, "uscc": row.uscc},
        at=at,
    )
    announce(EventKind.INSTITUTION_CREATED, row, at=at, status=row.status)
    wake_pinyin(institution=row, by=by)
    return row


@transaction.atomic
def edit_facts(
    *,
    institution: Institution,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
    why: str,
    name: str | None = None,
    authorities_from: dt.date | None = None,
    **facts: Unpack[Facts],
) -> Institution:
    """Correct or complete facts; what is not given stays. A changed name joins the former names, a changed uscc must
    satisfy GB 32100. A changed authority goes the way of a grant: a dated row, from `authorities_from` or today.

    Raises ReasonMissing, NothingChanged, StaleVersion, OtherCounty, DateInFuture, the refusals of a uscc.
    """
    reason = a_reason(why)
    row = lock(institution)
    if row.version != expected_version:
        raise StaleVersion
    wanted = _cleaned(facts) | ({} if name is None else {"name": clean(name)})
    changed = {field: value for field, value in wanted.items() if getattr(row, field) != value}
    if not changed:
        raise NothingChanged
    authorities = _authorities_of(changed)
    of_county(changed.get("town"), row.county_id, "town")
    if authorities:
        set_authorities(institution=row, authorities=authorities, by=by, at=at, why=reason, from_on=authorities_from)
    if not changed:
        return row
    not_in_future(changed.get("not_found_on"), at, "not_found_on")
    if "uscc" in changed:
        check_uscc(changed["uscc"])
        changed["uscc_override_reason"] = ""
    if "name" in changed:
        changed["former_names"] = [*(former for former in row.former_names if former != changed["name"]), row.name]
    if changed.keys() & set(_TEXTS):
        changed |= {"pinyin": "", "initials": ""}  # the follow-up job fills them anew
    for field, value in changed.items():
        setattr(row, field, value)
    with pghistory.context(actor=by.actor_id, why=reason), taken_is_refused():
        row.save_version(expected=row.version, by=by.actor_id, at=at, fields=list(changed))
    record(
        "institutions.edit_facts",
        by=by,
        subject=("institution", row.pk),
        institution_id=row.pk,
        why=reason,
        data={"fields": sorted(changed.keys() - {"pinyin", "initials"}), "version": row.version},
        at=at,
    )
    fields = sorted(changed.keys() - {"pinyin", "initials", "uscc_override_reason", "not_found_on"})
    announce(EventKind.INSTITUTION_CHANGED, row, at=at, fields=fields)
    if "pinyin" in changed:
        wake_pinyin(institution=row, by=by)
    return row


def _cleaned(facts: Facts) -> dict[str, Any]:
    values: dict[str, Any] = dict(facts)
    return values | {name: clean(values[name]) for name in _TEXTS if name in values}


def _authorities_of(changed: dict[str, Any]) -> dict[str, Department | None]:
    """By capacity, taken out of what changes."""
    names = {capacity: f"{capacity}_authority" for capacity in AUTHORITIES}
    return {capacity: changed.pop(name) for capacity, name in names.items() if name in changed}


def _check_places(values: dict[str, Any], county_id: int) -> None:
    of_county(values.get("town"), county_id, "town")
    for name in AUTHORITIES:
        of_county(values.get(f"{name}_authority"), county_id, f"{name}_authority")
