"""Call lists: whom to call about an institution, masked; the numbers for a reason; how each call went."""

from __future__ import annotations

from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.errors import DomainError, NotFound, Refusal
from cixi_oversight.personal.enums import Call, Field, Kind
from cixi_oversight.personal.errors import InstitutionUnclear
from cixi_oversight.personal.forms import CallListFilterSet, CallListForm, TakeForm
from cixi_oversight.personal.models import CallEntry, CallList
from cixi_oversight.personal.rules import labels
from cixi_oversight.personal.rules.access import CALL
from cixi_oversight.personal.services import call_lists
from cixi_oversight.personal.services.reading import shown_field
from cixi_oversight.web import export
from cixi_oversight.web.badges import Tone, pill
from cixi_oversight.web.errors import UnreadableParameter
from cixi_oversight.web.forms import FormPage, OfficeForm
from cixi_oversight.web.lists import Column, ListPage
from cixi_oversight.web.refusals import STATUS
from cixi_oversight.web.tags import moment
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded

SECTION: Final = "calls"
_CANDIDATES: Final = 20
_TONES: Final = {Call.WAITING: Tone.WAITS, Call.REACHED: Tone.DONE, Call.NOT_REACHED: Tone.REFUSED}


def institution_of(ids: list[int]) -> dict[int, tuple[str, str]]:
    register = INSTITUTIONS.ask()
    return dict(register.named(ids)) if register is not None and ids else {}


def call_pill(state: str) -> Any:
    return pill(_TONES[Call(state)], worded(labels.CALL[Call(state)]))


class CallLists(ListPage):
    permission = CALL
    section = SECTION
    title = _("Call lists")
    filterset_class = CallListFilterSet
    main_filters = ("since", "until")
    ordering = ("-pk",)
    export_name = _("Call lists")
    empty_text = _("No call list yet. Make one when many families of an institution have to be told something.")
    columns = (
        Column("institution", _("Institution"), lambda row: row.institution),
        Column("why", _("Reason"), lambda row: row.why),
        Column("persons", _("Persons"), lambda row: row.persons, numeric=True),
        Column("reached", _("Reached"), lambda row: row.reached, numeric=True),
        Column("open", _("To be called"), lambda row: row.waiting, numeric=True),
        Column("by", _("Made by"), lambda row: row.created_by.label),
        Column("at", _("Made"), lambda row: moment(row.created_at)),
    )

    def get_queryset(self) -> QuerySet[Any]:
        return (
            CallList.objects.visible_to(self.viewer)
            .select_related("created_by")
            .annotate(
                persons=Count("entries"),
                reached=Count("entries", filter=Q(entries__state=Call.REACHED)),
                waiting=Count("entries", filter=Q(entries__state=Call.WAITING)),
            )
        )

    def row_url(self, row: Any) -> str:
        return reverse("personal:call_list", args=[row.public_id])

    def annotate_rows(self, rows: list[Any]) -> None:
        named = institution_of(sorted({row.institution_id for row in rows}))
        for row in rows:
            row.institution = named.get(row.institution_id, ("—", ""))[0]

    def get_primary_action(self) -> tuple[str, Text] | None:
        return reverse("personal:new_call_list"), _("New call list")


class NewCallList(FormPage):
    permission = CALL
    section = SECTION
    title = _("New call list")
    form_class = CallListForm
    submit_label = _("Make the list")
    intro = _("The list shows masked forms. Its numbers are taken in one act with a reason, noted for each person.")

    def get_initial(self) -> dict[str, Any]:
        return {"institution": self.request.GET.get("institution", "")[:60], "kinds": [Kind.COMPLAINANT, Kind.PARENT]}

    def get_cancel_url(self) -> str:
        return reverse("personal:call_lists")

    def act(self, form: CallListForm) -> str:
        made = call_lists.make_list(
            institution_id=self._meant(form.cleaned_data["institution"]),
            kinds=[Kind(kind) for kind in form.cleaned_data["kinds"]],
            why=form.cleaned_data["why"],
            by=self.viewer,
            at=self.at,
        )
        return reverse("personal:call_list", args=[made.public_id])

    def _meant(self, typed: str) -> int:
        """The only one that is found, or the one of exactly that name. Raises InstitutionUnclear."""
        register = INSTITUTIONS.ask()
        found = [row["pk"] for row in register.found(self.viewer, typed)[:_CANDIDATES]] if register else []
        named = [pk for pk, (name, _url) in institution_of(found).items() if name == typed]
        meant = named if len(named) == 1 else found
        if len(meant) != 1:
            raise InstitutionUnclear(field="institution")
        return int(meant[0])


