"""New entry without an account: begun on the public site, carried on by the signed link, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import DomainError, NotFound, msg
from cixi_oversight.permissions import ANYONE
from cixi_oversight.users.services.viewer import system_viewer
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.link_pages import LinkPage, LinkPurpose
from cixi_oversight.web.link_pages import register as register_purpose
from cixi_oversight.web.refusals import STATUS
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, StepPhase
from institutions.errors.cases import TooManyApplications
from institutions.forms.case_entries import ApplyForm
from institutions.models import RegistrationCase
from institutions.rules.access.cases import APPLY_ENTRY, WINDOW_WORK
from institutions.rules.cases.kinds import KINDS
from institutions.services.cases import entering
from institutions.services.suspected import limits
from institutions.views.cases.applying import Edit, Remove, Submit, Upload, Withdraw
from institutions.views.cases.base import OfCase
from institutions.views.cases.page import Shown
from institutions.views.public.common import address_of

PUBLIC: Final = "public"  # who stands in the record of what is sent without account
MOST_A_DAY: Final = 5
QR_SCALE: Final = 4


class ApplyEntry(FormPage):
    """What is needed, and the first four answers; then everything goes by the link."""

    permission = APPLY_ENTRY
    title = _("Apply to open a training institution")
    template_name = "institutions/cases/apply.html"
    form_class = ApplyForm
    submit_label = _("Begin the application")

    def context(self, **more: Any) -> dict[str, Any]:
        table = KINDS[CaseKind.ENTRY]
        return super().context(
            about=worded(table.about),
            law=table.law,
            documents=[(worded(one.label), worded(one.note) if one.note else "") for one in table.documents],
            steps=[worded(one.label) for one in table.steps_of(StepPhase.REVIEW, {})],
            categories=[worded(label) for label in (table.fields[1].choices or {}).values()],
            **more,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What fills in the field that nobody sees is thanked and forgotten. Where it leads is kept in no session: the
        address is the key; sent twice, the service finds the first."""
        if request.POST.get("website"):
            return HttpResponseRedirect(reverse("institutions:look_up"))
        form = self.get_form(data=request.POST)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            answer = HttpResponseRedirect(self.act(form))
        except DomainError as error:
            form.add_refusal(error)
            return self.show(form, status=STATUS[error.refusal])
        answer["Cache-Control"] = "no-store, private"
        return answer

    def act(self, form: Any) -> str:
        limits.count(address_of(self.request), of="entry-case", most=MOST_A_DAY, refusal=TooManyApplications)
        said = form.cleaned_data
        _row, token = entering.begin_entry(
            town=said["town"],
            name=said["name"],
            applicant={"name": said["applicant_name"], "phone": said["applicant_phone"]},
            form_token=self.request.POST.get("form_token", ""),
            by=system_viewer(label=PUBLIC),
            at=self.at,
        )
        return reverse("users:link", args=[token])


class _ByLink(OfCase, LinkPage):
    """The pages of a case under the one address of the link: `?part=edit`."""

    permission = ANYONE
    section = ""
    template_name = "institutions/cases/link_form.html"

    @cached_property
    def case(self) -> RegistrationCase:
        """Raises NotFound for a link to anything else."""
        rows: Any = self.cases().select_related("institution", "town", "county", "result", "created_by")
        found: RegistrationCase | None = rows.first() if self.viewer.subject else None
        if found is None:
            raise NotFound
        return found

    def url(self, name: str = "", *args: str) -> str:
        query = {"lang": self.request.GET.get("lang", ""), "part": name, "key": args[0] if args else ""}
        asked = urlencode({key: value for key, value in query.items() if value})
        return f"{self.request.path}?{asked}" if asked else self.request.path

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def tell(self, words: Text) -> None:
        """The page that follows shows it; nothing of a session is begun."""

    def warn(self, words: Text) -> None:
        """The page that follows says what is missing."""


class LinkCase(_ByLink, Shown):
    """How it stands, who is waited for since when, and what the applicant can do now."""

    template_name = "institutions/cases/link_case.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(self.url())

    def context(self, **more: Any) -> dict[str, Any]:
        address = settings.PUBLIC_ORIGIN + self.request.path
        is_draft = self.case.state == CaseState.DRAFT
        return super().context(
            address=address if is_draft else "",
            picture=segno.make(address, error="m", micro=False).svg_data_uri(scale=QR_SCALE, border=4)
            if is_draft
            else "",
            **more,
        )


class EditByLink(_ByLink, Edit):
    permission = ANYONE


class UploadByLink(_ByLink, Upload):
    permission = ANYONE


class RemoveByLink(_ByLink, Remove):  # type: ignore[misc]
    permission = ANYONE


class SubmitByLink(_ByLink, Submit):  # type: ignore[misc]
    permission = ANYONE


class WithdrawByLink(_ByLink, Withdraw):
    permission = ANYONE


_PARTS: Final[dict[str, Callable[..., HttpResponseBase]]] = {
    "edit": EditByLink.as_view(),
    "upload": UploadByLink.as_view(),
    "remove": RemoveByLink.as_view(),
    "submit": SubmitByLink.as_view(),
    "withdraw": WithdrawByLink.as_view(),
}
_WHOLE: Final = LinkCase.as_view()


def opened(request: HttpRequest) -> HttpResponseBase:
    """What a link to an entry opens. A part that there is not is the whole."""
    key = request.GET.get("key", "")[:40]
    return _PARTS.get(request.GET.get("part", ""), _WHOLE)(request, key=key, document_id=key)


def register() -> None:
    """Called once from `ready()`."""
    register_purpose(LinkPurpose(entering.PURPOSE, msg("Apply to open a training institution"), opened))


class NewLink(OfCase):
    """For an applicant who has lost the link. POST makes one and answers with it, once."""

    permission = WINDOW_WORK
    template_name = "institutions/cases/new_link.html"
    title = _("New link for the applicant")

    @cached_property
    def case(self) -> RegistrationCase:
        found: RegistrationCase = super().case
        if found.origin != CaseOrigin.APPLICANT:
            raise NotFound
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render(case=self.case)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link, token = entering.replace_link(case=self.case, by=self.viewer, at=self.at)
        address = settings.PUBLIC_ORIGIN + reverse("users:link", args=[token])
        picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=QR_SCALE, border=4)
        answer = self.render(status=HTTPStatus.CREATED, case=self.case, address=address, picture=picture, made=link)
        answer["Cache-Control"] = "no-store, private"
        return answer
