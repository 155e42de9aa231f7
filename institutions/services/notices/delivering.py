"""A letter by school: a signed link each, the school's confirmation, reminders, and how often parents opened it.

A school has no account: its link is told once, to whoever sends it on (浙政钉 or short message); a reminder makes a new
one. Openings are counted a day, without anything of who opened it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.policy.enums import DeadlineCode, Key, Span
from cixi_oversight.policy.services import deadlines, parameters
from cixi_oversight.policy.services.deadlines import Start
from cixi_oversight.users.services import links
from institutions.enums.notices import NoticeState, SchoolKind
from institutions.errors.notices import AlreadyConfirmed, NobodyToRemind, NoSchoolLeft, NotPublished
from institutions.models import Notice, NoticeDelivery, NoticeReading, School
from institutions.services.notices.writing import DELIVERY_SUBJECT, PURPOSE
from institutions.services.words import day_of

REPLACED: Final = "replaced by a reminder"


@dataclass(frozen=True, slots=True)
class Told:
    """A school and the token of its link, told once."""

    delivery: NoticeDelivery
    token: str


def schools_for(viewer: Viewer, notice: Notice, *, kinds: Sequence[SchoolKind] = (), towns: Sequence[int] = ()) -> Any:
    """Open schools of the notice's county that have not got it, of these kinds and towns (none: all)."""
    rows: Any = School.objects.visible_to(viewer).open().filter(county_id=notice.county_id)
    rows = rows.exclude(pk__in=notice.deliveries.values("school_id"))
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if towns:
        rows = rows.filter(town_id__in=list(towns))
    return rows.select_related("town").order_by("town__code", "name")


@transaction.atomic
def send_to(*, notice: Notice, schools: Sequence[School], by: Viewer, at: dt.datetime) -> list[Told]:
    """Raises NotPublished, NoSchoolLeft. A school that has the letter already keeps its own."""
    row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.state != NoticeState.PUBLISHED:
        raise NotPublished
    has_it = set(row.deliveries.values_list("school_id", flat=True))
    fresh = [school for school in schools if school.pk not in has_it and school.county_id == row.county_id]
    if not fresh:
        raise NoSchoolLeft
    made = NoticeDelivery.objects.bulk_create(
        NoticeDelivery(notice=row, school=school, sent_at=at, sent_by_id=by.actor_id) for school in fresh
    )
    deadlines.start_many(
        subject_kind=DELIVERY_SUBJECT,
        kind=DeadlineCode.LETTER_RECEIPT,
        started_on=day_of(at),
        starts=[Start(one.pk, None) for one in made],
        amount=int(parameters.value(Key.LETTER_RECEIPT, on=day_of(at), county=row.county_id)),
        span=Span.WORKDAYS,
        by=by,
        at=at,
    )
    return [_tell(one, "send_letter", by, at) for one in made]


@transaction.atomic
def remind(*, notice: Notice, by: Viewer, at: dt.datetime) -> list[Told]:
    """New links for the schools that have not confirmed, once a day. Raises NobodyToRemind."""
    on = day_of(at)
    rows: Any = NoticeDelivery.objects.select_for_update(of=("self",)).filter(notice=notice).waiting()
    found = list(rows.exclude(reminded_on=on).select_related("school__town").order_by("school__name"))
    if not found:
        raise NobodyToRemind
    NoticeDelivery.objects.filter(pk__in=[one.pk for one in found]).update(reminded_on=on, reminders=F("reminders") + 1)
    for one in found:
        links.revoke_all(subject=(DELIVERY_SUBJECT, one.pk), purpose=PURPOSE, by=by, why=REPLACED, at=at)
    return [_tell(one, "remind_school", by, at) for one in found]


