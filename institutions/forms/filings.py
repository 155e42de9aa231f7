"""Forms made from a kind's schema: what is typed is read leniently, so that a draft keeps everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import msg
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.filters import DayFilter, Default, PageFilterSet
from cixi_oversight.web.forms import OfficeForm, dress
from cixi_oversight.web.words import worded
from institutions.enums.filings import FilingState
from institutions.forms.filters import SetFilter, TextFilter, towns
from institutions.models import Filing, Institution
from institutions.rules.filings.reading import as_typed, plain, read_value
from institutions.rules.filings.schema import Field, FieldType, Finding, Payload, Table, is_typed
from institutions.rules.labels.filings import FILING_KIND, FILING_STATE
from institutions.services.filings.rights import to_review

_LANGUAGES: Final = ("zh-hans", "en")


def choice_words(fields: Sequence[Field]) -> dict[str, str]:
    """The words of all choices in both languages, in small letters, with their values: what a sheet says."""
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        with override(language):
            for field in fields:
                found |= {worded(label).lower(): str(value) for value, label in field.choices or ()}
    return found


def headings(table: Table) -> dict[str, str]:
    """The words of a table's columns in both languages, in small letters, with their keys."""
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        with override(language):
            found |= {plain(worded(column.label)).lower(): column.key for column in table.columns}
    for column in table.columns:
        for other in column.also:
            found.setdefault(plain(other).lower(), column.key)
    return found


class SuggestInput(forms.TextInput):
    """A text with a list to choose from; anything else may be typed too."""

    def __init__(self, offered: Sequence[tuple[str, str]]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.offered = offered

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        options = format_html_join("", '<option value="{}">{}</option>', self.offered)
        made = super().render(name, value, {**(attrs or {}), "list": f"offered-{name}"}, renderer)
        return format_html('{}<datalist id="offered-{}">{}</datalist>', made, name, options)


class PartForm(OfficeForm):
    """Inputs for fields of a schema, filled from a payload. Errors are findings: nothing is refused."""

    def __init__(
        self,
        fields: Sequence[Field],
        values: Mapping[str, Any],
        *,
        findings: Mapping[str, Sequence[str]] | None = None,
        suggestions: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        self.parts = [field for field in fields if field.type is not FieldType.FILE]
        self.findings = findings or {}
        super().__init__(initial={one.key: as_typed(one, values.get(one.key)) for one in self.parts})
        for one in self.parts:
            made = _input(one, values.get(one.key))
            offered = (suggestions or {}).get(one.key)
            if offered:
                made.widget = SuggestInput(offered)
            dress(made, invalid=one.key in self.findings)
            self.fields[one.key] = made

    def full_clean(self) -> None:
        self._errors = ErrorDict()
        for name, words in self.findings.items():
            if name in self.fields:
                self._errors[name] = self.error_class(list(words))


def read_form(fields: Sequence[Field], data: QueryDict, before: Mapping[str, Any]) -> Payload:
    """The payload of what was sent. Documents stay; a person's name left empty stays."""
    words = choice_words(fields)
    made: Payload = {}
    for one in fields:
        value = _sent(one, data, before.get(one.key), words)
        if value is not None:
            made[one.key] = value
    return made


def _sent(field: Field, data: QueryDict, before: Any, words: Mapping[str, str]) -> Any:
    if field.type is FieldType.FILE or (field.key not in data and field.type is not FieldType.CHOICES):
        return before
    if field.type is FieldType.CHOICES:
        allowed = [str(value) for value, _label in field.choices or ()]
        return [value for value in allowed if value in data.getlist(field.key)] or None
    text = data.get(field.key, "")[:20_000]
    if field.type is FieldType.PERSON:
        return plain(text) or before
    return read_value(field, text, words)


def _input(field: Field, value: Any) -> forms.Field:
    """A form field that looks right and takes everything."""
    common: dict[str, Any] = {
        "label": worded(field.label),
        "required": field.required,
        "help_text": worded(field.help) if field.help else "",
    }
    pairs = [(str(one), worded(label)) for one, label in field.choices or ()]
    match field.type:
        case FieldType.CHOICE:
            strange = [(value["typed"], value["typed"])] if is_typed(value) else []
            choices = [("", gettext("Please choose")), *pairs, *strange]
            return forms.ChoiceField(choices=choices, **common)
        case FieldType.CHOICES:
            return forms.MultipleChoiceField(choices=pairs, widget=forms.CheckboxSelectMultiple, **common)
        case FieldType.YES_NO:
            yes_no = [("yes", gettext("Yes")), ("no", gettext("No"))]
            return forms.ChoiceField(choices=yes_no, widget=forms.RadioSelect, **common)
        case FieldType.PERSON:
            return _person(value, common)
    return forms.CharField(widget=_widget(field, value), **common)


def _person(value: Any, common: dict[str, Any]) -> forms.Field:
    if isinstance(value, dict) and "masked" in value:
        common["help_text"] = gettext("On record: %(masked)s. Leave empty to keep it.") % {"masked": value["masked"]}
    return forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}), **common)


