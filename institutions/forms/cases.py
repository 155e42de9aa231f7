"""Forms and filters of admission cases. The fields of an application come from its kind's table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import Message
from cixi_oversight.policy.models import Deadline
from cixi_oversight.users.models import Town
from cixi_oversight.web.context import business_time
from cixi_oversight.web.fields import DayField, DocumentField, PlainCharField, YuanField
from cixi_oversight.web.filters import DayFilter, Default, PageFilterSet
from cixi_oversight.web.forms import OfficeForm, dress
from cixi_oversight.web.words import worded
from institutions.enums.cases import CaseState, FieldType, StepState, StepVerb
from institutions.forms.fields import WholeNumberField
from institutions.forms.filters import ANY, SetFilter, TextFilter, towns
from institutions.models import CaseStep, Institution
from institutions.models.registration_case import ON_DESK, SUBJECT
from institutions.rules.cases.schema import CaseField, KindTable, StepSpec
from institutions.rules.labels.cases import CASE_KIND, CASE_STATE, ORIGIN, STEP_PARTY
from institutions.services.cases.clocks import CORRECTION_SUBJECT, STEP_SUBJECT
from institutions.services.extensions import Clearance

_REMARK: Final = "remark_"


class ApplicationForm(OfficeForm):
    """All that the table asks; saves incomplete, so nothing is required here. `asked` are the fields that were
    returned, with the window's comment, each followed by a remark for one that stays; None while everything may be
    changed."""

    def __init__(
        self,
        *args: Any,
        table: KindTable,
        county_ids: frozenset[int],
        asked: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for spec in table.fields:
            if asked is None or spec.key in asked:
                self.fields[spec.key] = _field(spec, county_ids, (asked or {}).get(spec.key, ""))
            if asked is not None and spec.key in asked:
                self.fields[f"{_REMARK}{spec.key}"] = remark_field(spec.label)
        for field in self.fields.values():
            dress(field)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them: codes and texts."""
        return {name: _plain(value) for name, value in self.cleaned_data.items() if not name.startswith(_REMARK)}

    @property
    def remarks(self) -> dict[str, str]:
        return {
            name.removeprefix(_REMARK): value for name, value in self.cleaned_data.items() if name.startswith(_REMARK)
        }


def remark_field(label: Message) -> forms.Field:
    """Why a returned item stays as it is."""
    return PlainCharField(
        label=_("If “%(label)s” stays as it is: why") % {"label": worded(label)}, max_length=300, required=False
    )


def _field(spec: CaseField, county_ids: frozenset[int], comment: str) -> forms.Field:
    help_text = " ".join(filter(None, [worded(spec.help) if spec.help else "", comment]))
    common: dict[str, Any] = {"label": worded(spec.label), "required": False, "help_text": help_text}
    match spec.type:
        case FieldType.TEXT:
            return PlainCharField(max_length=spec.max_length, **common)
        case FieldType.LONG_TEXT:
            return PlainCharField(max_length=spec.max_length, lines=True, **common)
        case FieldType.DAY:
            return DayField(**common)
        case FieldType.YUAN:
            return YuanField(**common)
        case FieldType.COUNT:
            return WholeNumberField(**common)
        case FieldType.TOWN:
            rows = Town.objects.filter(county_id__in=county_ids)
            return forms.ChoiceField(choices=[("", "—"), *((row.code, row.name) for row in rows)], **common)
    choices = [(key.value, worded(label)) for key, label in (spec.choices or {}).items()]
    if spec.type is FieldType.CHOICES:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)
    return forms.ChoiceField(choices=[("", "—"), *choices], **common)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if value == "" else value


