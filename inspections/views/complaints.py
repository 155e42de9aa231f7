"""The list of complaints and the page of one."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.rules.access import ASSIGN
from cixi_oversight.desk.services.links import assign_url
from cixi_oversight.errors import NotFound
from cixi_oversight.personal.rules.access import LOOK_UP_COMPLAINANT
from cixi_oversight.personal.services.reading import shown
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import yuan
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from inspections.enums import Channel, Matter, Outcome
from inspections.forms import ComplaintFilterSet
from inspections.models import Complaint
from inspections.rules import labels
from inspections.rules.access import ISSUE_LINK, JUDGE_VALIDITY, RECEIVE_COMPLAINT, RESOLVE_COMPLAINT, VIEW_COMPLAINTS
from inspections.services import tracking
from inspections.services.reading import judgements, standing_of
from institutions.rules.access import VIEW_REGISTER
from institutions.services.links import file_url

SECTION = "complaints"


def validity_pill(is_valid: bool | None) -> SafeString:
    if is_valid is None:
        return pill(Tone.WAITS, gettext("Not judged yet"))
    return pill(Tone.DONE, gettext("Valid complaint")) if is_valid else pill(Tone.NEUTRAL, gettext("Not valid"))


def state_pill(row: Any, on: Any) -> SafeString:
    """Closed how, or open and how late."""
    if row.outcome:
        return pill(Tone.DONE, worded(labels.OUTCOME[Outcome(row.outcome)]))
    late = (on - row.standing_due_on).days
    if late <= 0:
        return pill(Tone.PROGRESS, gettext("Being handled"))
    return pill(Tone.REFUSED, ngettext("overdue by %(n)s day", "overdue by %(n)s days", late) % {"n": late})


def _number(row: Complaint) -> SafeString:
    return format_html(
        '<span class="mono">{}</span><span class="second d-block">{}</span>', row.number, row.institution
    )


class ComplaintList(ListPage):
    permission = VIEW_COMPLAINTS
    section = SECTION
    title = _("Complaints")
    template_name = "inspections/complaints.html"
    filterset_class = ComplaintFilterSet
    main_filters = ("q", "state", "matter", "validity")
    ordering = ("-received",)
    export_name = _("Complaints")
    empty_text = _("No complaint matches. Remove a filter, or enter the complaint.")

    def get_columns(self) -> list[Column]:
        return [
            Column("number", _("Number"), _number, sort="number", export=lambda row: row.number),
            Column("institution", _("Institution"), lambda row: row.institution.name, default=False),
            Column("received", _("Received on"), lambda row: row.received_on, sort="received_on"),
            Column("channel", _("Came in by"), lambda row: worded(labels.CHANNEL[Channel(row.channel)])),
            Column("matter", _("Matter"), lambda row: worded(labels.MATTER[Matter(row.matter)])),
            Column(
                "amount",
                _("Amount in dispute"),
                lambda row: yuan(row.amount_fen) if row.amount_fen else None,
                sort="amount_fen",
                numeric=True,
            ),
            Column("due", _("Due on"), lambda row: row.standing_due_on, sort="standing_due_on"),
            Column("validity", _("Judgement"), lambda row: validity_pill(row.is_valid)),
            Column("state", _("State"), lambda row: state_pill(row, self.on)),
            Column("resolved", _("Closed on"), lambda row: row.resolved_on, default=False),
            Column("town", _("Town"), lambda row: row.institution.town and row.institution.town.name, default=False),
        ]

    def get_queryset(self) -> QuerySet[Any]:
        rows = Complaint.objects.visible_to(self.viewer)
        return rows.with_decisions().select_related("institution__town")

    def row_url(self, row: Complaint) -> str:
        return reverse("inspections:complaint", args=[row.public_id])

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(may_look_up=LOOK_UP_COMPLAINANT.allows(self.viewer), **more)

    def get_primary_action(self) -> tuple[str, Text] | None:
        if not RECEIVE_COMPLAINT.allows(self.viewer):
            return None
        return reverse("inspections:receive"), _("Enter a complaint")


class OfComplaint(Page):
    """A page about one complaint, fetched within the viewer's scope."""

    section = SECTION

    @cached_property
    def complaint(self) -> Any:
        rows = Complaint.objects.visible_to(self.viewer).with_decisions()
        rows = rows.select_related("institution__town", "recorded_by", "complainant")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found


class ComplaintPage(OfComplaint):
    """As it was entered, every judgement on it, and what may be done now."""

    permission = VIEW_COMPLAINTS
    template_name = "inspections/complaint.html"

    def get_title(self) -> str:
        return str(self.complaint.number)

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.complaint
        validity, resolution = judgements(row)
        return super().context(
            complaint=row,
            institution_url=file_url(row.institution) if VIEW_REGISTER.allows(self.viewer) else "",
            channel=worded(labels.CHANNEL[Channel(row.channel)]),
            matter=worded(labels.MATTER[Matter(row.matter)]),
            validity_badge=validity_pill(row.is_valid),
            state_badge=state_pill(row, self.on),
            validity=[(one, validity_pill(one.row.is_valid)) for one in validity],
            resolution=[(one, worded(labels.OUTCOME[Outcome(one.row.outcome)])) for one in resolution],
            remarks=row.remarks.order_by("-recorded_at", "-pk"),
            may_link=ISSUE_LINK.allows(self.viewer),
            links=tracking.links_of(row) if ISSUE_LINK.allows(self.viewer) else [],
            complainant=shown(row.complainant, self.viewer) if row.complainant else None,
            is_judged=standing_of(validity) is not None,
            is_closed=standing_of(resolution) is not None,
            assign_url=assign_url("complaint", row.public_id) if ASSIGN.allows(self.viewer) else "",
            may_judge=JUDGE_VALIDITY.allows(self.viewer),
            may_resolve=RESOLVE_COMPLAINT.allows(self.viewer),
            **more,
        )
