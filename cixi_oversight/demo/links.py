"""What is handed out and called in the demo: links of some complainants, one with a token that is printed in the
README, a remark that came by one, and a call list about the institution with the most complaints."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Count

from cixi_oversight import clock
from cixi_oversight.demo.chance import Chance, public_id
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.enums import Call, Kind
from cixi_oversight.personal.models import CallList, Person
from cixi_oversight.personal.services import call_lists
from cixi_oversight.users.models import Actor, SignedLink, User
from cixi_oversight.users.services import links
from cixi_oversight.users.services.viewer import viewer_of
from inspections.models import Complaint
from inspections.services import tracking

# Opens a complaint of the demo city, and nothing anywhere else. Not a secret: it stands in the README.
TOKEN: Final = "demo-only-link-of-a-parent-who-complained-x"  # noqa: S105
HANDED_OUT: Final = 12
_LIVES: Final = dt.timedelta(days=365)
_REMARK: Final = "机构昨天答应分两期退款，第一期还没有收到，有聊天记录可以提供。"
_WHY: Final = "机构经营异常，逐户了解退费情况"


@transaction.atomic
def hand_out_links(plan: Plan, facts: Facts) -> None:
    """After the nights: the newest complaints of somebody named get a link each."""
    by = viewer_of(User.objects.get(pk=facts.accounts.users["inspector"]), on=plan.as_of)
    at = clock.at(plan.last_day, 17)
    draw = Chance(plan.seed).stream("links")
    named = Complaint.objects.filter(complainant__isnull=False, institution__county=facts.places[0].county_id)
    open_ones = list(named.open().order_by("-received_on", "-pk")[:HANDED_OUT])
    closed = list(named.closed().order_by("-received_on", "-pk")[: HANDED_OUT - min(len(open_ones), HANDED_OUT // 2)])
    chosen = [*open_ones[: HANDED_OUT // 2], *closed][:HANDED_OUT]
    for number, row in enumerate(chosen):
        link, _token = links.make(
            subject=("complaint", row.pk),
            purpose=tracking.PURPOSE,
            expires_at=clock.real_now() + _LIVES,
            institution_id=row.institution_id,
            by=by,
            at=at,
            token=TOKEN if number == 0 else "",
        )
        rename(link, public_id(draw))
        if number == 1:
            links.note_opening(link, at=at)
            tracking.add_remark(holder=links.viewer_of(link), text=_REMARK, at=at)
    _make_list(facts, by, at, public_id(draw))


def rename(link: SignedLink, name: str) -> None:
    """By a name of the seed, as all that the demo shows."""
    link.public_id = name
    link.save(update_fields=["public_id"])
    Actor.objects.filter(pk=link.holder_id).update(label=f"link {name}")
    link.holder.label = f"link {name}"


def _make_list(facts: Facts, by: Viewer, at: dt.datetime, name: str) -> None:
    rows = Person.objects.filter(kind=Kind.COMPLAINANT, institution_id__in=[row.pk for row in facts.profiles])
    most = rows.values("institution_id").annotate(n=Count("pk")).order_by("-n", "institution_id").first()
    if most is None or most["institution_id"] is None:
        return
    made = call_lists.make_list(
        institution_id=most["institution_id"], kinds=[Kind.COMPLAINANT, Kind.CONTACT], why=_WHY, by=by, at=at
    )
    CallList.objects.filter(pk=made.pk).update(public_id=name)
    for place, entry in enumerate(made.entries.order_by("pk")[:5]):
        state = Call.NOT_REACHED if place == 2 else Call.REACHED
        call_lists.note_call(entry=entry, state=state, by=by, at=at)
