"""Regulatory talks: planned, notified by a paper, held and recorded, or cancelled (the table: `rules.talks`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, TypedDict, Unpack

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.clock import SHANGHAI
from cixi_oversight.desk.services import messages, recipients
from cixi_oversight.documents.enums import PaperKind
from cixi_oversight.documents.models import PaperVoid
from cixi_oversight.documents.services import papers
from cixi_oversight.documents.services.papers import Codes
from cixi_oversight.errors import Problems, ReasonMissing, StaleVersion, WrongState
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Capacity
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.services import deadlines
from cixi_oversight.transitions import apply
from institutions.enums import Occasion, TalkState, TalkVerb
from institutions.errors import DateInFuture, NobodyInvited, OccasionDay, OccasionFixed, TalkInPast, TalkNotYet
from institutions.models import Institution, RegulatoryTalk, TalkTransition
from institutions.rules.papers import TalkFacts, moment, talk_notice
from institutions.rules.talks import TALK, WITH_A_TERM
from institutions.services.words import clean, day_of, in_order, lock

SUBJECT: Final = "regulatory_talk"
_TEXTS: Final = ("grounds", "legal_basis", "matter", "place", "contact")


class Plan(TypedDict):
    """What is settled beforehand. `occasion_on` is the day of adoption where a code is the occasion."""

    occasion: Occasion
    occasion_on: dt.date | None
    grounds: str
    legal_basis: str
    matter: str
    capacities: Sequence[Capacity]
    starts_at: dt.datetime
    place: str
    contact: str


@transaction.atomic
def plan_talk(*, institution: Institution, by: Viewer, at: dt.datetime, **plan: Unpack[Plan]) -> RegulatoryTalk:
    """Plan a talk; a yellow code starts its ten days.

    Raises TalkInPast, NobodyInvited, OccasionDay, DateInFuture, ReasonMissing, NumberInText.
    """
    row = lock(institution)
    values = _checked(plan, at)
    talk = RegulatoryTalk.objects.create(
        institution=row,
        created_at=at,
        created_by_id=by.actor_id,
        changed_at=at,
        changed_by_id=by.actor_id,
        **values,
    )
    TalkTransition.objects.create(
        talk=talk,
        verb=TalkVerb.PLAN,
        source="",
        target=TalkState.PLANNED,
        effective_on=day_of(at),
        recorded_at=at,
        actor_id=by.actor_id,
    )
    _start_term(talk, by, at)
    _audit("plan_talk", talk, by=by, at=at, data={"occasion": talk.occasion})
    return talk


@transaction.atomic
def change_talk(
    *, talk: RegulatoryTalk, expected_version: int, by: Viewer, at: dt.datetime, **plan: Unpack[Plan]
) -> RegulatoryTalk:
    """Change what is planned, the occasion excepted, until the notice is out.

    Raises as `plan_talk`, and WrongState, StaleVersion, OccasionFixed.
    """
    row = _locked(talk)
    if row.state != TalkState.PLANNED:
        raise WrongState
    if row.version != expected_version:
        raise StaleVersion
    values = _checked(plan, at)
    if (values["occasion"], values["occasion_on"]) != (row.occasion, row.occasion_on):
        raise OccasionFixed
    for name, value in values.items():
        setattr(row, name, value)
    row.save_version(expected=expected_version, by=by.actor_id, at=at, fields=list(values))
    _audit("change_talk", row, by=by, at=at, data={"occasion": row.occasion})
    return row


@transaction.atomic
def notify_talk(*, talk: RegulatoryTalk, by: Viewer, at: dt.datetime, codes: Codes | None = None) -> RegulatoryTalk:
    """Issue the notice, numbered and dated today. Raises WrongState, Forbidden, TalkInPast, NotPrintable."""
    row = _locked(talk)
    TALK.move(row.state, TalkVerb.NOTIFY)  # refused before a number is taken
    if row.starts_at <= at:
        raise TalkInPast(when=moment(row.starts_at.astimezone(SHANGHAI)))
    institution = row.institution
    row.notice = papers.issue(
        kind=PaperKind.TALK_NOTICE,
        county=institution.county,
        subject=(SUBJECT, row.pk),
        institution_id=institution.pk,
        holder=institution.name,
        data=talk_notice(facts_of(row)),
        by=by,
        at=at,
        codes=codes,
    )
    row.save(update_fields=["notice"])
    _move(row, TalkVerb.NOTIFY, by=by, at=at, data={"number": row.notice.number})
    starts_at = row.starts_at.astimezone(SHANGHAI)
    _tell(row, "talk.notified", at, day=starts_at.date(), time=f"{starts_at:%H:%M}", place=row.place)
    return row


@transaction.atomic
def hold_talk(
    *,
    talk: RegulatoryTalk,
    held_on: dt.date,
    record_text: str,
    by: Viewer,
    at: dt.datetime,
    demands: str = "",
    demands_due_on: dt.date | None = None,
) -> RegulatoryTalk:
    """Record what was said and what is demanded by when. Persons by capacity, no names, no numbers.

    Raises WrongState, Forbidden, ReasonMissing, NumberInText, TalkNotYet, DateInFuture, DatesReversed.
    """
    row = _locked(talk)
    TALK.move(row.state, TalkVerb.HOLD)
    text, asked = _text(record_text, "record_text"), _text(demands, "demands")
    if not text:
        raise ReasonMissing(field="record_text")
    if held_on > day_of(at):
        raise DateInFuture(field="held_on", day=held_on.isoformat())
    if row.starts_at > at:
        raise TalkNotYet(when=moment(row.starts_at.astimezone(SHANGHAI)))
    in_order(held_on, demands_due_on, "demands_due_on")
    row.held_on, row.record, row.demands, row.demands_due_on = held_on, text, asked, demands_due_on
    row.save(update_fields=["held_on", "record", "demands", "demands_due_on"])
    _move(row, TalkVerb.HOLD, by=by, at=at, effective_on=held_on, data={"held_on": held_on.isoformat()})
    _stop_term(row, held_on, "约谈已进行", by, at)
    return row


@transaction.atomic
def cancel_talk(*, talk: RegulatoryTalk, why: str, by: Viewer, at: dt.datetime) -> RegulatoryTalk:
    """Call it off; a notice that is out becomes void. Raises WrongState, Forbidden, ReasonMissing, NumberInText."""
    row = _locked(talk)
    reason = _text(why, "why")
    TALK.move(row.state, TalkVerb.CANCEL)
    if not reason:
        raise ReasonMissing(field="why")
    if row.notice is not None and not PaperVoid.objects.filter(paper=row.notice).exists():
        papers.void(paper=row.notice, why=f"约谈取消：{reason}", by=by, at=at)
    _move(row, TalkVerb.CANCEL, by=by, at=at, why=reason, data={})
    if row.notice is not None:
        _tell(row, "talk.cancelled", at, day=row.starts_at.astimezone(SHANGHAI).date())
    _stop_term(row, day_of(at), reason, by, at)
    return row


def facts_of(talk: RegulatoryTalk) -> TalkFacts:
    """What the notice says."""
    return TalkFacts(
        addressee=talk.institution.name,
        grounds=talk.grounds,
        legal_basis=talk.legal_basis,
        at=talk.starts_at.astimezone(SHANGHAI),
        place=talk.place,
        capacities=[Capacity(one) for one in talk.capacities],
        matter=talk.matter,
        contact=talk.contact,
    )


def _checked(plan: Plan, at: dt.datetime) -> dict[str, Any]:
    values: dict[str, Any] = dict(plan)
    for name in _TEXTS:
        values[name] = _text(values[name], name)
    missing = [ReasonMissing(field=name) for name in _TEXTS if name != "contact" and not values[name]]
    if missing:
        raise Problems(missing)
    values["capacities"] = [one for one in Capacity if one in set(plan["capacities"])]
    if not values["capacities"]:
        raise NobodyInvited(field="capacities")
    if plan["starts_at"] <= at:
        raise TalkInPast(field="starts_at", when=moment(plan["starts_at"].astimezone(SHANGHAI)))
    if plan["occasion"] in WITH_A_TERM:
        if plan["occasion_on"] is None:
            raise OccasionDay(field="occasion_on")
        if plan["occasion_on"] > day_of(at):
            raise DateInFuture(field="occasion_on", day=plan["occasion_on"].isoformat())
    else:
        values["occasion_on"] = None
    return values


def _text(text: str, name: str) -> str:
    return without_numbers(clean(text), field=name)


def _locked(talk: RegulatoryTalk) -> RegulatoryTalk:
    rows = RegulatoryTalk.objects.select_for_update(of=("self",)).select_related("institution__county", "notice")
    return rows.get(pk=talk.pk)


def _start_term(talk: RegulatoryTalk, by: Viewer, at: dt.datetime) -> None:
    if talk.occasion in WITH_A_TERM and talk.occasion_on is not None:
        deadlines.start_deadline(
            subject=(SUBJECT, talk.pk),
            institution_id=talk.institution_id,
            kind=DeadlineCode.REGULATORY_TALK,
            started_on=talk.occasion_on,
            by=by,
            at=at,
        )


def _stop_term(talk: RegulatoryTalk, on: dt.date, why: str, by: Viewer, at: dt.datetime) -> None:
    deadlines.stop_deadline(subject=(SUBJECT, talk.pk), kind=DeadlineCode.REGULATORY_TALK, on=on, why=why, by=by, at=at)


def _tell(talk: RegulatoryTalk, template: str, at: dt.datetime, **figures: Any) -> None:
    """The institution's owners, who find the notice among their papers."""
    messages.notify(
        template=template,
        to=recipients.members(talk.institution_id),
        data=figures | {"number": talk.notice.number if talk.notice else ""},
        subject=(SUBJECT, talk.pk),
        dedupe=f"{template}:{talk.pk}",
        at=at,
        institution_id=talk.institution_id,
    )


def _move(
    row: RegulatoryTalk,
    verb: TalkVerb,
    *,
    by: Viewer,
    at: dt.datetime,
    data: dict[str, Any],
    why: str = "",
    effective_on: dt.date | None = None,
) -> None:
    apply(
        row,
        verb,
        workflow=TALK,
        history=TalkTransition,
        owner="talk",
        by=by,
        why=why,
        at=at,
        effective_on=effective_on,
        state_field="state",
    )
    _audit("move_talk", row, by=by, at=at, why=why, data={"verb": verb, "state": row.state, **data})


def _audit(
    verb: str, talk: RegulatoryTalk, *, by: Viewer, at: dt.datetime, data: dict[str, Any], why: str = ""
) -> None:
    record(
        f"institutions.{verb}",
        by=by,
        subject=(SUBJECT, talk.pk),
        institution_id=talk.institution_id,
        why=why,
        data=data,
        at=at,
    )