class UploadForm(OfficeForm):
    """`returned` names a document that was returned: a new file, or why it stays."""

    file = DocumentField(label=_("File"))
    remark = PlainCharField(required=False)

    def __init__(self, *args: Any, returned: Message | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if returned is None:
            del self.fields["remark"]
            return
        self.fields["file"].required = False
        self.fields["remark"] = remark_field(returned)
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "remark" in self.fields and not self.errors and not data.get("file") and not data.get("remark"):
            self.add_error("file", _("Hand in the corrected document, or write why it stays."))
        return data


class ReturnForm(OfficeForm):
    """A line for every field and document: what is wrong with it. Empty lines are in order."""

    note = PlainCharField(label=_("General remark"), max_length=600, lines=True, required=False)
    marks_optional = False

    def __init__(self, *args: Any, items: Sequence[tuple[str, str, Message]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields.pop("note")
        for target, key, label in items:
            name = f"{target}_{key}"
            kind = _("Document") if target == "document" else _("Field")
            self.fields[name] = PlainCharField(label=f"{kind} · {worded(label)}", max_length=300, required=False)
        self.fields["note"] = note
        for field in self.fields.values():
            dress(field)


class ReasonsForm(OfficeForm):
    reasons = PlainCharField(
        label=_("Reasons of the decision"), max_length=1000, lines=True, help_text=_("Stand on the paper.")
    )


class WithdrawForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class DecideForm(OfficeForm):
    """The decision box: basis and reasons are filled in, the paper is previewed beside it."""

    decision = forms.ChoiceField(
        label=_("Decision of the case"),
        choices=[("grant", _("Grant the application")), ("refuse", _("Refuse the application"))],
        widget=forms.RadioSelect,
    )
    reasons = PlainCharField(
        label=_("Reasons of the decision"), max_length=1000, lines=True, help_text=_("Stand on the paper.")
    )
    legal_basis = PlainCharField(label=_("Legal basis"), max_length=400)
    permit_number = PlainCharField(label=_("Permit number"), max_length=40, required=False)
    expires_on = DayField(label=_("Permit valid until"), required=False)

    def __init__(
        self, *args: Any, with_permit: bool, clearances: Sequence[tuple[Clearance, Message]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not with_permit:
            del self.fields["permit_number"], self.fields["expires_on"]
        for one, label in clearances:
            if one.is_clear is None:
                self.fields[f"confirm_{one.topic}"] = PlainCharField(
                    label=_("Confirmed by hand: %(topic)s") % {"topic": worded(label)},
                    max_length=300,
                    required=False,
                    help_text=worded(one.sentence),
                )
        for field in self.fields.values():
            dress(field)

    @property
    def confirmed(self) -> dict[str, str]:
        return {
            name.removeprefix("confirm_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("confirm_") and value
        }


class StepForm(OfficeForm):
    """An authority's answer: its list of checks, agree or object; after the decision number and day."""

    def __init__(self, *args: Any, spec: StepSpec, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in spec.checks:
            self.fields[f"check_{key}"] = forms.BooleanField(label=worded(label), required=False)
        if spec.registers:
            self.fields["number"] = PlainCharField(label=_("Number of the certificate or notice"), max_length=40)
            self.fields["registered_on"] = DayField(label=_("Registered on"))
        else:
            self.fields["verb"] = forms.ChoiceField(
                label=_("Opinion"),
                choices=[(StepVerb.AGREE.value, _("Agree")), (StepVerb.OBJECT.value, _("Object"))],
                widget=forms.RadioSelect,
            )
        self.fields["answer"] = PlainCharField(
            label=_("Remark"), max_length=1000, lines=True, required=False, help_text=_("Needed where you object.")
        )
        for field in self.fields.values():
            dress(field)

    @property
    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "verb": StepVerb(data["verb"]) if "verb" in data else StepVerb.REPORT_DONE,
            "answer": data.get("answer") or "",
            "checks": {name.removeprefix("check_"): value for name, value in data.items() if name.startswith("check_")},
            "number": data.get("number") or "",
            "registered_on": data.get("registered_on"),
        }


class CaseFilterSet(PageFilterSet):
    q = TextFilter(label=_("Institution or case number"), max_length=64, method="find")
    kind = SetFilter(label=_("Kind of case"), labels=CASE_KIND, blank=ANY)
    state = SetFilter(label=_("State"), labels=CASE_STATE, blank=ANY)
    waits_for = django_filters.ChoiceFilter(label=_("Waits for"), method="by_waits", empty_label=_("Any"))
    town = django_filters.ModelChoiceFilter(label=_("Town"), queryset=towns, to_field_name="code", empty_label=_("Any"))
    show = django_filters.ChoiceFilter(
        label=_("Shown"),
        choices=[("open", _("Not ended")), ("late", _("Overdue")), ("mine", _("On my desk")), ("all", _("All"))],
        method="by_show",
        empty_label=None,
    )
    origin = SetFilter(label=_("Came in"), labels=ORIGIN, blank=ANY)
    day_from = DayFilter(label=_("Submitted from"), field_name="submitted_at", lookup_expr="date__gte")
    day_to = DayFilter(label=_("Submitted until"), field_name="submitted_at", lookup_expr="date__lte")

    default = Default("show", "open", lifted="all", unless=frozenset({"state"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fixed = [("applicant", _("The applicant")), ("window", _("Window")), ("decision", _("Decision"))]
        parties = [(party.value, worded(label)) for party, label in STEP_PARTY.items()]
        self.filters["waits_for"].extra["choices"] = [*fixed, *parties]

    def find(self, rows: Any, _name: str, typed: str) -> Any:
        mine = Institution.objects.visible_to(self.viewer).search(typed)
        text = typed.strip()
        return rows.filter(Q(institution__in=mine) | Q(number__contains=text) | Q(title__contains=text))

    def by_waits(self, rows: Any, _name: str, value: str) -> Any:
        states = {
            "applicant": (CaseState.DRAFT, CaseState.RETURNED),
            "window": (CaseState.SUBMITTED,),
            "decision": (CaseState.TO_DECIDE,),
        }
        if value in states:
            return rows.filter(state__in=states[value])
        steps = CaseStep.objects.filter(case=OuterRef("pk"), party=value, state__in=ON_DESK)
        return rows.filter(Exists(steps))

    def by_show(self, rows: Any, _name: str, value: str) -> Any:
        if value == "open":
            return rows.open()
        if value == "late":
            return late(rows, business_time(self.request).date())
        return rows.with_step_of(self.viewer) if value == "mine" else rows


def late(rows: Any, on: dt.date) -> Any:
    """Cases of which some period, of their own, of a step or of a correction, is over."""
    over = Deadline.objects.overdue(on)
    steps = CaseStep.objects.filter(state__in=(StepState.WAITING, StepState.RECEIVED))
    return rows.filter(
        Q(pk__in=over.filter(subject_kind=SUBJECT).values("subject_id"))
        | Q(pk__in=steps.filter(pk__in=over.filter(subject_kind=STEP_SUBJECT).values("subject_id")).values("case"))
        | Q(corrections__in=over.filter(subject_kind=CORRECTION_SUBJECT).values("subject_id"))
    )
