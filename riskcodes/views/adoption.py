"""Adoption (认定): the week's proposals confirmed as a batch, a proposed red decided by itself with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message
from cixi_oversight.web.forms import FormPage, once
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.models import Institution
from riskcodes.enums import Colour
from riskcodes.errors import ProposalsMoved
from riskcodes.forms import AdoptSingleForm
from riskcodes.models import AdoptedCode, Assessment, PublishedRun
from riskcodes.rules.access import ADOPT
from riskcodes.rules.labels import ADOPTED_DONE
from riskcodes.services import adoption
from riskcodes.services.explain import explain
from riskcodes.services.links import why_url
from riskcodes.views.common import RiskPage, county_of, institution_of


@dataclass(frozen=True, slots=True)
class Proposal:
    institution: Institution
    adopted: str | None
    proposed: str
    score: int
    why_url: str
    decide_url: str


class Adopt(RiskPage, Page):
    permission = ADOPT
    tab = "adopt"
    title = _("Adoption of codes")
    template_name = "riskcodes/adopt.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirms what was shown: a night published in between is looked at first."""
        county = county_of(self.viewer)
        shown = request.POST.get("run", "")
        if not (shown.isascii() and shown.isdigit()):
            raise ProposalsMoved

        def act() -> str:
            batch = adoption.adopt_batch(
                county=county, by=self.viewer, at=self.at, on=self.on, shown_run_id=int(shown[:18])
            )
            messages.success(request, worded(Message(ADOPTED_DONE.id, {"count": batch.count})))
            return reverse("riskcodes:adopt")

        return HttpResponseRedirect(once(request, act))

    def context(self, **more: Any) -> dict[str, Any]:
        county = county_of(self.viewer)
        pointer = PublishedRun.objects.select_related("run").filter(county=county).first()
        rows = adoption.pending(county).select_related("institution__town")
        proposals = [_proposal(row) for row in rows]
        last = AdoptedCode.objects.filter(institution__county=county).select_related("recorded_by")
        return super().context(
            run=pointer.run if pointer else None,
            reds=[proposal for proposal in proposals if proposal.proposed == Colour.RED],
            batch=[proposal for proposal in proposals if proposal.proposed != Colour.RED],
            last=last.order_by("-recorded_at", "-id").first(),
            **more,
        )


class AdoptSingle(RiskPage, FormPage):
    """One institution's code with a reason: a proposed red, or any other that the chief takes out of the batch."""

    permission = ADOPT
    tab = "adopt"
    template_name = "riskcodes/adopt_single.html"
    form_class = AdoptSingleForm
    submit_label = _("Adopt this code")

    @cached_property
    def institution(self) -> Institution:
        return institution_of(self.viewer, self.kwargs["public_id"])

    def get_title(self) -> str:
        return self.institution.name

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(str(Adopt.title), reverse("riskcodes:adopt"))]

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.explanation.code.value}

    @cached_property
    def explanation(self) -> Any:
        return explain(self.institution)

    def get_cancel_url(self) -> str:
        return reverse("riskcodes:adopt")

    def context(self, **more: Any) -> dict[str, Any]:
        current = AdoptedCode.objects.current([self.institution.pk]).first()
        return super().context(
            institution=self.institution,
            explanation=self.explanation,
            adopted=current,
            why_url=why_url(self.institution),
            **more,
        )

    def act(self, form: AdoptSingleForm) -> str:
        adoption.adopt_single(
            institution=self.institution,
            code=Colour(form.cleaned_data["code"]),
            by=self.viewer,
            at=self.at,
            on=self.on,
            reason=form.cleaned_data["reason"],
        )
        messages.success(self.request, worded(Message(ADOPTED_DONE.id, {"count": 1})))
        return reverse("riskcodes:adopt")


def _proposal(row: Assessment) -> Proposal:
    return Proposal(
        institution=row.institution,
        adopted=row.adopted,  # type: ignore[attr-defined]  # annotated by pending()
        proposed=row.computed_code,
        score=row.score,
        why_url=why_url(row.institution),
        decide_url=reverse("riskcodes:adopt_single", args=[row.institution.public_id]),
    )
