"""The audit: who did what, when, why. Read by the audit administrator and the section chief; taking it out is noted."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.audit.forms import EventFilterSet, RangeForm
from cixi_oversight.audit.models import AuditHead, Event
from cixi_oversight.audit.rules.access import EXPORT_AUDIT, VIEW_AUDIT
from cixi_oversight.audit.rules.details import name_of, plain
from cixi_oversight.audit.services.export import lines, note_export
from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.audit.services.record import ACTING_FOR
from cixi_oversight.audit.services.verbs import label_of
from cixi_oversight.permissions import OFFICERS, Role
from cixi_oversight.users.enums import ActorKind
from cixi_oversight.users.models import Actor
from cixi_oversight.web.errors import UnreadableParameter
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded


def _institution(event: Any) -> SafeString | str:
    name, url = event.institution or ("", "")
    return format_html('<a href="{}">{}</a>', url, name) if url else name


def _when(event: Event) -> SafeString:
    return format_html('<span class="text-nowrap num">{}</span>', moment(event.recorded_at))


def _who(event: Any) -> str:
    """Whoever holds a link has no name here: the link's own."""
    if event.actor.kind == ActorKind.LINK:
        return gettext("holder of link %(link)s") % {"link": event.actor.label.removeprefix("link ")}
    return str(event.actor.label)


def _who_for_whom(event: Any) -> SafeString | str:
    who = _who(event)
    if not event.acting_for:
        return who
    lent = gettext("for %(names)s") % {"names": event.acting_for}
    return format_html('{}<span class="second d-block">{}</span>', who, lent)


def _details(event: Event) -> str:
    """In words; the sheet keeps what was recorded."""
    return gettext("; ").join(
        gettext("%(name)s: %(value)s") % {"name": worded(name_of(name)), "value": worded(plain(value))}
        for name, value in event.data.items()
        if name != ACTING_FOR
    )


def _recorded(event: Event) -> str:
    return "; ".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in event.data.items() if name != ACTING_FOR
    )


def _source(event: Event) -> SafeString | str:
    return format_html('<span class="text-nowrap num">{}</span>', event.source) if event.source else ""


SHOWN_HEADS: Final = 14


class EventList(ListPage):
    permission = VIEW_AUDIT
    template_name = "audit/list.html"
    section = "system.audit"
    title = _("Audit")
    filterset_class = EventFilterSet
    main_filters = ("actor", "verb", "institution", "from_on", "to_on")
    ordering = ("-when",)
    unique = "id"
    export_name = _("Audit")
    empty_text = _("Nothing was recorded that matches these filters.")
    columns = (
        Column("when", _("When"), _when, sort="recorded_at", export=lambda event: event.recorded_at),
        Column("actor", _("Who"), _who_for_whom, export=_who),
        Column("for", _("For whom"), lambda event: event.acting_for or "—", default=False),
        Column("verb", _("What"), lambda event: worded(label_of(event.verb))),
        Column("institution", _("Institution"), _institution),
        Column("subject", _("Subject"), lambda event: f"{event.subject_kind}:{event.subject_id}", default=False),
        Column("why", _("Reason"), lambda event: event.why),
        Column("details", _("Details"), _details, export=_recorded),
        Column("source", _("From where"), _source, export=lambda event: event.source),
        Column("request", _("Request"), lambda event: event.request_id, default=False),
        Column("code", _("Code"), lambda event: event.verb, default=False),
    )

    def get_queryset(self) -> QuerySet[Any]:
        """The audit administrator answers for all of it; the chief sees what is within the county."""
        events = Event.objects.select_related("actor")
        register = INSTITUTIONS.ask()
        if Role.AUDIT_ADMIN in self.viewer.roles or register is None:
            return events
        return events.within(register.visible(self.viewer))

    def context(self, **more: Any) -> dict[str, Any]:
        may_export = EXPORT_AUDIT.allows(self.viewer)
        heads = list(AuditHead.objects.defer("marks").order_by("-day")[:SHOWN_HEADS]) if may_export else []
        last = heads[0] if heads else None
        unsealed = Event.objects.filter(recorded_at__gte=clock.at(last.day + dt.timedelta(days=1))) if last else None
        form = RangeForm(initial={"from_on": self.on, "to_on": self.on}, auto_id="export_%s")
        return super().context(
            may_export=may_export,
            heads_of_days=heads,
            unsealed_since=clock.at(last.day + dt.timedelta(days=1)) if last else None,
            unsealed_count=unsealed.count() if unsealed is not None else 0,
            export_form=form,
            **more,
        )

    def annotate_rows(self, rows: list[Any]) -> None:
        register = INSTITUTIONS.ask()
        ids = sorted({row.institution_id for row in rows if row.institution_id})
        named = register.named(ids) if register is not None and ids else {}
        opens = bool(OFFICERS & self.viewer.roles)  # an auditor reads the name and has no right to the file
        lent = {actor for row in rows for actor in row.data.get(ACTING_FOR, ())}
        labels = dict(Actor.objects.filter(pk__in=lent).values_list("pk", "label")) if lent else {}
        for row in rows:
            name, url = named.get(row.institution_id, ("", ""))
            row.institution = (name, url if opens else "")
            row.acting_for = "、".join(labels.get(actor, str(actor)) for actor in row.data.get(ACTING_FOR, ()))


class AuditExport(Page):
    """The whole of some days, heads included, for `deploy/verify_audit.py`. That it was taken out is noted first."""

    permission = EXPORT_AUDIT
    section = "system.audit"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = RangeForm(request.GET)
        if not form.is_valid():
            raise UnreadableParameter(name=next(iter(form.errors)))
        low, high = form.cleaned_data["from_on"], form.cleaned_data["to_on"]
        note_export(low=low, high=high, by=self.viewer, at=self.at)
        return StreamingHttpResponse(
            lines(low=low, high=high),
            content_type="application/jsonl",
            headers={"Content-Disposition": f'attachment; filename="audit-{low:%Y%m%d}-{high:%Y%m%d}.jsonl"'},
        )
