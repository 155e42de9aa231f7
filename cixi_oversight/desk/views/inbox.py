"""The inbox (消息): the same pages for staff and for an institution's people, each in their own frame."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Case, DateTimeField, ExpressionWrapper, F, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.enums import Channel, DispatchState, Topic
from cixi_oversight.desk.forms.messages import InboxFilterSet
from cixi_oversight.desk.models import Message
from cixi_oversight.desk.rules.message_access import READ_INBOX, READ_MY_INBOX
from cixi_oversight.desk.rules.message_labels import CHANNEL, DISPATCH, TOPIC
from cixi_oversight.desk.services import inbox
from cixi_oversight.desk.services.wording import words_of
from cixi_oversight.errors import NotFound
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.lists import Column, ListPage, by_id
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded

_UNREAD_LATER = Value("3650 days")  # unread ones come first: they sort as if they were ten years younger


class Staff:
    """In the bureau's frame."""

    permission = READ_INBOX
    section = "inbox"
    prefix = ""


class Member:
    """In the institution's frame."""

    permission = READ_MY_INBOX
    section = "my.inbox"
    prefix = "my_"


def _subject(row: Message) -> SafeString | str:
    subject = words_of(row).subject
    return subject if row.read_at is not None else format_html('<strong class="unread">{}</strong>', subject)


def _state(row: Message) -> SafeString:
    if row.read_at is not None:
        return pill(Tone.NEUTRAL, gettext("Already read"))
    return pill(Tone.WAITS, gettext("Unread"))


def _about(row: Any) -> SafeString | str:
    link = row.link
    return format_html('<a href="{}">{}</a>', link.url, link.title or gettext("Open")) if link else ""


class InboxList(ListPage):
    prefix: str
    title = _("Messages")
    template_name = "desk/inbox.html"
    filterset_class = InboxFilterSet
    main_filters = ("read", "topic", "since", "until")
    ordering = ("-order",)
    export_name = _("Messages")
    empty_text = _("No messages. What is assigned to you or comes due is told here.")
    columns = (
        Column("subject", _("Message"), _subject, export=lambda row: words_of(row).subject),
        Column("about", _("Concerning"), _about, export=lambda row: row.link.title if row.link else ""),
        Column("topic", _("Topic"), lambda row: worded(TOPIC[Topic(row.topic)]), sort="topic"),
        Column("state", _("State"), _state),
        Column("created", _("Received at"), lambda row: moment(row.created_at), sort="created_at"),
        Column("order", _("Unread first"), lambda row: "", sort="order", default=False),
    )

    def get_queryset(self) -> QuerySet[Any]:
        first = ExpressionWrapper(F("created_at") + _UNREAD_LATER, output_field=DateTimeField())
        return Message.objects.visible_to(self.viewer).annotate(
            order=Case(When(read_at=None, then=first), default=F("created_at"), output_field=DateTimeField())
        )

    def annotate_rows(self, rows: list[Any]) -> None:
        by_id(rows, inbox.links(rows, self.viewer), "link")

    def row_url(self, row: Message) -> str:
        return reverse(f"desk:{self.prefix}message", args=[row.public_id])

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(
            read_all_url=reverse(f"desk:{self.prefix}read_all"),
            choices_url=reverse(f"desk:{self.prefix}choices"),
            unread=inbox.unread(self.viewer).count(),
            **more,
        )


class StaffInbox(Staff, InboxList):
    """`/bureau/inbox/`"""


class MemberInbox(Member, InboxList):
    """`/my/inbox/`"""


class MessagePage(Page):
    """Opening a message reads it."""

    prefix: str
    template_name = "desk/message.html"

    @cached_property
    def message(self) -> Message:
        found: Message | None = (
            Message.objects.visible_to(self.viewer).filter(public_id=self.kwargs["public_id"]).first()
        )
        if found is None:
            raise NotFound
        return found

    def get_title(self) -> str:
        return words_of(self.message).subject

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        inbox.read(message=self.message, by=self.viewer, at=self.at)
        return self.render()

    def context(self, **more: Any) -> dict[str, Any]:
        ways = [
            (
                CHANNEL[Channel(row.channel)],
                DISPATCH[DispatchState(row.dispatch.state if row.dispatch else DispatchState.QUEUED)],
            )
            for row in self.message.deliveries.select_related("dispatch").order_by("channel")
        ]
        return super().context(
            message=self.message,
            words=words_of(self.message),
            topic=TOPIC[Topic(self.message.topic)],
            link=inbox.links([self.message], self.viewer).get(self.message.pk),
            ways=ways,
            inbox_url=reverse(f"desk:{self.prefix}inbox"),
            **more,
        )


class StaffMessage(Staff, MessagePage):
    """`/bureau/inbox/<id>/`"""


class MemberMessage(Member, MessagePage):
    """`/my/inbox/<id>/`"""


class ReadAll(Page):
    """The button "all read"."""

    prefix: str
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count = inbox.read_all(by=self.viewer, at=self.at)
        text = ngettext("%(n)s message marked as read.", "%(n)s messages marked as read.", count) % {"n": count}
        messages.success(request, text)
        return HttpResponseRedirect(reverse(f"desk:{self.prefix}inbox"))


class StaffReadAll(Staff, ReadAll):
    """`/bureau/inbox/read/`"""


class MemberReadAll(Member, ReadAll):
    """`/my/inbox/read/`"""
