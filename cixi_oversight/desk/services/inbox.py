"""One's own messages: how many are unread, what they say, that they were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from cixi_oversight.desk.models import Message
from cixi_oversight.desk.rules.templates import TEMPLATES
from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.web import subjects


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


def unread(viewer: Viewer) -> QuerySet[Message]:
    """Counted by one look into a partial index."""
    found: QuerySet[Message] = Message.objects.visible_to(viewer).unread()
    return found


def read(*, message: Message, by: Viewer, at: dt.datetime) -> None:
    """Only one's own; a second reading leaves the first one's time."""
    Message.objects.visible_to(by).unread().filter(pk=message.pk).update(read_at=at)


def read_all(*, by: Viewer, at: dt.datetime) -> int:
    """What there was at that moment; how many."""
    changed: int = Message.objects.visible_to(by).unread().filter(created_at__lte=at).update(read_at=at)
    return changed


def links(rows: Sequence[Message], viewer: Viewer) -> Mapping[int, Link]:
    """Where each message leads, as far as the viewer still sees it; one query a kind of subject. An institution's
    people are led to their own pages only."""
    found = subjects.links(viewer, [(row.subject_kind, row.subject_id) for row in rows])
    made: dict[int, Link] = {}
    for row in rows:
        template = TEMPLATES.get(row.template)
        if template is not None and template.page:
            made[row.pk] = Link("", reverse(template.page))
        elif (row.subject_kind, row.subject_id) in found:
            title, url = found[row.subject_kind, row.subject_id]
            outside = viewer.kind is ViewerKind.MEMBER and not url.startswith("/my/")
            made[row.pk] = Link(title, reverse("pages:my") if outside else url)
    return made
