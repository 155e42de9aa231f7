"""Showing one value: the reason, the value for a minute, the masked form again. And the list of looks."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import DomainError, Forbidden, NotFound, Refusal
from cixi_oversight.personal.enums import Act, Field, Kind
from cixi_oversight.personal.forms import ReasonForm, RevealFilterSet
from cixi_oversight.personal.models import Reveal
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.rules.access import REVEAL, VIEW_PERSON, VIEW_REVEALS
from cixi_oversight.personal.services import reveal as reveals
from cixi_oversight.personal.services.reading import shown_field
from cixi_oversight.personal.views.common import OfField
from cixi_oversight.web import subjects
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.refusals import STATUS
from cixi_oversight.web.tags import moment
from cixi_oversight.web.words import worded

SECONDS = 60


class MaskedField(OfField):
    """A field as it stands on a page; what a shown value turns back into."""

    permission = VIEW_PERSON

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = shown_field(self.person, self.field, self.viewer)
        if found is None:
            raise NotFound
        return render(request, "personal/field.html", {"shown": found})


class RevealField(OfField, FormPage):
    """In the page by htmx, or as a page of its own. The answer is kept nowhere, and sending it again counts again."""

    permission = REVEAL
    form_class = ReasonForm
    submit_label = _("Show in full")
    intro = _("Every look is on record with its reason; the audit administrator reads the list.")

    def get_title(self) -> str:
        field = worded(labels.FIELD[self.field])
        return _t("Show in full: %(field)s") % {"field": field}

    def get_cancel_url(self) -> str:
        return reverse("personal:person", args=[self.person.public_id])

    def form_kwargs(self) -> dict[str, Any]:
        """Several may be open on one page: each field has an id of its own."""
        return {"auto_id": f"{self.person.public_id}-{self.field}-%s"}

    def get_form(self, **kwargs: Any) -> OfficeForm:
        form = super().get_form(**kwargs)
        if self.is_fragment:
            form.fields["why"].widget.attrs["autofocus"] = True  # where the eye was that was clicked
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = shown_field(self.person, self.field, self.viewer)
        if found is None:
            raise NotFound
        if not found.reveal_url:
            raise Forbidden
        return self.show(self.get_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form(data=request.POST)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            value = reveals.reveal(
                person=self.person, field=self.field, why=form.cleaned_data["why"], by=self.viewer, at=self.at
            )
        except DomainError as error:
            if error.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
                raise
            form.add_refusal(error)
            return self.show(form, status=STATUS[error.refusal])
        return self.once(
            self.render(
                "personal/value.html" if self.is_fragment else "personal/value_page.html",
                value=value,
                person=self.person,
                field=self.field,
                seconds=SECONDS,
            )
        )

    def show(
        self, form: OfficeForm, *, status: int = HTTPStatus.OK, refused: DomainError | None = None
    ) -> HttpResponse:
        """htmx swaps in what was answered well, so a fragment with an error is one, too."""
        if not self.is_fragment:
            return self.once(super().show(form, status=status, refused=refused))
        return self.once(self.render("personal/reveal_form.html", form=form, person=self.person, field=self.field))

    @staticmethod
    def once(answer: HttpResponse) -> HttpResponse:
        """Neither a browser nor anything between may keep it."""
        answer["Cache-Control"] = "no-store, private"
        return answer


class RevealList(ListPage):
    permission = VIEW_REVEALS
    section = "system.reveals"
    title = _("Looks at personal data")
    filterset_class = RevealFilterSet
    main_filters = ("act", "field", "since", "until")
    ordering = ("-pk",)
    export_name = _("Looks at personal data")
    empty_text = _("Nobody has looked at personal data in this time.")
    columns = (
        Column("at", _("When"), lambda row: moment(row.recorded_at)),
        Column("actor", _("Who"), lambda row: row.actor.label),
        Column("act", _("What was done"), lambda row: worded(labels.ACT[Act(row.act)])),
        Column("field", _("Field"), lambda row: worded(labels.FIELD[Field(row.field)])),
        Column("kind", _("Of whom"), lambda row: worded(labels.KIND[Kind(row.person.kind)]) if row.person else "—"),
        Column("subject", _("Belongs to"), lambda row: row.subject_title),
        Column("why", _("Reason"), lambda row: row.why or "—"),
        Column("found", _("Rows found"), lambda row: row.found, numeric=True, default=False),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return Reveal.objects.visible_to(self.viewer).select_related("actor", "person")

    def annotate_rows(self, rows: list[Any]) -> None:
        """What each person belongs to, where the viewer may know it."""
        keys = {row.pk: (row.person.subject_kind, row.person.subject_id or 0) for row in rows if row.person}
        known = subjects.links(self.viewer, list(keys.values()))
        for row in rows:
            title = known.get(keys.get(row.pk, ("", 0)), ("", ""))[0]
            row.subject_title = title or (row.person.public_id if row.person else "—")
