"""The yearly notice: what was entered, what it would move or has moved, and the form that puts it in force."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cixi_oversight.errors import NotFound
from cixi_oversight.policy.enums import DeadlineCode
from cixi_oversight.policy.forms import WhyForm
from cixi_oversight.policy.models import CalendarDay, CalendarNotice
from cixi_oversight.policy.rules.access import EDIT_CALENDAR, ENTER_NOTICE
from cixi_oversight.policy.rules.labels import DEADLINES
from cixi_oversight.policy.services import notices
from cixi_oversight.web import subjects
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Page

SECTION = "system.calendar"


class _OfNotice(Page):
    section = SECTION

    def find(self) -> CalendarNotice:
        """Raises NotFound."""
        row = CalendarNotice.objects.select_related("entered_by", "applied_by").filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise NotFound
        return row


class NoticePage(_OfNotice):
    permission = ENTER_NOTICE
    title = _("Yearly notice")
    template_name = "policy/notice.html"

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.find()
        days = notices.read_days(row)
        if row.applied_at is None:
            count, moved = notices.preview(row)
            named = {one.day for one in days}
            before = CalendarDay.objects.filter(day__year=row.year).exclude(day__in=named).order_by("day")
        else:
            count, moved = row.moved or 0, notices.moved_by(row)
            before = CalendarDay.objects.none()
        pairs = [(one.deadline.subject_kind, one.deadline.subject_id) for one in moved]
        links = subjects.links(self.viewer, pairs)
        return super().context(
            row=row,
            days=days,
            dropped=before,
            count=count,
            moved=[
                (one, DEADLINES[DeadlineCode(one.deadline.kind)], links.get(pair, ("", "")))
                for one, pair in zip(moved, pairs, strict=True)
            ],
            may_apply=EDIT_CALENDAR.allows(self.viewer) and row.applied_at is None,
            **more,
        )


class ApplyNotice(_OfNotice, FormPage):
    permission = EDIT_CALENDAR
    title = _("Put the notice in force")
    intro = _("Its days become the calendar, the year is published, and open deadlines move with it.")
    submit_label = _("Put in force")
    form_class = WhyForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.find()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.find()
        return super().post(request, *args, **kwargs)

    def get_cancel_url(self) -> str:
        return reverse("policy:notice", args=[self.kwargs["pk"]])

    def act(self, form: WhyForm) -> str:
        row = notices.apply_notice(notice=self.find(), **form.cleaned_data, by=self.viewer, at=self.at)
        n = row.moved or 0
        said = ngettext("In force. %(n)s due day moved.", "In force. %(n)s due days moved.", n)
        messages.success(self.request, said % {"n": n})
        return self.get_cancel_url()
