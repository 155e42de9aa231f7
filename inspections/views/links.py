"""The links to a complaint as the office sees them: make one and hand it over, see those given out, revoke."""

from __future__ import annotations

from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight import clock
from cixi_oversight.errors import NotFound
from cixi_oversight.users.models import SignedLink
from cixi_oversight.users.services import links
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.forms import FormPage
from inspections.forms import WhyForm
from inspections.rules.access import ISSUE_LINK
from inspections.services import tracking
from inspections.views.complaints import OfComplaint

QR_SCALE: Final = 5


class Links(OfComplaint):
    """POST makes a link and answers with it, once: it is kept nowhere, and reloading does not bring it back."""

    permission = ISSUE_LINK
    template_name = "inspections/links.html"
    title = _("Link for the complainant")

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.complaint.number, reverse("inspections:complaint", args=[self.complaint.public_id]))]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link, token = tracking.issue_link(complaint=self.complaint, by=self.viewer, at=self.at)
        address = settings.PUBLIC_ORIGIN + reverse("users:link", args=[token])  # never of a request's Host
        picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=QR_SCALE, border=4)
        answer = self.render(status=HTTPStatus.CREATED, address=address, picture=picture, made=link)
        answer["Cache-Control"] = "no-store, private"
        return answer

    def context(self, **more: Any) -> dict[str, Any]:
        rows = tracking.links_of(self.complaint)
        now = clock.real_now()
        return super().context(
            complaint=self.complaint,
            links=[(row, _state(row, now), _why(row), row.is_open(now)) for row in rows],
            has_open=any(row.is_open(now) for row in rows),
            **more,
        )


class RevokeLink(OfComplaint, FormPage):
    permission = ISSUE_LINK
    form_class = WhyForm
    title = _("Revoke the link")
    submit_label = _("Revoke the link")
    intro = _("From the next click on it opens nothing. The complainant is not told; give out a new one if needed.")

    @cached_property
    def link(self) -> SignedLink:
        rows = SignedLink.objects.of("complaint", self.complaint.pk, purpose=tracking.PURPOSE)
        found = rows.filter(public_id=self.kwargs["link_id"]).first()
        if found is None:
            raise NotFound
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.link.is_open(clock.real_now()):
            raise NotFound
        return super().get(request, *args, **kwargs)

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.complaint.number, reverse("inspections:complaint", args=[self.complaint.public_id]))]

    def get_cancel_url(self) -> str:
        return reverse("inspections:links", args=[self.complaint.public_id])

    def act(self, form: WhyForm) -> str:
        links.revoke(link=self.link, by=self.viewer, why=form.cleaned_data["why"], at=self.at)
        messages.success(self.request, gettext("The link is revoked."))
        return self.get_cancel_url()


def _why(row: SignedLink) -> str:
    return gettext("replaced by a new link") if row.revoked_why == tracking.REPLACED else row.revoked_why


def _state(row: SignedLink, now: Any) -> Any:
    if row.revoked_at is not None:
        return pill(Tone.NEUTRAL, gettext("revoked"))
    return pill(Tone.DONE, gettext("valid")) if row.is_open(now) else pill(Tone.NEUTRAL, gettext("ended"))