def _tell(delivery: NoticeDelivery, act: str, by: Viewer, at: dt.datetime) -> Told:
    days = int(parameters.value(Key.LETTER_LINK, on=day_of(at), county=delivery.notice.county_id))
    _link, token = links.make(
        subject=(DELIVERY_SUBJECT, delivery.pk),
        purpose=PURPOSE,
        expires_at=clock.real_now() + dt.timedelta(days=days),
        by=by,
        at=at,
    )
    _audit(act, delivery, by=by, at=at)
    return Told(delivery, token)


def delivery_of(holder: Viewer) -> NoticeDelivery:
    """The delivery that a link opens. Raises NotFound for any other viewer, and once the letter is withdrawn."""
    if holder.kind is not ViewerKind.LINK:
        raise NotFound
    rows: Any = NoticeDelivery.objects.visible_to(holder).filter(notice__state=NoticeState.PUBLISHED)
    found: NoticeDelivery | None = rows.select_related("notice", "school").first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def confirm(*, holder: Viewer, families: int | None, at: dt.datetime) -> NoticeDelivery:
    """The school's word that it has the letter, and to how many families it went. Raises NotFound, AlreadyConfirmed."""
    known = delivery_of(holder)
    row: NoticeDelivery = NoticeDelivery.objects.select_for_update(of=("self",)).get(pk=known.pk)
    if row.received_at is not None:
        raise AlreadyConfirmed
    row.received_at, row.received_by_id, row.families = at, holder.actor_id, families
    row.save(update_fields=["received_at", "received_by", "families"])
    deadlines.stop_deadline(
        subject=(DELIVERY_SUBJECT, row.pk),
        kind=DeadlineCode.LETTER_RECEIPT,
        on=day_of(at),
        why="学校已确认收到",
        by=holder,
        at=at,
    )
    _audit("confirm_letter", row, by=holder, at=at)
    return row


def note_opening(*, notice: Notice, delivery: NoticeDelivery | None, on: dt.date) -> None:
    """One more opening on a day, of those whom a school sent or of anybody; two at once are two."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into institutions_noticereading as r (notice_id, delivery_id, day, openings)
            values (%s, %s, %s, 1)
                on conflict (notice_id, delivery_id, day) do update set openings = r.openings + 1
            """,
            [notice.pk, delivery.pk if delivery else None, on],
        )


@dataclass(frozen=True, slots=True)
class Progress:
    sent: int
    received: int
    families: int

    @property
    def share(self) -> int:
        return self.received * 100 // self.sent if self.sent else 0


def progress(notice_ids: list[int]) -> dict[int, Progress]:
    """By notice, one query."""
    rows: Any = NoticeDelivery.objects.filter(notice_id__in=notice_ids).order_by().values("notice_id")
    rows = rows.annotate(
        sent=Count("pk"), received=Count("pk", filter=Q(received_at__isnull=False)), families=Sum("families", default=0)
    )
    return {row.pop("notice_id"): Progress(**row) for row in rows}


def openings(notice_ids: list[int]) -> dict[int, int]:
    """By notice, one query."""
    rows = NoticeReading.objects.filter(notice_id__in=notice_ids).order_by().values_list("notice_id")
    return dict(rows.annotate(total=Sum("openings")))


def openings_of(delivery_ids: list[int]) -> dict[int, int]:
    """By delivery, of several letters; one query."""
    rows = NoticeReading.objects.filter(delivery_id__in=delivery_ids).order_by().values_list("delivery_id")
    return {pk: total for pk, total in rows.annotate(total=Sum("openings")) if pk is not None}


def openings_by_delivery(notice: Notice) -> dict[int | None, int]:
    """Openings by parents of each school; None: of those whom no school sent."""
    rows = NoticeReading.objects.filter(notice=notice).order_by().values_list("delivery_id")
    return dict(rows.annotate(total=Sum("openings")))


def _audit(act: str, row: NoticeDelivery, *, by: Viewer, at: dt.datetime) -> None:
    record(
        f"institutions.{act}",
        by=by,
        subject=(DELIVERY_SUBJECT, row.pk),
        data={"notice": row.notice_id, "school": row.school_id},
        at=at,
    )
