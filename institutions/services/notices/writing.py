"""Writing, publishing and withdrawing notices. No text holds the number of a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import Problems, ReasonMissing, StaleVersion
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.models import Deadline
from cixi_oversight.transitions import apply
from cixi_oversight.users.models import County
from institutions.enums.notices import NoticeSection, NoticeState, NoticeVerb
from institutions.errors.notices import NoticeOut
from institutions.models import Notice, NoticeDelivery, NoticeTransition
from institutions.rules.notices import NOTICE
from institutions.services.words import clean, day_of

SUBJECT = "notice"
SCHOOL_SUBJECT = "school"
DELIVERY_SUBJECT = "notice_delivery"
PURPOSE = "notice_receipt"  # of a school's link


@transaction.atomic
def write_notice(
    *, county: County, section: NoticeSection, title: str, text: str, issuer: str, by: Viewer, at: dt.datetime
) -> Notice:
    """A draft. Raises Problems of ReasonMissing, NumberInText."""
    row = Notice.objects.create(
        county=county,
        section=section,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
        **_texts(title=title, text=text, issuer=issuer),
    )
    NoticeTransition.objects.create(
        notice=row,
        verb=NoticeVerb.WRITE,
        source="",
        target=NoticeState.DRAFT,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    _audit("write_notice", row, by=by, at=at, section=section)
    return row


@transaction.atomic
def change_notice(
    *,
    notice: Notice,
    section: NoticeSection,
    title: str,
    text: str,
    issuer: str,
    expected_version: int,
    by: Viewer,
    at: dt.datetime,
) -> Notice:
    """While it is a draft. Raises as `write_notice`, and NoticeOut, StaleVersion."""
    row = _locked(notice)
    if row.state != NoticeState.DRAFT:
        raise NoticeOut
    if row.version != expected_version:
        raise StaleVersion
    values = {"section": section, **_texts(title=title, text=text, issuer=issuer)}
    for name, value in values.items():
        setattr(row, name, value)
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=list(values))
    _audit("change_notice", row, by=by, at=at, section=section)
    return row


@transaction.atomic
def publish_notice(*, notice: Notice, by: Viewer, at: dt.datetime) -> Notice:
    """From now on everybody reads it. Raises WrongState, Forbidden."""
    row = _locked(notice)
    _move(row, NoticeVerb.PUBLISH, by=by, at=at, also={"published_on": day_of(at)})
    return row


@transaction.atomic
def withdraw_notice(*, notice: Notice, why: str, by: Viewer, at: dt.datetime) -> Notice:
    """Nobody outside reads it any more; schools need not confirm it. Raises WrongState, Forbidden, ReasonMissing,
    NumberInText."""
    row = _locked(notice)
    reason = without_numbers(clean(why), field="why")
    _move(row, NoticeVerb.WITHDRAW, by=by, at=at, why=reason)
    waiting = NoticeDelivery.objects.filter(notice=row, received_at=None).values("pk")
    terms = Deadline.objects.filter(subject_kind=DELIVERY_SUBJECT, subject_id__in=waiting, stopped_on=None)
    terms.update(stopped_on=day_of(at), stopped_by_id=by.actor_id, stopped_why=reason[:300])
    return row


def _texts(**texts: str) -> dict[str, str]:
    tidy = {name: without_numbers(text.strip(), field=name) for name, text in texts.items()}
    missing = [ReasonMissing(field=name) for name, text in tidy.items() if not text]
    if missing:
        raise Problems(missing)
    return tidy


def _locked(notice: Notice) -> Notice:
    return Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)


def _move(
    row: Notice, verb: NoticeVerb, *, by: Viewer, at: dt.datetime, why: str = "", also: dict[str, Any] | None = None
) -> None:
    apply(
        row,
        verb,
        workflow=NOTICE,
        history=NoticeTransition,
        owner="notice",
        by=by,
        why=why,
        at=at,
        state_field="state",
        also=also,
    )
    _audit("move_notice", row, by=by, at=at, why=why, verb=verb, state=row.state)


def _audit(act: str, row: Notice, *, by: Viewer, at: dt.datetime, why: str = "", **data: Any) -> None:
    record(f"institutions.{act}", by=by, subject=(SUBJECT, row.pk), why=why, data=data, at=at)
