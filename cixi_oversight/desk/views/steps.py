"""Assigning work and every step on it: each form calls one service."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.desk.enums import AssignmentVerb as Verb
from cixi_oversight.desk.enums import PartyRole, SourceKind
from cixi_oversight.desk.errors import SourceNotFound
from cixi_oversight.desk.forms import assignments as forms
from cixi_oversight.desk.rules import labels
from cixi_oversight.desk.rules.access import ASSIGN, HANDLE
from cixi_oversight.desk.rules.workflow import ASSIGNMENT
from cixi_oversight.desk.services import assignments, notes, parties, reading
from cixi_oversight.desk.services.extensions import places
from cixi_oversight.desk.services.links import SECTION, page_url
from cixi_oversight.desk.views.assignments import OfAssignment
from cixi_oversight.errors import Forbidden, NotFound
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.services import calendar, parameters
from cixi_oversight.web import subjects
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.views import Text
from cixi_oversight.web.words import worded


def usual_due(on: Any, county_id: int) -> Any:
    """The day that the form proposes: as for a newly adopted red."""
    days = int(parameters.value(Key.RED_FOLLOW_UP, on=on, county=county_id))
    return calendar.add_workdays(on, days)


class Assign(FormPage):
    """`?about=complaint.<id>` fills the form in from a thing of the viewer's scope."""

    permission = ASSIGN
    section = SECTION
    title = _("Assign work")
    form_class = forms.AssignForm
    submit_label = _("Assign")
    template_name = "desk/assign.html"

    @cached_property
    def about(self) -> subjects.Found | None:
        """Raises SourceNotFound for a thing that is missing or out of scope."""
        named = self.request.GET.get("about", "")
        if not named:
            return None
        kind, _dot, name = named.partition(".")
        known = kind in {member.value for member in SourceKind}
        found = subjects.find(self.viewer, kind, name) if known else None
        if found is None:
            raise SourceNotFound
        return found

    @property
    def county_id(self) -> int:
        """Of the institution that it is about; the viewer's own otherwise."""
        about = self.about
        place = places([about.institution_id]) if about and about.institution_id else {}
        own = sorted(self.viewer.county_ids)
        found = next((one.county_id for one in place.values()), own[0] if own else 0)
        if found not in self.viewer.county_ids:
            raise NotFound
        return found

    def form_kwargs(self) -> dict[str, Any]:
        return {"about": self.about, "county_id": self.county_id, "viewer": self.viewer}

    def get_initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {"due_on": usual_due(self.on, self.county_id), "source_kind": SourceKind.MEETING}
        about = self.about
        if about is None:
            return found
        place = places([about.institution_id]).get(about.institution_id) if about.institution_id else None
        if place is not None and place.town_id:
            found["owner"] = f"town-{place.town_id}"
        name = place.name if place else about.title
        found["title"] = gettext("Follow up: %(name)s") % {"name": name}
        return found

    def get_cancel_url(self) -> str:
        return self.about.url if self.about else reverse("desk:assignments")

    def context(self, **more: Any) -> dict[str, Any]:
        about = self.about
        source = worded(labels.SOURCE[SourceKind(about.kind)]) if about else ""
        return super().context(about=about, source=source, **more)

    def act(self, form: forms.AssignForm) -> str:
        data, about = form.cleaned_data, self.about
        source = (about.kind, about.pk) if about else (data["source_kind"], None)
        made = assignments.assign(
            county_id=self.county_id,
            title=data["title"],
            task=data["task"],
            source=source,
            source_text=about.title if about else data["source_text"],
            institution_id=form.institution_id,
            due_on=data["due_on"],
            group=data["group"],
            by=self.viewer,
            at=self.at,
            **form.parties,
        )
        messages.success(
            self.request,
            gettext("Assigned as %(number)s, due on %(day)s.")
            % {"number": made.number, "day": made.due_on.isoformat()},
        )
        return page_url(made)


class _OnAssignment(OfAssignment, FormPage):
    """A form about one assignment; ends on its page."""

    done: ClassVar[Text] = ""

    def breadcrumbs(self) -> list[tuple[str, str]]:
        return [(self.assignment.title, self.page_url)]

    def get_cancel_url(self) -> str:
        return self.page_url

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.assignment.version}

    def finish(self) -> str:
        if self.done:
            messages.success(self.request, worded(self.done))
        return self.page_url


_FORM: dict[Verb, type[OfficeForm]] = {
    Verb.ACCEPT: forms.OptionalStepForm,
    Verb.REASSIGN: forms.ReassignForm,
    Verb.REOPEN: forms.DatedStepForm,
    Verb.SEND_BACK: forms.DatedStepForm,
}
_INTRO: dict[Verb, Text] = {
    Verb.REPORT: _("Say what was done and found. The bureau checks it and closes the assignment, or sends it back."),
    Verb.RETURN: _("Say why this is not yours to do. The bureau assigns it to somebody else, or to you again."),
    Verb.CLOSE: _("Say by what the work counts as done."),
    Verb.SEND_BACK: _("Say what is still missing, and until when."),
    Verb.REOPEN: _("Say why the work is not done after all, and until when."),
    Verb.REASSIGN: _("Who has had it until now no longer sees it, unless chosen again."),
    Verb.WITHDRAW: _("The assignment ends without having been done. This cannot be taken back."),
}


