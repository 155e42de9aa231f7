"""The file of one thing (pattern 3 of the pages): head, tabs that are real addresses, the timeline at the right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from cixi_oversight.errors import Message
from cixi_oversight.web.views import Page


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Who did what, when and why. `what` is worded at display; `url` opens the record."""

    at: dt.datetime
    who: str
    what: Message | str
    why: str = ""
    url: str = ""


class FilePage(Page):
    """`get_object()` fetches within the viewer's scope and raises NotFound outside it."""

    template_name = "shell/file.html"
    timeline_max = 15

    def get_object(self) -> Any:
        raise NotImplementedError

    def tabs(self) -> list[Tab]:
        return []

    def current_tab(self) -> str:
        return self.kwargs.get("tab") or next((tab.key for tab in self.tabs()), "")

    def timeline(self) -> list[TimelineEntry]:
        """Any order; the frame shows the newest first."""
        return []

    @property
    def object(self) -> Any:
        if not hasattr(self, "_object"):
            self._object = self.get_object()
        return self._object

    def context(self, **more: Any) -> dict[str, Any]:
        newest = sorted(self.timeline(), key=lambda entry: entry.at, reverse=True)
        return super().context(
            object=self.object,
            tabs=self.tabs(),
            current_tab=self.current_tab(),
            timeline=newest[: self.timeline_max],
            timeline_left_out=max(0, len(newest) - self.timeline_max),
            **more,
        )
