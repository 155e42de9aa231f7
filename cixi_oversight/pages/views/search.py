"""Search from any page: a list under the box while typing, a page of its own on Enter."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cixi_oversight.permissions import ANY_STAFF
from cixi_oversight.web import search
from cixi_oversight.web.views import Page


class Search(Page):
    permission = ANY_STAFF
    title = _("Search")
    template_name = "pages/search.html"

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        text = request.GET.get("q", "").replace("\x00", "")[:80]
        found = search.hits(self.viewer, text)
        template = "pages/search_hits.html" if self.is_fragment else self.template_name
        return self.render(template, search_text=text, hits=found)
