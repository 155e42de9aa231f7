"""Admission cases over REST: an authority's system reads those it has a part in, signs for its steps, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cixi_oversight import clock
from cixi_oversight.api import fields, filters
from cixi_oversight.api.idempotency import PARAMETER, idempotent
from cixi_oversight.api.pages import Ordering
from cixi_oversight.api.views import Guarded, ReadViewSet
from cixi_oversight.errors import NotFound
from cixi_oversight.permissions import ViewerKind
from institutions.enums.cases import CaseKind, CaseState, Decision, StepParty, StepPhase, StepState, StepVerb
from institutions.models import CaseStep, RegistrationCase
from institutions.rules.access.cases import ANSWER_STEP, VIEW_CASES
from institutions.services.cases import steps
from institutions.services.cases.reading import whose

ANSWER_MAX: Final = 1000


def _values(kind: Any) -> list[str]:
    return [one.value for one in kind]


class CaseStepShape(serializers.Serializer[Any]):
    """An authority's step with its receipt: handed over, seen, signed for, answered, and by when."""

    public_id = serializers.CharField()
    key = serializers.CharField()
    phase = serializers.ChoiceField(choices=_values(StepPhase))
    party = serializers.ChoiceField(choices=_values(StepParty))
    authority = serializers.CharField()
    state = serializers.ChoiceField(choices=_values(StepState))
    due_on = serializers.DateField(allow_null=True)
    handed_over_at = serializers.DateTimeField(allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField(allow_null=True)


class CaseInstitutionShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()


class CaseShape(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    kind = serializers.ChoiceField(choices=_values(CaseKind))
    state = serializers.ChoiceField(choices=_values(CaseState))
    since = serializers.DateTimeField()
    title = serializers.CharField()
    institution = CaseInstitutionShape(allow_null=True)
    application = serializers.DictField(help_text="What was entered, by the fields of the kind; sums in fen")
    submitted_at = serializers.DateTimeField(allow_null=True)
    accepted_on = serializers.DateField(allow_null=True)
    decision = serializers.ChoiceField(choices=_values(Decision), allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    reasons = serializers.CharField(allow_null=True)
    result_number = serializers.CharField(allow_null=True)
    steps = CaseStepShape(many=True)
    version = serializers.IntegerField()
    updated_at = serializers.DateTimeField()


class CaseFilters(filters.StrictFilterSet):
    kind = filters.member_of(CaseKind)
    state = filters.member_of(CaseState)
    updated_since = filters.moment(field_name="changed_at", lookup_expr="gte")

    class Meta:
        model = RegistrationCase
        fields: list[str] = []


@extend_schema_view(
    list=extend_schema(operation_id="cases", summary="Admission cases in which you have a part"),
    retrieve=extend_schema(operation_id="case", summary="One admission case with its steps"),
)
class CaseViewSet(ReadViewSet):
    """Admission cases. Reading one over REST is the delivery of the steps that lie on the reader's desk."""

    permission = VIEW_CASES
    scope = "cases"
    queryset = RegistrationCase.objects.none()
    serializer_class = CaseShape
    filterset_class = CaseFilters
    orderings = {
        "id": Ordering("pk"),
        "-id": Ordering("pk", descending=True),
        "updated_at": Ordering("changed_at"),
    }

    def scoped(self) -> QuerySet[Any]:
        found: QuerySet[Any] = RegistrationCase.objects.visible_to(self.viewer)
        return found

    def rows(self, keys: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        if self.viewer.kind is ViewerKind.CLIENT:
            steps.deliver_many(keys, by=self.viewer, at=clock.now())
        rows = RegistrationCase.objects.filter(pk__in=keys).select_related("institution", "result")
        by_case: dict[int, list[CaseStep]] = {}
        for step in CaseStep.objects.filter(case__in=keys).select_related("department", "town").order_by("place", "pk"):
            by_case.setdefault(step.case_id, []).append(step)
        return {row.pk: shape(row, by_case.get(row.pk, [])) for row in rows}


class StepAnswerBody(fields.StrictSerializer):
    """`receive` signs for it; `agree` and `object` answer before the decision, `report_done` a registration after."""

    verb = fields.Choice(StepVerb)
    answer = fields.ShortText(limit=ANSWER_MAX, required=False, help_text="Needed with `object`; no telephones")
    checks = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=20,
        help_text="Keys of the points that hold",
    )
    registration_number = fields.ShortText(limit=40, required=False)
    registered_on = fields.Day(required=False)


RECEIVE: Final = OpenApiExample("Sign for it", value={"verb": "receive"}, request_only=True)
AGREE: Final = OpenApiExample("Agree", value={"verb": "agree", "answer": "名称和章程符合规定"}, request_only=True)
DONE: Final = OpenApiExample(
    "Report a registration",
    value={"verb": "report_done", "registration_number": "52330282MJ9999999X", "registered_on": "2026-11-20"},
    request_only=True,
)


class CaseStepView(Guarded, APIView):
    """One step: signed for and answered on behalf of the authority that it was handed to."""

    http_method_names = ["get", "head", "post"]
    permission = VIEW_CASES
    permissions = {"POST": ANSWER_STEP}
    scope = "cases"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Out of scope is not found, whatever else the request lacks."""
        super().initial(request, *args, **kwargs)
        self.step = self._step(kwargs["public_id"], kwargs["step_id"])

    @extend_schema(operation_id="case_step", summary="A step with its receipt", responses={200: CaseStepShape})
    def get(self, request: Request, public_id: str, step_id: str) -> Response:
        steps.deliver_many([self.step.case_id], by=self.viewer, at=clock.now())
        return Response(step_shape(self._step(public_id, step_id)))

    @extend_schema(
        operation_id="answer_case_step",
        summary="Sign for a step, or answer it",
        request=StepAnswerBody,
        responses={201: CaseStepShape},
        parameters=[PARAMETER],
        examples=[RECEIVE, AGREE, DONE],
    )
    @idempotent
    def post(self, request: Request, public_id: str, step_id: str) -> Response:
        said = StepAnswerBody(data=request.data).accepted()
        verb = StepVerb(said["verb"])
        if verb is StepVerb.RECEIVE:
            steps.receive_step(step=self.step, by=self.viewer, at=clock.now())
        else:
            steps.answer_step(
                step=self.step,
                verb=verb,
                answer=said.get("answer", ""),
                checks=dict.fromkeys(said.get("checks", []), True),
                number=said.get("registration_number", ""),
                registered_on=said.get("registered_on"),
                by=self.viewer,
                at=clock.now(),
            )
        return Response(step_shape(self._step(public_id, step_id)), status=201)

    def _step(self, public_id: str, step_id: str) -> CaseStep:
        if not all(one.isascii() and one.isalnum() for one in (public_id, step_id)):
            raise NotFound
        seen = RegistrationCase.objects.visible_to(self.viewer).filter(public_id=public_id)
        rows = CaseStep.objects.filter(case__in=seen, public_id=step_id).select_related("department", "town")
        found: CaseStep | None = rows.exclude(state=StepState.PENDING).first()
        if found is None:
            raise NotFound
        return found


def shape(row: RegistrationCase, rows: Sequence[CaseStep]) -> dict[str, Any]:
    institution = row.institution
    return {
        "public_id": row.public_id,
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "since": _local(row.since),
        "title": row.title,
        "institution": {"public_id": institution.public_id, "name": institution.name} if institution else None,
        "application": row.payload,
        "submitted_at": _local(row.submitted_at),
        "accepted_on": row.accepted_on,
        "decision": row.decision or None,
        "decided_on": row.decided_on,
        "reasons": row.reasons or None,
        "result_number": row.result.number if row.result else None,
        "steps": [step_shape(step) for step in rows],
        "version": row.version,
        "updated_at": _local(row.changed_at),
    }


def step_shape(step: CaseStep) -> dict[str, Any]:
    return {
        "public_id": step.public_id,
        "key": step.key,
        "phase": step.phase,
        "party": step.party,
        "authority": whose(step),
        "state": step.state,
        "due_on": step.due_on,
        "handed_over_at": _local(step.handed_over_at),
        "delivered_at": _local(step.delivered_at),
        "received_at": _local(step.received_at),
        "answered_at": _local(step.answered_at),
        "answer": step.answer or None,
    }


def _local(at: Any) -> Any:
    return at.astimezone(clock.SHANGHAI) if at else None