def _widget(field: Field, value: Any) -> forms.Widget:
    unreadable = is_typed(value)
    match field.type:
        case FieldType.LONG_TEXT:
            return forms.Textarea(attrs={"rows": 5})
        case FieldType.DAY if not unreadable:
            return forms.DateInput(attrs={"type": "date"})
        case FieldType.TIME if not unreadable:
            return forms.TimeInput(attrs={"type": "time"})
        case FieldType.WHOLE_NUMBER:
            return forms.TextInput(attrs={"inputmode": "numeric", "class": "amount"})
        case FieldType.YUAN:
            return forms.TextInput(attrs={"inputmode": "decimal", "data-yuan": "", "class": "amount"})
        case FieldType.AREA:
            return forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"})
    return forms.TextInput()


def by_field(findings: Sequence[Finding], prefix: str = "") -> dict[str, list[str]]:
    """Findings in words, by the field that they name; `prefix` is a row's path and a dot."""
    found: dict[str, list[str]] = {}
    for one in findings:
        if one.path.startswith(prefix):
            found.setdefault(one.path[len(prefix) :], []).append(worded(one.code))
    return found


class PasteForm(OfficeForm):
    cells = forms.CharField(
        label=_("Cells copied from Excel"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "class": "mono", "wrap": "off"}),
        help_text=_("Copy the cells with their headings and paste them here."),
    )
    sheet = forms.FileField(
        label=_("Or an Excel file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_("An .xlsx file without password; its first sheet is read."),
    )
    mode = forms.ChoiceField(
        label=_("Rows that are there already"),
        choices=[("replace", _("Replace them")), ("append", _("Keep them and add"))],
        initial="replace",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not (cleaned.get("cells") or "").strip() and not cleaned.get("sheet") and not self.errors:
            raise forms.ValidationError(_("Paste cells or choose a file."))
        return cleaned


class AcceptForm(OfficeForm):
    why = PlainCharField(label=_("Remark"), max_length=300, lines=True, required=False)


class WithdrawForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True, required=False)


class ReturnForm(OfficeForm):
    why = PlainCharField(
        label=_("To the institution"),
        max_length=300,
        lines=True,
        required=False,
        help_text=_("What concerns the filing as a whole. Comments on single places are written beside them below."),
    )


_HANDED_IN: Final = {
    state: words for state, words in FILING_STATE.items() if state not in (FilingState.DRAFT, FilingState.WITHDRAWN)
}


class FilingFilterSet(PageFilterSet):
    q = TextFilter(label=_("Institution"), max_length=64, method="find")
    kind = SetFilter(label=_("Kind of filing"), labels=FILING_KIND, blank=msg("Any"))
    state = django_filters.ChoiceFilter(label=_("State"), method="by_state", empty_label=None)
    town = django_filters.ModelChoiceFilter(
        label=_("Town"), field_name="institution__town", queryset=towns, to_field_name="code", empty_label=_("Any")
    )
    look = django_filters.ChoiceFilter(
        label=_("Why a person looks"),
        choices=[("doubt", _("Doubts")), ("sample", _("Sampled")), ("again", _("Handed in again"))],
        method="by_look",
        empty_label=_("Any"),
    )
    day_from = DayFilter(label=_("Handed in from"), field_name="submitted_at", lookup_expr="date__gte")
    day_to = DayFilter(label=_("Handed in until"), field_name="submitted_at", lookup_expr="date__lte")

    # a list of work: it begins with what waits, unless one institution or a time is asked for
    default = Default("state", FilingState.SUBMITTED, lifted="all", unless=frozenset({"q", "day_from", "day_to"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.value, worded(words)) for state, words in _HANDED_IN.items()]
        mine = [("mine", gettext("Waits for my review"))]
        self.filters["state"].extra["choices"] = [*mine, *states, ("all", gettext("All, decided ones too"))]

    def by_state(self, rows: QuerySet[Filing], _name: str, value: str) -> QuerySet[Filing]:
        if value == "mine":
            return rows.filter(pk__in=to_review(self.viewer).values("pk"))
        return rows if value == "all" else rows.filter(state=value)

    def by_look(self, rows: QuerySet[Filing], _name: str, value: str) -> QuerySet[Filing]:
        if value == "doubt":
            return rows.exclude(doubts=[])
        return rows.filter(doubts=[], **({"is_sampled": True} if value == "sample" else {"submissions__gt": 1}))

    def find(self, rows: QuerySet[Filing], _name: str, typed: str) -> QuerySet[Filing]:
        return rows.filter(institution__in=Institution.objects.visible_to(self.viewer).search(typed))
