"""The case's page (pattern 5): steps on top, clocks, documents, comments by field, and the verbs of the table."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cixi_oversight.documents.rules.access import VIEW_PAPERS
from cixi_oversight.errors import NotFound
from cixi_oversight.personal.services.reading import shown
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.views import Page
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseKind, CaseOrigin, CaseState, CaseVerb, Decision
from institutions.models import CaseStep, RegistrationCase
from institutions.rules.access.cases import ANSWER_STEP, APPLY, DECIDE_CASE, VIEW_CASES, VIEW_OWN_CASES, WINDOW_WORK
from institutions.rules.cases.fitting import last_day_to_apply
from institutions.rules.cases.workflow import CASE
from institutions.rules.labels.cases import CASE_KIND, DECISION, ORIGIN
from institutions.rules.labels.settlement import CLEARANCE_TOPIC
from institutions.services.cases import steps as step_services
from institutions.services.cases.applicants import is_applicant
from institutions.services.cases.deciding import clearances_of, objections, paper_of, proposed_permit
from institutions.services.cases.effects import standing_permit
from institutions.services.cases.holds import case_holds
from institutions.services.cases.offering import Offer, offers
from institutions.services.cases.reading import waits_of
from institutions.services.cases.results import preview
from institutions.services.cases.submitting import missing
from institutions.services.links import file_url
from institutions.views.cases import showing
from institutions.views.cases.base import OfCase, OwnCase

USUAL_REASONS: Final = "申请材料齐全，符合法定形式和条件"


class Shown(OfCase):
    """What both faces have in common."""

    def get_title(self) -> str:
        return self.heading()

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return []

    def timeline(self) -> list[TimelineEntry]:
        return showing.history(self.case)

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.case
        applies = is_applicant(row, self.viewer) and row.state in (CaseState.DRAFT, CaseState.RETURNED)
        holds = case_holds([row.institution_id], self.on) if row.institution_id else {}
        return super().context(
            case=row,
            kind=worded(CASE_KIND[CaseKind(row.kind)]),
            about=worded(self.table.about),
            origin=worded(ORIGIN[CaseOrigin(row.origin)]),
            decision=worded(DECISION[Decision(row.decision)]) if row.decision else "",
            stages=showing.stages(row, self.on),
            steps=showing.steps(row, self.on, self.viewer),
            clocks=showing.clocks_of(row, self.on, self.viewer),
            fields=showing.fields(row),
            documents=showing.documents(row, self.url),
            corrections=list(row.corrections.order_by("-round").prefetch_related("items")),
            missing=[worded(one.sentence) for one in missing(row)] if applies else [],
            applies=applies,
            hold=next(iter(holds.values()), None),
            renewal=self.renewal(),
            timeline=self.timeline(),
            edit_url=self.url("edit"),
            submit_url=self.url("submit"),
            may_withdraw=is_applicant(row, self.viewer) and self._open_to(CaseVerb.WITHDRAW),
            withdraw_url=self.url("withdraw"),
            **more,
        )

    def renewal(self) -> dict[str, Any] | None:
        """Of a renewal: the permit's last day and whether it was applied for in time."""
        row = self.case
        if row.kind != CaseKind.RENEWAL or row.institution is None or row.decision:
            return None
        permit = standing_permit(row.institution)
        if permit is None or permit.expires_on is None:
            return None
        last = last_day_to_apply(permit.expires_on)
        day = row.submitted_at.date() if row.submitted_at else self.on
        return {"ends_on": permit.expires_on, "last_day": last, "in_time": day <= last}

    def _open_to(self, verb: CaseVerb) -> bool:
        return any(move.verb == verb for move in CASE.open_to(self.case.state, self.viewer))


class CasePage(Shown, Page):
    permission = VIEW_CASES
    template_name = "institutions/cases/case.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step_services.deliver(self.case, by=self.viewer, at=self.at)
        return super().get(request, *args, **kwargs)

    def context(self, **more: Any) -> dict[str, Any]:
        row = self.case
        window_work = WINDOW_WORK.allows(self.viewer)
        objected = objections(row)
        return super().context(
            institution_url=file_url(row.institution, "cases") if row.institution else "",
            window=window_work and row.state == CaseState.SUBMITTED,
            may_decide=DECIDE_CASE.allows(self.viewer) and row.state == CaseState.TO_DECIDE,
            may_answer=ANSWER_STEP.allows(self.viewer),
            may_link=window_work and row.origin == CaseOrigin.APPLICANT,
            applicant=shown(row.applicant, self.viewer) if row.applicant else None,
            objected=[worded(self.table.steps_by_key[key].label) for key in objected],
            clearances=[(one, worded(CLEARANCE_TOPIC[one.topic])) for one in self.clearances()],
            confirmed=[(worded(CLEARANCE_TOPIC[key]), why) for key, why in row.confirmed.items()],
            may_view_papers=VIEW_PAPERS.allows(self.viewer),
            **more,
        )

    def clearances(self) -> list[Any]:
        row = self.case
        return clearances_of(row, self.on) if row.state in (CaseState.IN_REVIEW, CaseState.TO_DECIDE) else []


class Preview(OfCase):
    """The result paper as a picture, as it would look if it were decided now with what the box says."""

    permission = DECIDE_CASE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        row = self.case
        granted = request.GET.get("decision") != "refuse"
        permit = proposed_permit(row, self.on) if granted else None
        drawn = preview(
            row,
            paper_of(row, granted=granted),
            self.on,
            reasons=request.GET.get("reasons", "")[:1000] or (USUAL_REASONS if granted else None),
            legal_basis=request.GET.get("legal_basis", "")[:400] or None,
            permit_number=(request.GET.get("permit_number") or permit.number)[:40] if permit else "",
            expires_on=permit.expires_on if permit else None,
        )
        return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "no-store, private"})


class OwnCasePage(OwnCase, Shown, Page):
    permission = VIEW_OWN_CASES
    template_name = "institutions/cases/my_case.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(may_apply=APPLY.allows(self.viewer), **more)


class OwnCases(Page):
    """What runs, what can be applied for, what has ended."""

    permission = VIEW_OWN_CASES
    section = OwnCase.section
    title = _("Registration matters")
    template_name = "institutions/cases/my_cases.html"

    def context(self, **more: Any) -> dict[str, Any]:
        rows = list(
            RegistrationCase.objects.filter(institution__in=self.viewer.institution_ids)
            .select_related("result", "institution")
            .order_by("-since", "-pk")
        )
        waits = waits_of(rows)
        shown: list[dict[str, Any]] = [
            {
                "row": row,
                "kind": worded(CASE_KIND[CaseKind(row.kind)]),
                "waits": [(worded(one.who), worded(one.what), one.due_on) for one in waits[row.pk]],
                "url": reverse("institutions:my_case", args=[row.public_id]),
            }
            for row in rows
        ]
        return super().context(
            running=[one for one in shown if one["row"].ended_on is None],
            ended=[one for one in shown if one["row"].ended_on is not None],
            offers=self.offers() if APPLY.allows(self.viewer) else [],
            holds=case_holds(sorted(self.viewer.institution_ids), self.on).values(),
            **more,
        )

    def offers(self) -> list[Offer]:
        """Without those that run already."""
        return [one for one in offers(sorted(self.viewer.institution_ids), self.on) if not one.open_case]


def step_of(case: RegistrationCase, public_id: str) -> CaseStep:
    """Raises NotFound for a step of another case, too."""
    found: CaseStep | None = case.steps.select_related("department", "town").filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