class Step(_OnAssignment):
    """One verb of the workflow table."""

    permission = HANDLE

    @cached_property
    def verb(self) -> Verb:
        """Raises NotFound, WrongState, Forbidden."""
        name = self.kwargs["verb"]
        if name not in {member.value for member in Verb}:
            raise NotFound
        verb = Verb(name)
        ASSIGNMENT.move(self.assignment.state, verb)
        if verb not in reading.steps(self.assignment, self.viewer):
            raise Forbidden
        return verb

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        _ = self.verb
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return worded(labels.VERB[Verb(self.kwargs["verb"])])

    @property
    def submit_label(self) -> Text:  # type: ignore[override]
        return self.get_title()

    @property
    def intro(self) -> Text:  # type: ignore[override]
        return _INTRO.get(Verb(self.kwargs["verb"]), "")

    def get_form(self, **kwargs: Any) -> OfficeForm:
        made = _FORM.get(self.verb_named, forms.StepForm)
        return made(initial=self.get_initial(), **self.form_kwargs(), **kwargs)

    @property
    def verb_named(self) -> Verb:
        name = self.kwargs["verb"]
        if name not in {member.value for member in Verb}:
            raise NotFound
        return Verb(name)

    def form_kwargs(self) -> dict[str, Any]:
        if self.verb_named is not Verb.REASSIGN:
            return {}
        row = self.assignment
        return {"county_id": row.county_id, "viewer": self.viewer, "about_institution": row.institution_id}

    def get_initial(self) -> dict[str, Any]:
        row, found = self.assignment, super().get_initial()
        if self.verb_named in (Verb.REASSIGN, Verb.REOPEN, Verb.SEND_BACK):
            found["due_on"] = max(row.due_on, usual_due(self.on, row.county_id))
        if self.verb_named is Verb.REASSIGN:
            found |= _present(row)
        return found

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        who = form.parties if isinstance(form, forms.ReassignForm) else {}
        assignments.move(
            assignment=self.assignment,
            verb=self.verb_named,
            why=data["why"],
            due_on=data.get("due_on"),
            version=self.version,
            by=self.viewer,
            at=self.at,
            **who,
        )
        messages.success(self.request, worded(labels.DONE[self.verb_named]))
        return self.page_url


def _present(row: Any) -> dict[str, Any]:
    """The present parties as the form names them."""
    found: dict[str, Any] = {"co_departments": [], "co_towns": []}
    for party in parties.current(row):
        if party.role == PartyRole.OWNER:
            found["owner"] = _key(party)
        elif party.institution_id:
            found["co_institution"] = True
        else:
            found["co_towns" if party.town_id else "co_departments"].append(_key(party))
    return found


def _key(party: Any) -> str:
    if party.institution_id:
        return forms.THE_INSTITUTION
    return f"town-{party.town_id}" if party.town_id else f"department-{party.department_id}"


class AddNote(_OnAssignment):
    permission = HANDLE
    title = _("Note progress")
    form_class: ClassVar[type[OfficeForm]] = forms.InsideNoteForm
    submit_label = _("Keep the note")
    done = _("The note is kept.")

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        notes.note(
            assignment=self.assignment,
            text=data["text"],
            shown_outside=data.get("shown_outside", False),
            file=data["file"],
            by=self.viewer,
            at=self.at,
        )
        return self.finish()


class Remind(_OnAssignment):
    permission = ASSIGN
    title = _("Urge")
    form_class = forms.RemindForm
    submit_label = _("Urge")
    done = _("All parties have been told.")

    def get_initial(self) -> dict[str, Any]:
        text = gettext("Please report how far it has come; it is due on %(day)s.")
        return super().get_initial() | {"text": text % {"day": self.assignment.due_on.isoformat()}}

    def act(self, form: Any) -> str:
        notes.remind(assignment=self.assignment, text=form.cleaned_data["text"], by=self.viewer, at=self.at)
        return self.finish()


class AskExtension(_OnAssignment):
    permission = HANDLE
    title = _("Ask for more time")
    form_class = forms.AskForm
    submit_label = _("Ask the bureau")
    done = _("The bureau has been asked; the present day holds until it grants another.")

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        notes.ask_extension(
            assignment=self.assignment,
            until=data["until"],
            why=data["why"],
            by=self.viewer,
            at=self.at,
            version=self.version,
        )
        return self.finish()


class DecideExtension(_OnAssignment):
    permission = ASSIGN
    title = _("Decide on more time")
    form_class = forms.DecideForm
    submit_label = _("Decide")
    done = _("Decided.")
    template_name = "desk/decide.html"

    def context(self, **more: Any) -> dict[str, Any]:
        return super().context(asked=reading.open_extension(self.assignment), assignment=self.assignment, **more)

    def act(self, form: Any) -> str:
        data = form.cleaned_data
        notes.decide_extension(
            assignment=self.assignment,
            granted=data["decision"],
            answer=data["answer"],
            by=self.viewer,
            at=self.at,
            version=self.version,
        )
        return self.finish()
