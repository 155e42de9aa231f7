"""Forms and filters of assignments and working groups."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from cixi_oversight.audit.services.institutions import INSTITUTIONS
from cixi_oversight.desk.enums import AssignmentState, GroupKind, PartyRole
from cixi_oversight.desk.models import Assignment, AssignmentParty, WorkingGroup
from cixi_oversight.desk.rules import labels
from cixi_oversight.desk.rules.workflow import ENDED
from cixi_oversight.desk.services.parties import Owner
from cixi_oversight.errors import msg
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import Department, DepartmentMembership, Town, User
from cixi_oversight.web.fields import DayField, DocumentField, EnumField, PlainCharField
from cixi_oversight.web.filters import DayFilter, Default, PageFilterSet
from cixi_oversight.web.forms import OfficeForm
from cixi_oversight.web.words import worded

_NAMED_MAX = 6
THE_INSTITUTION = "institution"


class InstitutionField(PlainCharField):
    """An institution of the viewer's scope by name or code; answers its id."""

    viewer: Viewer

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        asked = INSTITUTIONS.ask()
        if not text or asked is None:
            return None
        ids = list(asked.found(self.viewer, text).values_list("pk", flat=True)[: _NAMED_MAX + 1])
        names = {pk: name for pk, (name, _url) in asked.named(ids).items()}
        same = [pk for pk, name in names.items() if name == text]
        if len(same) == 1 or len(ids) == 1:
            return int((same or ids)[0])
        if not ids:
            raise ValidationError(_("No institution found. Write a part of its name, or its code."), code="none")
        raise ValidationError(
            _("Several institutions fit: %(names)s. Write the whole name or the code."),
            code="several",
            params={"names": "、".join(list(names.values())[:_NAMED_MAX])},
        )


def _offices(county_id: int) -> Any:
    """Departments that can have work; the association, which sees no assignments, is none."""
    rows = Department.objects.filter(county=county_id, town=None).exclude(kind=DepartmentKind.ASSOCIATION)
    return rows.order_by("pk")