class _OfList(Page):
    section = SECTION

    @cached_property
    def call_list(self) -> CallList:
        rows = CallList.objects.visible_to(self.viewer).select_related("created_by")
        found = rows.filter(public_id=self.kwargs["public_id"]).first()
        if found is None:
            raise NotFound
        return found


class CallListPage(_OfList, FormPage):
    """Masked as it opens; POST takes the numbers, on the page or as a sheet. The answer is kept nowhere."""

    permission = CALL
    template_name = "personal/call_list.html"
    form_class = TakeForm
    submit_label = _("Show the numbers")

    def get_title(self) -> str:
        name = institution_of([self.call_list.institution_id]).get(self.call_list.institution_id, ("—", ""))[0]
        return _t("Call list: %(institution)s") % {"institution": name}

    def get_cancel_url(self) -> str:
        return ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.get_form(data=request.POST)
        if not form.is_valid():
            return self.show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        sheet = "sheet" in request.POST
        try:
            numbers = call_lists.take(
                call_list=self.call_list,
                why=form.cleaned_data["why"],
                by=self.viewer,
                at=self.at,
                shape="xlsx" if sheet else "page",
            )
        except DomainError as error:
            if error.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
                raise
            form.add_refusal(error)
            return self.show(form, status=STATUS[error.refusal])
        answer = self._sheet(numbers) if sheet else self.show(self.get_form(), numbers=numbers)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    def show(
        self,
        form: OfficeForm,
        *,
        status: int = HTTPStatus.OK,
        refused: DomainError | None = None,
        numbers: list[call_lists.Number] | None = None,
    ) -> HttpResponse:
        taken = {number.entry.pk: number for number in numbers or ()}
        rows = [self._row(entry, taken.get(entry.pk)) for entry in self._entries()]
        return self.render(
            status=status,
            form=form,
            rows=rows,
            call_list=self.call_list,
            is_taken=numbers is not None,
            submit_label=worded(self.submit_label),
            states=[(state.value, worded(labels.CALL[state])) for state in (Call.REACHED, Call.NOT_REACHED)],
        )

    def _entries(self) -> list[CallEntry]:
        return list(self.call_list.entries.select_related("person", "noted_by").order_by("pk"))

    def _row(self, entry: CallEntry, number: call_lists.Number | None) -> dict[str, Any]:
        masked = {field: shown_field(entry.person, field, self.viewer) for field in (Field.NAME, Field.PHONE)}
        texts = {field.value: worded(one.text) if one else "—" for field, one in masked.items()}
        if number is not None:
            texts = {"name": number.name or texts["name"], "phone": number.phone}
        return {
            "entry": entry,
            "kind": worded(labels.KIND[Kind(entry.person.kind)]),
            "state": call_pill(entry.state),
            **texts,
        }

    def _sheet(self, numbers: list[call_lists.Number]) -> HttpResponseBase:
        head = [_t("Of whom"), _t("Name of the person"), _t("Telephone of the person"), _t("Call"), _t("Noted")]
        rows = (
            [
                worded(labels.KIND[Kind(number.entry.person.kind)]),
                number.name,
                number.phone,
                worded(labels.CALL[Call(number.entry.state)]),
                number.entry.noted_at,
            ]
            for number in numbers
        )
        for told in export.EXPORTED.all():
            told(self.viewer, "personal:call_list", "xlsx")
        return export.respond(f"{_t('Call list')}-{self.on:%Y%m%d}", "xlsx", head, rows)


class NoteCall(_OfList):
    """One line's buttons. In the page by htmx, so that shown numbers stay; without it back to the masked list."""

    permission = CALL
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        entry = self.call_list.entries.filter(pk=self.kwargs["pk"]).first()
        if entry is None:
            raise NotFound
        try:
            state = Call(request.POST.get("state", ""))
        except ValueError:
            raise UnreadableParameter(name="state") from None
        noted = call_lists.note_call(entry=entry, state=state, by=self.viewer, at=self.at)
        if not self.is_fragment:
            return HttpResponseRedirect(reverse("personal:call_list", args=[self.call_list.public_id]))
        return render(
            request,
            "personal/call_state.html",
            {"entry": noted, "state": call_pill(noted.state), "call_list": self.call_list, "states": _choices()},
        )


def _choices() -> list[tuple[str, str]]:
    return [(state.value, worded(labels.CALL[state])) for state in (Call.REACHED, Call.NOT_REACHED)]
