"""消息发送: how messages leave the portal, for the system administrator; in the demo, what the other side received."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.enums import OUTER, Channel, DispatchState, Fault, Topic
from cixi_oversight.desk.forms.messages import DispatchFilterSet, MoodForm
from cixi_oversight.desk.models import Dispatch
from cixi_oversight.desk.ports import sandbox
from cixi_oversight.desk.rules.message_access import SEND_AGAIN, VIEW_DISPATCHES
from cixi_oversight.desk.rules.message_labels import CHANNEL, FAULT, TOPIC
from cixi_oversight.desk.services import dispatches
from cixi_oversight.desk.services.wording import text_of, words_of
from cixi_oversight.errors import NotFound
from cixi_oversight.web.badges import badge
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded


class DispatchList(ListPage):
    permission = VIEW_DISPATCHES
    section = "system.messages"
    title = _("Sending of messages")
    template_name = "desk/dispatches.html"
    filterset_class = DispatchFilterSet
    main_filters = ("channel", "state", "since", "until")
    ordering = ("-created",)
    export_name = _("Sending of messages")
    empty_text = _("No sending matches these filters.")
    columns = (
        Column("created", _("Entered"), lambda row: moment(row.created_at), sort="created_at"),
        Column("recipient", _("Recipient"), lambda row: row.recipient.name),
        Column("channel", _("Channel"), lambda row: worded(CHANNEL[Channel(row.channel)]), sort="channel"),
        Column("state", _("State"), lambda row: badge("desk.dispatch", row.state), sort="state"),
        Column("messages", _("Messages"), lambda row: row.message_count, numeric=True),
        Column("attempts", _("Attempts"), lambda row: row.attempts, "attempts", numeric=True, default=False),
        Column("fault", _("Fault"), lambda row: worded(FAULT[Fault(row.fault)]) if row.fault else ""),
        Column("sent", _("Sent at"), lambda row: moment(row.sent_at), sort="sent_at"),
        Column("delivered", _("Delivered at"), lambda row: moment(row.delivered_at), default=False),
        Column("read", _("Read at"), lambda row: moment(row.read_at), default=False),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return dispatches.visible(self.viewer).select_related("recipient").annotate(message_count=Count("deliveries"))

    def row_url(self, row: Dispatch) -> str:
        return reverse("desk:dispatch", args=[row.pk])

    def context(self, **more: Any) -> dict[str, Any]:
        found = dispatches.figures(self.viewer)
        return super().context(
            channels=[(one, CHANNEL[one.channel], _last_fault(one)) for one in found],
            failing=[(one, CHANNEL[one.channel], _last_fault(one)) for one in found if one.is_failing],
            may_try=SEND_AGAIN.allows(self.viewer),
            sandbox_url=reverse("desk:sandbox") if sandbox.is_there() else "",
            **more,
        )


def _last_fault(one: dispatches.ChannelFigures) -> str:
    return worded(FAULT[Fault(one.state.last_fault)]) if one.state and one.state.last_fault else ""


class TryChannel(Page):
    """A resting channel is tried at once."""

    permission = SEND_AGAIN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["channel"] not in OUTER:
            raise NotFound
        dispatches.try_channel(channel=Channel(kwargs["channel"]), by=self.viewer, at=self.at)
        messages.success(request, gettext("The channel is being tried again."))
        return HttpResponseRedirect(reverse("desk:dispatches"))


class DispatchPage(Page):
    """POST sends a failed one again."""

    permission = VIEW_DISPATCHES
    permissions = {"POST": SEND_AGAIN}
    section = "system.messages"
    template_name = "desk/dispatch.html"

    @cached_property
    def dispatch_row(self) -> Dispatch:
        found: Dispatch | None = (
            dispatches.visible(self.viewer).select_related("recipient").filter(pk=self.kwargs["pk"]).first()
        )
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        row = self.dispatch_row
        return f"{worded(CHANNEL[Channel(row.channel)])} · {row.recipient.name}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        dispatches.send_again(dispatch=self.dispatch_row, by=self.viewer, at=self.at)
        messages.success(request, gettext("The message waits to be sent again."))
        return HttpResponseRedirect(reverse("desk:dispatch", args=[self.dispatch_row.pk]))

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.dispatch_row
        rows = row.deliveries.select_related("message").order_by("pk")
        return super().context(
            row=row,
            state=badge("desk.dispatch", row.state),
            fault=FAULT[Fault(row.fault)] if row.fault else "",
            text=text_of(row),
            carried=[(one.message, words_of(one.message).subject, TOPIC[Topic(one.message.topic)]) for one in rows],
            may_retry=row.state == DispatchState.FAILED and SEND_AGAIN.allows(self.viewer),
            **more,
        )


class Sandbox(FormPage):
    """已发送(演示): what the demo's gateway received, and how it shall behave. Only where there is one."""

    permission = VIEW_DISPATCHES
    permissions = {"POST": SEND_AGAIN}
    section = "system.messages"
    title = _("Sent (demo)")
    template_name = "desk/sandbox.html"
    form_class = MoodForm
    submit_label = _("Let it behave so")

    def get_initial(self) -> dict[str, Any]:
        return {"mood": self.report.mood if self.report else "ok"}

    @cached_property
    def report(self) -> sandbox.Report | None:
        if not sandbox.is_there():
            raise NotFound
        return sandbox.report()

    def act(self, form: MoodForm) -> str:
        if not sandbox.is_there():
            raise NotFound
        sandbox.behave(form.cleaned_data["mood"])
        messages.success(self.request, gettext("The demo gateway has been told."))
        return reverse("desk:sandbox")

    def get_cancel_url(self) -> str:
        return reverse("desk:dispatches")

    def context(self, **more: Any) -> dict[str, Any]:
        found = self.report
        rows = [(row, CHANNEL[Channel(row.channel)]) for row in found.sent] if found else []
        return super().context(report=found, rows=rows, **more)