class PartiesForm(OfficeForm):
    """Owner and co-owners of a county. `institution_name` is that of what it is about, where there is one."""

    owner = forms.ChoiceField(label=_("Owner in charge"))
    co_departments = forms.MultipleChoiceField(
        label=_("Co-owning departments"), required=False, widget=forms.CheckboxSelectMultiple
    )
    co_towns = forms.MultipleChoiceField(
        label=_("Co-owning towns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    co_institution = forms.BooleanField(
        label=_("The institution is a co-owner and sees the assignment"), required=False
    )

    def __init__(self, *args: Any, county_id: int, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = list(Town.objects.filter(county=county_id))
        offices = _offices(county_id)
        self.places: dict[str, Owner] = {f"town-{town.pk}": Owner(town=town) for town in towns}
        self.places |= {f"department-{one.pk}": Owner(department=one) for one in offices}
        names = {key: (one.town or one.department).name for key, one in self.places.items()}  # type: ignore[union-attr]
        of = {kind: [(k, names[k]) for k in names if k.startswith(kind)] for kind in ("town", "department")}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", worded(msg("Please choose"))),
            (worded(msg("Towns")), of["town"]),
            (worded(msg("Departments")), of["department"]),
            (THE_INSTITUTION, worded(msg("The institution itself"))),
        ]
        self.fields["co_departments"].choices = of["department"]  # type: ignore[attr-defined]
        self.fields["co_towns"].choices = of["town"]  # type: ignore[attr-defined]

    @property
    def institution_id(self) -> int | None:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        wants = cleaned.get("owner") == THE_INSTITUTION or cleaned.get("co_institution")
        if wants and not self.errors and self.institution_id is None:
            self.add_error("owner", _("Say which institution it is about, or choose another owner."))
        return cleaned

    @property
    def parties(self) -> dict[str, Any]:
        """`owner` and `co_owners` as the service takes them."""
        data = self.cleaned_data
        its = Owner(institution_id=self.institution_id)
        owner = its if data["owner"] == THE_INSTITUTION else self.places[data["owner"]]
        others = [self.places[key] for key in (*data["co_departments"], *data["co_towns"])]
        return {"owner": owner, "co_owners": [*others, *([its] if data["co_institution"] else [])]}


class AssignForm(PartiesForm):
    title = PlainCharField(label=_("Title"), max_length=120)
    task = PlainCharField(
        label=_("What is asked"),
        max_length=1000,
        lines=True,
        help_text=_(
            "What to do and by what it counts as done. All parties read it: no names or telephones of persons."
        ),
    )
    source_kind = EnumField(labels.FREE_SOURCE, label=_("Assigned from"))
    source_text = PlainCharField(
        label=_("Which one"), max_length=200, required=False, help_text=_("Title and number, or day of the meeting.")
    )
    institution = InstitutionField(
        label=_("Institution concerned"),
        max_length=120,
        required=False,
        help_text=_("Whole name, or unified social credit code. Empty if it is about none in particular."),
    )
    due_on = DayField(label=_("Due day of the assignment"))
    group = forms.ModelChoiceField(
        label=_("Working group"), queryset=WorkingGroup.objects.none(), required=False, empty_label=_("No group")
    )
    field_order = (
        "title",
        "task",
        "source_kind",
        "source_text",
        "institution",
        "owner",
        "co_departments",
        "co_towns",
        "co_institution",
        "due_on",
        "group",
    )

    def __init__(self, *args: Any, about: Any = None, county_id: int, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, county_id=county_id, viewer=viewer, **kwargs)
        self.about = about
        field = self.fields["institution"]
        if isinstance(field, InstitutionField):
            field.viewer = viewer
        groups = self.fields["group"]
        groups.queryset = WorkingGroup.objects.visible_to(viewer).filter(county=county_id)  # type: ignore[attr-defined]
        groups.label_from_instance = group_name  # type: ignore[attr-defined]
        if about is not None:
            del self.fields["source_kind"], self.fields["source_text"], self.fields["institution"]

    @property
    def institution_id(self) -> int | None:
        found = self.about.institution_id if self.about is not None else self.cleaned_data.get("institution")
        return None if found is None else int(found)


def group_name(group: WorkingGroup) -> str:
    return worded(labels.GROUP[GroupKind(group.kind)])


class ReassignForm(PartiesForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)
    due_on = DayField(label=_("Due day of the assignment"))

    def __init__(self, *args: Any, about_institution: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about_institution = about_institution

    @property
    def institution_id(self) -> int | None:
        return self.about_institution


class StepForm(OfficeForm):
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class OptionalStepForm(OfficeForm):
    why = PlainCharField(label=_("Note"), max_length=300, lines=True, required=False)


class DatedStepForm(StepForm):
    due_on = DayField(label=_("Due day of the assignment"))


class NoteForm(OfficeForm):
    text = PlainCharField(
        label=_("How far it has come"),
        max_length=1000,
        lines=True,
        help_text=_("Without names and telephones of persons."),
    )
    file = DocumentField(label=_("File"), required=False, help_text=_("A photograph, PDF or XLSX."))


class InsideNoteForm(NoteForm):
    shown_outside = forms.BooleanField(label=_("The institution may read it"), required=False)


class RemindForm(OfficeForm):
    text = PlainCharField(
        label=_("What is urged"), max_length=300, lines=True, help_text=_("All parties are told and read it.")
    )


class AskForm(OfficeForm):
    until = DayField(label=_("More time until"))
    why = PlainCharField(label=_("Reason"), max_length=300, lines=True)


class DecideForm(OfficeForm):
    decision = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Grant")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    answer = PlainCharField(
        label=_("Answer"), max_length=300, lines=True, required=False, help_text=_("A refusal says why.")
    )


class GroupForm(OfficeForm):
    lead = forms.ModelChoiceField(label=_("Lead department"), queryset=Department.objects.none())
    duty = PlainCharField(label=_("Duty"), max_length=500, lines=True, required=False)

    def __init__(self, *args: Any, county_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Department.objects.filter(county=county_id, town=None).order_by("pk")
        self.fields["lead"].queryset = offices  # type: ignore[attr-defined]


class MemberForm(OfficeForm):
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.none(), required=False, help_text=_("Or a person, below.")
    )
    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), required=False)
    post = EnumField(labels.POST, label=_("Post"))
    from_on = DayField(label=_("Member from"))

    def __init__(self, *args: Any, county_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.filter(county=county_id).order_by("pk")  # type: ignore[attr-defined]
        here = DepartmentMembership.objects.filter(department__county=county_id, to_on=None).values("user")
        people = User.objects.filter(pk__in=here, is_active=True).order_by("name")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class EndMemberForm(OfficeForm):
    to_on = DayField(label=_("Last day"))
    why = PlainCharField(label=_("Reason"), max_length=200)


class TextFilter(django_filters.Filter):
    field_class = PlainCharField


class SetFilter(django_filters.Filter):
    field_class = EnumField


_ALIVE = "alive"


class AssignmentFilterSet(PageFilterSet):
    """The list begins with what has not ended."""

    q = TextFilter(label=_("Number, title or institution"), max_length=64, method="find")
    state = django_filters.ChoiceFilter(label=_("State"), method="by_state", empty_label=_("Any"))
    party = django_filters.ChoiceFilter(label=_("Owner"), method="by_party", empty_label=_("Any"))
    whose = django_filters.ChoiceFilter(
        label=_("Next step"), choices=[("mine", _("Mine"))], method="by_step", empty_label=_("Anybody's")
    )
    source = SetFilter(label=_("Assigned from"), field_name="source_kind", labels=labels.SOURCE, blank=msg("Any"))
    group = SetFilter(label=_("Working group"), field_name="group__kind", labels=labels.GROUP, blank=msg("Any"))
    due_from = DayFilter(label=_("Due from"), field_name="due_on", lookup_expr="gte")
    due_to = DayFilter(label=_("Due until"), field_name="due_on", lookup_expr="lte")

    default = Default("state", _ALIVE, "all", unless=frozenset({"q", "whose"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["state"].extra["choices"] = [
            ("all", _("All states")),
            (_ALIVE, _("Not ended")),
            ("overdue", _("Overdue")),
            *((state.value, worded(labels.STATE[state])) for state in AssignmentState),
        ]
        counties = self.viewer.county_ids
        self.filters["party"].extra["choices"] = [
            *((f"town-{one.pk}", one.name) for one in Town.objects.filter(county__in=counties)),
            *((f"department-{one.pk}", one.name) for county_id in sorted(counties) for one in _offices(county_id)),
        ]

    def find(self, rows: Any, _name: str, typed: str) -> Any:
        hit = Q(number__iexact=typed.strip()) | Q(title__icontains=typed.strip())
        asked = INSTITUTIONS.ask()
        if asked is not None:
            hit |= Q(institution_id__in=asked.found(self.viewer, typed))
        return rows.filter(hit)

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        if value == "all":
            return rows
        if value == _ALIVE:
            return rows.exclude(state__in=sorted(ENDED))
        return rows.overdue(self.request.business_at.date()) if value == "overdue" else rows.filter(state=value)

    def by_party(self, rows: Any, _name: str, value: str) -> Any:
        kind, _dash, pk = value.partition("-")
        owned = AssignmentParty.objects.current().filter(role=PartyRole.OWNER, assignment=OuterRef("pk"))
        return rows.filter(Exists(owned.filter(**{f"{kind}_id": int(pk)})))

    def by_step(self, rows: Any, _name: str, _value: str) -> Any:
        return rows.filter(pk__in=Assignment.objects.mine(self.viewer).values("pk"))
