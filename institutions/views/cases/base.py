"""What the pages of one case share: fetched within the viewer's scope, its addresses on either face."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cixi_oversight.errors import NotFound, Problems
from cixi_oversight.web.forms import once
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseKind
from institutions.models import RegistrationCase
from institutions.rules.cases.kinds import KINDS
from institutions.rules.cases.schema import KindTable
from institutions.rules.labels.cases import CASE_KIND
from institutions.services.cases.links import OWN_SECTION, SECTION


class OfCase(Page):
    """`prefix` is "case" on the bureau's pages and "my_case" on the institution's."""

    section = SECTION
    prefix: ClassVar[str] = "case"

    @cached_property
    def case(self) -> RegistrationCase:
        """Raises NotFound outside the scope, with the same words as for a missing one."""
        rows: Any = self.cases().select_related("institution", "town", "county", "result", "created_by", "applicant")
        found: RegistrationCase | None = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found

    def cases(self) -> Any:
        return RegistrationCase.objects.visible_to(self.viewer)

    @cached_property
    def table(self) -> KindTable:
        return KINDS[CaseKind(self.case.kind)]

    def url(self, name: str = "", *args: str) -> str:
        """Of this case's page or of one of its forms: `url("edit")`."""
        route = f"institutions:{self.prefix}_{name}" if name else f"institutions:{self.prefix}"
        return reverse(route, args=[self.case.public_id, *args])

    def tell(self, words: Text) -> None:
        """What was done, on the page that follows."""
        messages.success(self.request, worded(words))

    def warn(self, words: Text) -> None:
        """Why it was not done, on the page that follows."""
        messages.error(self.request, worded(words))

    def heading(self) -> str:
        return f"{worded(CASE_KIND[CaseKind(self.case.kind)])} · {self.case.title}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.case.number or self.heading(), self.url())]

    def get_cancel_url(self) -> str:
        return self.url()


class OwnCase(OfCase):
    """A case of the viewer's own institution; every other one is not found."""

    section = OWN_SECTION
    prefix = "my_case"

    def cases(self) -> Any:
        return RegistrationCase.objects.filter(institution__in=self.viewer.institution_ids)


class Button(OfCase):
    """A form of a single button. Sent twice it leads where the first sending led."""

    http_method_names = ["post"]
    done: ClassVar[Text] = ""

    def act(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.case.pk  # noqa: B018  # out of scope is not found before anything else

        def act() -> str:
            try:
                url = self.act()
            except Problems as found:
                for one in found.problems:
                    self.warn(one.sentence)
                return self.url()
            if self.done:
                self.tell(self.done)
            return url

        return HttpResponseRedirect(once(request, act))

    @property
    def version(self) -> int:
        """Of the page on which the button stood; 0 where it is missing or forged."""
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
