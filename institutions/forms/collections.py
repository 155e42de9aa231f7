"""Forms and filters of collections."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cixi_oversight.errors import DomainError, Problems, msg
from cixi_oversight.users.models import Town
from cixi_oversight.web.fields import DayField, EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, PageFilterSet
from cixi_oversight.web.forms import OfficeForm, dress
from cixi_oversight.web.words import worded
from institutions.enums.collections import Addressee, Shape
from institutions.forms.filters import ANY, SetFilter, TextFilter
from institutions.rules import labels
from institutions.rules.collections.columns import COLUMNS_MAX, Column
from institutions.rules.filings.schema import FieldType
from institutions.rules.labels.collections import ADDRESSEE, COLLECTION_STATE, SHAPE, SOURCE, TYPE

_FEWEST: Final = 6  # lines for columns that an empty form shows
_MORE: Final = 4  # empty lines after the ones in use
_SEPARATORS: Final = re.compile(r"[、,，;；\n/]+")


class ColumnForm(OfficeForm):
    """One line of the table of columns; without a name it is none."""

    marks_optional = False

    name = PlainCharField(label=_("Name of the column"), max_length=40, required=False)
    type = EnumField(TYPE, label=_("What is entered"), required=False, blank=msg("Short text"))
    is_required = forms.BooleanField(label=_("Required"), required=False)
    source = EnumField(SOURCE, label=_("Filled in from the register"), required=False, blank=msg("no"))
    choices = PlainCharField(label=_("Choices"), max_length=400, required=False)
    help = PlainCharField(label=_("Explanation"), max_length=120, required=False)

    @property
    def column(self) -> Column | None:
        """None where the line was left empty."""
        values = self.cleaned_data
        if not values["name"] and not values["choices"] and not values["source"]:
            return None
        name = values["name"] or (worded(SOURCE[values["source"]]) if values["source"] else "")
        return Column(
            name=name,
            type=values["type"] or (FieldType.CHOICE if values["choices"] else FieldType.TEXT),
            is_required=values["is_required"],
            choices=tuple(one.strip() for one in _SEPARATORS.split(values["choices"]) if one.strip()),
            help=values["help"],
            source=values["source"],
        )


class TownsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class CollectionForm(OfficeForm):
    """What is asked, whom, until when; below it the columns, one line each."""

    title = PlainCharField(label=_("Title"), max_length=80, help_text=_("For example 2026年秋季学期托管需求摸底."))
    about = PlainCharField(label=_("What it is for and how to fill it in"), max_length=1000, lines=True, required=False)
    addressee = EnumField(
        ADDRESSEE, label=_("Who answers"), help_text=_("A town office answers for the institutions of its town.")
    )
    shape = EnumField(SHAPE, label=_("What a row is"))
    due_on = DayField(label=_("To be handed in by"))
    towns = TownsField(
        label=_("Towns"), queryset=Town.objects.none(), required=False, help_text=_("None ticked: all towns.")
    )
    category = EnumField(labels.CATEGORY, label=_("Only institutions of the category"), required=False, blank=ANY)
    stage = EnumField(labels.STAGE, label=_("Only institutions of the stage"), required=False, blank=ANY)
    legal_form = EnumField(labels.LEGAL_FORM, label=_("Only institutions of the legal form"), required=False, blank=ANY)

    def __init__(self, *args: Any, county_ids: frozenset[int], columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns: Any = self.fields["towns"]
        towns.queryset = Town.objects.filter(county_id__in=county_ids)
        shown = min(COLUMNS_MAX, max(_FEWEST, len(columns) + _MORE))
        if self.is_bound:
            shown = max(shown, sum(f"column-{n}-name" in self.data for n in range(1, COLUMNS_MAX + 1)))
        self.columns = [
            ColumnForm(
                self.data if self.is_bound else None,
                prefix=f"column-{n}",
                initial=_initial(columns[n - 1]) if n <= len(columns) else {"is_required": True},
            )
            for n in range(1, shown + 1)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(line.is_valid() for line in self.columns)])

    @property
    def ask(self) -> dict[str, Any]:
        """What the service takes."""
        values = dict(self.cleaned_data)
        return values | {
            "columns": [line.column for line in self.columns if line.column is not None],
            "towns": [town.pk for town in values["towns"]],
            "addressee": Addressee(values["addressee"]),
            "shape": Shape(values["shape"]),
            **{name: values[name] or "" for name in ("category", "stage", "legal_form")},
        }

    def add_refusal(self, error: DomainError) -> None:
        """What is wrong with a column is said at its line, which may not be its number: empty lines count no column."""
        lines = [line for line in self.columns if line.column is not None]
        for problem in error.problems if isinstance(error, Problems) else (error,):
            if problem.row and problem.row <= len(lines):
                line = lines[problem.row - 1]
                line.add_error("name", worded(problem.sentence))
                dress(line.fields["name"], invalid=True)
                self.add_error(None, worded(problem.sentence))
            else:
                super().add_refusal(problem)


def _initial(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": column.type,
        "is_required": column.is_required,
        "source": column.source,
        "choices": "、".join(column.choices),
        "help": column.help,
    }


class ReasonForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class MoveDueForm(ReasonForm):
    due_on = DayField(label=_("New due day"))

    field_order = ("due_on", "why")


class SureForm(OfficeForm):
    is_sure = forms.BooleanField(label=_("I have looked at it; it may go on."))


class PasteForm(OfficeForm):
    """`is_free`: rows are as many as there are, so that a sheet may come after those already there."""

    text = forms.CharField(  # with tabs; each cell is tidied when it is read
        label=_("Rows pasted from Excel"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "mono", "spellcheck": "false", "wrap": "off"}),
        strip=False,
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_("XLSX or CSV, at most 5 MB and 5,000 rows."),
    )
    adds = forms.BooleanField(label=_("Add to the rows that are already there"), required=False)

    def __init__(self, *args: Any, is_free: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_free:
            del self.fields["adds"]


class CollectionFilterSet(PageFilterSet):
    q = TextFilter(label=_("Title"), field_name="title", lookup_expr="icontains", max_length=40)
    state = SetFilter(label=_("State"), labels=COLLECTION_STATE, blank=ANY)
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().filter_queryset(queryset)
        return found
