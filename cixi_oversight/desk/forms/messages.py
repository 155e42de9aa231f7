"""Filters and forms of messages."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.enums import Channel, Topic
from cixi_oversight.desk.models import Dispatch, Message
from cixi_oversight.desk.rules.message_labels import CHANNEL, DISPATCH, FAULT, TOPIC
from cixi_oversight.desk.rules.quiet import QuietHours
from cixi_oversight.desk.services.choices import channels_of, topics_of
from cixi_oversight.permissions import Viewer
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm, dress
from cixi_oversight.web.words import worded

_worded = lazy(worded, str)


def _choices(labels: dict[Any, Any]) -> list[tuple[str, Any]]:
    return [(key.value, _worded(label)) for key, label in labels.items()]


class InboxFilterSet(PageFilterSet):
    read = django_filters.ChoiceFilter(
        label=_("State"), choices=[("no", _("Unread")), ("yes", _("Already read"))], method="by_state"
    )
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=_choices(TOPIC))
    since = DayFilter(label=_("From"), field_name="created_at", lookup_expr="date__gte")
    until = DayFilter(label=_("Until"), field_name="created_at", lookup_expr="date__lte")

    class Meta:
        model = Message
        fields = ["read", "topic", "since", "until"]

    def by_state(self, queryset: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(read_at__isnull=value == "no") if value else queryset


class DispatchFilterSet(PageFilterSet):
    channel = django_filters.ChoiceFilter(
        label=_("Channel"), choices=[pair for pair in _choices(CHANNEL) if pair[0] != Channel.IN_SITE]
    )
    state = django_filters.ChoiceFilter(label=_("State"), choices=_choices(DISPATCH))
    fault = django_filters.ChoiceFilter(label=_("Fault"), choices=_choices(FAULT))
    since = DayFilter(label=_("From"), field_name="created_at", lookup_expr="date__gte")
    until = DayFilter(label=_("Until"), field_name="created_at", lookup_expr="date__lte")

    class Meta:
        model = Dispatch
        fields = ["channel", "state", "fault", "since", "until"]


class ChoicesForm(OfficeForm):
    """A field a topic; which ones depends on the viewer's roles."""

    language = forms.ChoiceField(
        label=_("Language of messages"), choices=settings.LANGUAGES, help_text=_("For SMS and DingTalk messages.")
    )
    phone = PlainCharField(
        label=_("Mobile number"),
        max_length=20,
        required=False,
        help_text=_("Kept sealed and shown to nobody; only the message gateway gets it, when it sends to you."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    forget_phone = forms.BooleanField(label=_("Remove the number on record"), required=False)
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        help_text=_("For example 21:00. Without hours of your own the portal's hold."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_to = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        help_text=_("Urgent messages come at any hour."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, viewer: Viewer, portal: QuietHours, masked_phone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if portal.begin != portal.end:
            text = _("For example 21:00. Without hours of your own the portal's hold: %(hours)s.")
            self.fields["quiet_from"].help_text = text % {"hours": f"{portal.begin:%H:%M}-{portal.end:%H:%M}"}
        self.topics = topics_of(viewer)
        choices = [(channel.value, worded(CHANNEL[channel])) for channel in channels_of(viewer)]
        for topic in self.topics:
            self.fields[f"topic_{topic}"] = forms.MultipleChoiceField(
                label=worded(TOPIC[topic]), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        if not masked_phone:
            del self.fields["forget_phone"]
        self.order_fields([*(f"topic_{topic}" for topic in self.topics), *self.fields])
        for field in self.fields.values():
            dress(field)

    def wanted(self) -> dict[Topic, frozenset[Channel]]:
        return {
            topic: frozenset(Channel(value) for value in self.cleaned_data[f"topic_{topic}"]) for topic in self.topics
        }


class MoodForm(OfficeForm):
    """How the demo's gateway shall behave."""

    mood = forms.ChoiceField(
        label=_("The demo gateway"),
        choices=[
            ("ok", _("answers at once")),
            ("slow", _("answers too late")),
            ("down", _("is down")),
            ("refuse", _("refuses every message")),
            ("lost", _("takes messages, its answers get lost")),
            ("twice", _("reports every receipt twice")),
            ("silent", _("sends no receipts")),
        ],
    )
