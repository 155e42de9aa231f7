"""Window, authorities and decision: each form calls one service."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Forbidden, WrongState
from cixi_oversight.web.forms import FormPage
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseVerb
from institutions.errors.cases import NotYourStep
from institutions.forms.cases import DecideForm, ReasonsForm, ReturnForm, StepForm
from institutions.models import CaseStep
from institutions.rules.access.cases import ANSWER_STEP, DECIDE_CASE, WINDOW_WORK
from institutions.rules.cases.schema import StepSpec
from institutions.rules.cases.workflow import ANSWERED, CASE
from institutions.rules.labels.settlement import CLEARANCE_TOPIC
from institutions.services.cases import deciding, steps, window
from institutions.services.cases.deciding import Said, clearances_of, objections, proposed_permit
from institutions.services.cases.effects import NewPermit
from institutions.services.cases.reading import whose
from institutions.services.cases.window import Item
from institutions.views.cases.base import Button, OfCase
from institutions.views.cases.page import USUAL_REASONS, step_of
from institutions.views.cases.showing import documents, fields

RETURNED: Final = _("Returned. The applicant has been told what to put right.")
RETURNED_TO_NO_ACCOUNT: Final = _("Returned. The applicant has no account and gets no message: call them.")


class _Verb(OfCase, FormPage):
    """A verb of the table: its form opens only while state and role allow it; the service decides again."""

    verb: CaseVerb

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        move = CASE.move(self.case.state, self.verb)
        if move not in CASE.open_to(self.case.state, self.viewer):
            raise Forbidden
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.case.version}


class Accept(Button):
    permission = WINDOW_WORK
    done = _("Accepted. The authorities have been told.")

    def act(self) -> str:
        window.accept_case(case=self.case, version=self.version, by=self.viewer, at=self.at)
        return self.url()


class Return(_Verb):
    """Exactly the fields and documents that are to be put right, once and whole."""

    permission = WINDOW_WORK
    verb = CaseVerb.RETURN
    title = _("Return for correction")
    form_class = ReturnForm
    submit_label = _("Return for correction")
    intro: Text = _(
        "Write beside each field and document what is missing or wrong. All of it at once: the law allows it only once."
    )

    @property
    def items(self) -> list[tuple[str, str, Any]]:
        payload = self.case.payload
        found: list[tuple[str, str, Any]] = [("document", one.key, one.label) for one in self.table.wanted(payload)]
        return found + [("field", one.key, one.label) for one in self.table.fields if one.applies(payload)]

    def form_kwargs(self) -> dict[str, Any]:
        return {"items": self.items}

    def act(self, form: ReturnForm) -> str:
        said = form.cleaned_data
        window.return_case(
            case=self.case,
            items=[
                Item(target, key, said[f"{target}_{key}"])
                for target, key, _label in self.items
                if said.get(f"{target}_{key}")
            ],
            note=said["note"],
            version=self.version,
            by=self.viewer,
            at=self.at,
        )
        has_account = self.case.institution_id is not None
        messages.success(self.request, worded(RETURNED if has_account else RETURNED_TO_NO_ACCOUNT))
        return self.url()


class NotAccept(_Verb):
    permission = WINDOW_WORK
    verb = CaseVerb.NOT_ACCEPT
    title = _("Do not accept")
    form_class = ReasonsForm
    submit_label = _("Do not accept")
    intro: Text = _("Only where no licence is needed or another office decides. The applicant gets a paper.")

    def act(self, form: ReasonsForm) -> str:
        made = window.not_accept(
            case=self.case,
            reasons=form.cleaned_data["reasons"],
            version=self.version,
            by=self.viewer,
            at=self.at,
        )
        return _issued(self, made)


class Decide(_Verb):
    """The box with basis and reasons filled in, and the paper as it will be printed."""

    permission = DECIDE_CASE
    verb = CaseVerb.GRANT
    title = _("Decide the case")
    form_class = DecideForm
    submit_label = _("Decide and issue the paper")
    template_name = "institutions/cases/decide.html"

    def get_initial(self) -> dict[str, Any]:
        permit = proposed_permit(self.case, self.on)
        found = super().get_initial() | {
            "decision": "refuse" if objections(self.case) else "grant",
            "reasons": "" if objections(self.case) else USUAL_REASONS,
            "legal_basis": self.table.law,
        }
        if permit is not None:
            found |= {"permit_number": permit.number, "expires_on": permit.expires_on}
        return found

    def form_kwargs(self) -> dict[str, Any]:
        pairs = [(one, CLEARANCE_TOPIC[one.topic]) for one in clearances_of(self.case, self.on)]
        return {"with_permit": self.table.issues_permit, "clearances": pairs}

    def context(self, **more: Any) -> dict[str, Any]:
        pairs = [(one, worded(CLEARANCE_TOPIC[one.topic])) for one in clearances_of(self.case, self.on)]
        labels = [worded(self.table.steps_by_key[key].label) for key in objections(self.case)]
        return super().context(
            case=self.case,
            clearances=pairs,
            objected=labels,
            fields=fields(self.case),
            preview_url=self.url("preview"),
            **more,
        )

    def act(self, form: DecideForm) -> str:
        data = form.cleaned_data
        number = data.get("permit_number")
        said = Said(
            reasons=data["reasons"],
            legal_basis=data["legal_basis"],
            permit=NewPermit(number, data.get("expires_on")) if number else None,
            confirmed=form.confirmed,
        )
        carry_out = deciding.grant if data["decision"] == "grant" else deciding.refuse
        made = carry_out(case=self.case, said=said, version=self.version, by=self.viewer, at=self.at)
        return _issued(self, made)


class Receive(Button):
    """Sign for a step (签收)."""

    permission = ANSWER_STEP
    done = _("Signed for.")

    def act(self) -> str:
        step = step_of(self.case, self.kwargs["step_id"])
        steps.receive_step(step=step, by=self.viewer, at=self.at)
        return self.url("step", step.public_id)


class Answer(OfCase, FormPage):
    """The authority's own page of a step: the town's check, an opinion, a registration."""

    permission = ANSWER_STEP
    form_class = StepForm
    submit_label = _("Give the answer")
    template_name = "institutions/cases/step.html"

    @cached_property
    def step(self) -> CaseStep:
        """Raises NotFound, NotYourStep."""
        step = step_of(self.case, self.kwargs["step_id"])
        if step.department_id not in self.viewer.department_ids and step.town_id not in self.viewer.town_ids:
            raise NotYourStep
        return step

    @property
    def spec(self) -> StepSpec:
        return self.table.steps_by_key[self.step.key]

    def get_title(self) -> str:
        return worded(self.spec.label)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.step.state in ANSWERED:
            raise WrongState
        steps.deliver(self.case, by=self.viewer, at=self.at)
        return super().get(request, *args, **kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        return {"spec": self.spec}

    def get_initial(self) -> dict[str, Any]:
        return {"registered_on": self.on, "verb": "agree"}

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(
            case=self.case,
            step=self.step,
            who=whose(self.step),
            fields=fields(self.case),
            documents=documents(self.case, self.url),
            **more,
        )

    def act(self, form: StepForm) -> str:
        steps.answer_step(step=self.step, by=self.viewer, at=self.at, **form.said)
        messages.success(self.request, worded(_("Answered. The window and the applicant see how far it has come.")))
        return self.url()


def _issued(page: Any, made: Any) -> str:
    number = made.result.number if made.result else ""
    messages.success(page.request, gettext("Issued as %(number)s.") % {"number": number})
    return str(page.url())
