"""An admission case (准入登记案): one application through one window, from draft to result.

`payload` is what the applicant entered, by the fields of the kind's table (`rules/cases`). Names and telephones of
persons are contacts in the vault, never here.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q

from cixi_oversight.documents.models import Paper
from cixi_oversight.permissions import Role, Viewer, ViewerKind
from cixi_oversight.personal.models import Person
from cixi_oversight.records import PublicId, Versioned
from cixi_oversight.transitions import Transition
from institutions.enums.cases import AT_COUNTER, OPEN, RUNNING, CaseKind, CaseOrigin, CaseState, Decision, StepState
from institutions.models.institution import AUTHORITIES, Institution

SUBJECT = "registration_case"
ON_DESK = (StepState.WAITING, StepState.RECEIVED)
_WINDOW = frozenset({Role.SERVICE_CENTRE_CLERK, Role.REGISTRAR, Role.SECTION_CHIEF})


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class RegistrationCaseQuerySet(models.QuerySet["RegistrationCase"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Staff: the county's, their towns', those with a step of their department or of an institution for which it
        is an authority; drafts only of the counter. An institution its own. An applicant who is not on the register yet
        the one that the signed link opens."""
        if viewer.kind is ViewerKind.SYSTEM:
            return self
        if viewer.kind is ViewerKind.LINK:
            kind, pk = viewer.subject or ("", 0)
            return self.filter(pk=pk if kind == SUBJECT else 0, origin=CaseOrigin.APPLICANT)
        if viewer.kind is ViewerKind.PUBLIC:
            return self.none()
        own = Q(institution_id__in=viewer.institution_ids)
        scope = Q(pk__in=[])
        if viewer.county_wide:
            scope |= Q(county_id__in=viewer.county_ids)
        if viewer.town_ids:
            scope |= Q(town_id__in=viewer.town_ids)
        if viewer.department_ids:
            steps = CaseStep.objects.filter(case=OuterRef("pk"), department_id__in=viewer.department_ids)
            scope |= Q(Exists(steps.exclude(state=StepState.PENDING)))
            for authority in AUTHORITIES:
                scope |= Q(**{f"institution__{authority}_authority_id__in": viewer.department_ids})
        drafts = Q(state=CaseState.DRAFT)
        at_counter = Q(origin__in=AT_COUNTER) if viewer.roles & _WINDOW else Q(pk__in=[])
        return self.filter(own | (scope & (~drafts | at_counter)))

    def running(self) -> Self:
        """Submitted and not ended."""
        return self.filter(state__in=sorted(RUNNING))

    def open(self) -> Self:
        return self.filter(state__in=sorted(OPEN))

    def with_step_of(self, viewer: Viewer) -> Self:
        """Those of which a step lies on the viewer's desk: the department's or the town's."""
        return self.filter(Exists(CaseStep.objects.on_desk_of(viewer).filter(case=OuterRef("pk"))))


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), exclude=["public_id", "county", "applicant", "created_at", "created_by"]
)
class RegistrationCase(Versioned):
    public_id = PublicId()
    county = models.ForeignKey("users.County", models.PROTECT, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="cases")  # entry: once granted
    number = models.CharField(max_length=30, null=True, unique=True)  # taken when it is submitted; no gaps
    kind = models.CharField(max_length=24, choices=_choices(CaseKind))
    origin = models.CharField(max_length=12, choices=_choices(CaseOrigin))
    state = models.CharField(max_length=12, default=CaseState.DRAFT, choices=_choices(CaseState))
    since = models.DateTimeField()  # of the present state: "waited for since"
    applicant = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # of an entry: whom to reach
    title = models.CharField(max_length=120)  # whose case it is: the institution's name, or the one applied for
    payload = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict)  # why a returned item stays as it is: "round.target.key" -> text
    submitted_at = models.DateTimeField(null=True)  # the first time
    accepted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decision = models.CharField(max_length=12, blank=True, choices=_choices(Decision))
    reasons = models.CharField(max_length=1000, blank=True)  # of the decision, as the paper says them
    legal_basis = models.CharField(max_length=400, blank=True)
    confirmed = models.JSONField(
        default=dict
    )  # clearances that nobody's system answers, confirmed by hand: topic -> why
    result = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)

    objects: ClassVar[Any] = RegistrationCaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["county", "state", "since"], name="case_county_state"),
            models.Index(fields=["institution", "id"], name="case_institution"),
            models.Index(fields=["town", "state"], name="case_town"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind"], condition=Q(state__in=sorted(OPEN)), name="case_one_open_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.DRAFT) | Q(number__isnull=False) | Q(state=CaseState.WITHDRAWN),
                name="case_numbered",
            ),
            models.CheckConstraint(
                condition=Q(kind=CaseKind.ENTRY) | Q(institution__isnull=False), name="case_of_an_institution"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["following", "completed", "refused"]) | Q(result__isnull=False),
                name="case_decided_by_paper",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.public_id


class CaseTransition(Transition):
    """The legal record of a case."""

    case = models.ForeignKey(RegistrationCase, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["case", "recorded_at"], name="case_transition_at")]


class CaseStepQuerySet(models.QuerySet["CaseStep"]):
    def on_desk_of(self, viewer: Viewer) -> Self:
        """Handed to the viewer's department or town and not answered."""
        mine = Q(department_id__in=viewer.department_ids) | Q(town_id__in=viewer.town_ids)
        return self.filter(mine, state__in=ON_DESK)


class CaseStep(models.Model):
    """What one authority does in a case, with its receipt (签收): handed over, received, answered, by when."""

    public_id = PublicId()
    case = models.ForeignKey(RegistrationCase, models.PROTECT, related_name="steps")
    key = models.CharField(max_length=40)  # in the kind's table
    place = models.PositiveSmallIntegerField()  # steps of one place run side by side
    phase = models.CharField(max_length=10)
    party = models.CharField(max_length=20)
    department = models.ForeignKey("users.Department", models.PROTECT, null=True, related_name="+")
    town = models.ForeignKey("users.Town", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, default=StepState.PENDING, choices=_choices(StepState))
    due_on = models.DateField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)  # first seen, or fetched by its system
    received_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("users.Actor", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=1000, blank=True)
    checks = models.JSONField(default=dict)  # check -> bool, of a step that has a list
    facts = models.JSONField(default=dict)  # of a registration: number, day

    objects: ClassVar[Any] = CaseStepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["department", "state"], name="case_step_department"),
            models.Index(fields=["town", "state"], name="case_step_town"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="case_step_once"),
            models.CheckConstraint(
                condition=Q(department__isnull=False, town=None) | Q(department=None, town__isnull=False),
                name="case_step_is_somebodys",
            ),
        ]


class CaseStepTransition(Transition):
    """Who was handed a step, received and answered it, when."""

    step = models.ForeignKey(CaseStep, models.PROTECT, related_name="transitions")

    class Meta:
        indexes = [models.Index(fields=["step", "recorded_at"], name="case_step_transition_at")]
