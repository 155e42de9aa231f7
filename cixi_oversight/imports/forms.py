"""Forms of the import pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import django_filters
from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cixi_oversight.imports.enums import BatchState, Decision
from cixi_oversight.imports.errors import FileTooLarge
from cixi_oversight.imports.models import ImportBatch, OpenMatch
from cixi_oversight.imports.rules.labels import DECISION, STATE
from cixi_oversight.imports.rules.limits import FILE_BYTES_MAX, MIB
from cixi_oversight.imports.services.profiles import all_profiles
from cixi_oversight.imports.services.targets import TARGETS, Side
from cixi_oversight.web.fields import PlainCharField
from cixi_oversight.web.filters import PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded

_worded = lazy(worded, str)


def profile_choices() -> list[tuple[str, str]]:
    chinese = (get_language() or "").startswith("zh")
    return [(each.key, each.label_zh if chinese else each.label_en) for each in all_profiles()]


class BatchFilterSet(PageFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(state.value, _worded(STATE[state])) for state in BatchState]
    )
    profile = django_filters.ChoiceFilter(label=_("Profile"), choices=profile_choices)

    class Meta:
        model = ImportBatch
        fields = ["state", "profile"]


def _reasons() -> list[tuple[str, str]]:
    return [(code, worded(label)) for target in TARGETS.all() for code, label in target.doubts.items()]


class OpenMatchFilterSet(PageFilterSet):
    reason = django_filters.ChoiceFilter(label=_("Why a person is asked"), choices=_reasons)

    class Meta:
        model = OpenMatch
        fields = ["reason"]


class SheetForm(OfficeForm):
    """A file, or rows pasted from a sheet with their headings: one of the two."""

    profile = forms.ChoiceField(
        label=_("Kind of sheet"),
        choices=profile_choices,
        help_text=_("Says which headings the sheet has and how dates and amounts are written in it."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("Excel (.xlsx) or CSV, up to 20 MB. The file is read and not kept."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
    )
    pasted = forms.CharField(
        label=_("Or paste from a sheet"),
        required=False,
        strip=False,
        help_text=_("Mark the rows in the spreadsheet together with the headings, copy, and paste them here."),
        widget=forms.Textarea(attrs={"rows": 6, "wrap": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file, pasted = cleaned.get("file"), (cleaned.get("pasted") or "").strip()
        if bool(file) == bool(pasted) and not self.errors:
            self.add_error("file", gettext("Choose a file or paste rows: one of the two."))
        if file and file.size > FILE_BYTES_MAX:
            self.add_refusal(FileTooLarge(field="file", megabytes=-(-file.size // MIB), limit=FILE_BYTES_MAX // MIB))
        return cleaned


class NoticeForm(OfficeForm):
    """The yearly notice of holidays: a file, or the same pasted."""

    year = forms.IntegerField(label=_("Year"), min_value=2004, max_value=2099)
    source = PlainCharField(
        label=_("Notice"), max_length=200, help_text=_("Title and number of the State Council's notice.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        help_text=_("JSON of the holiday collection, or Excel or CSV with the columns 日期, 名称, 放假/上班."),
        widget=forms.FileInput(attrs={"accept": ".json,.xlsx,.csv,.txt"}),
    )
    pasted = forms.CharField(
        label=_("Or paste it"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "wrap": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("file")) == bool((cleaned.get("pasted") or "").strip()) and not self.errors:
            self.add_error("file", gettext("Choose a file or paste rows: one of the two."))
        return cleaned


class DecisionForm(OfficeForm):
    """What becomes of a row that no rule could place."""

    decision = forms.ChoiceField(label=_("What the row is"), widget=forms.RadioSelect)
    subject = forms.ChoiceField(label=_("Record it belongs to"), required=False)
    why = PlainCharField(label=_("Reason"), max_length=400, help_text=_("For example: seen on the new permit."))

    def __init__(self, *args: Any, sides: Sequence[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = list(Decision) if sides else [Decision.NEW, Decision.SKIP]
        choices: dict[str, list[tuple[str, str]]] = {
            "decision": [(each.value, worded(DECISION[each])) for each in possible],
            "subject": [(str(side.id), side.title) for side in sides],
        }
        for name, allowed in choices.items():
            cast("forms.ChoiceField", self.fields[name]).choices = allowed
        if not sides:
            del self.fields["subject"]
