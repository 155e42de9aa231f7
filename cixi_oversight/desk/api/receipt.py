"""Receipts over REST: a department's system says that it has an assignment, takes it on, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cixi_oversight import clock
from cixi_oversight.api import fields
from cixi_oversight.api.errors import FieldMissing, FieldUnknown
from cixi_oversight.api.handler import FieldRefused
from cixi_oversight.api.idempotency import PARAMETER, idempotent
from cixi_oversight.api.views import Guarded
from cixi_oversight.desk.enums import PartyRole, ReceiptState, ReceiptVerb
from cixi_oversight.desk.models import Assignment, Receipt
from cixi_oversight.desk.rules.access import GIVE_RECEIPT, READ_ASSIGNMENTS
from cixi_oversight.desk.services import handover, reading
from cixi_oversight.errors import NotFound

ANSWER_MAX: Final = 1000


class ReceiptBody(fields.StrictSerializer):
    verb = fields.Choice(ReceiptVerb)
    answer = fields.ShortText(
        limit=ANSWER_MAX, required=False, help_text="With `answer` only: what came of it, one line, no telephones"
    )

    def validate(self, attrs: Mapping[str, Any]) -> dict[str, Any]:
        is_answer = attrs["verb"] is ReceiptVerb.ANSWER
        if is_answer is not ("answer" in attrs):
            problem = FieldMissing() if is_answer else FieldUnknown(name="answer")
            error = serializers.ValidationError("")
            error.detail = {"answer": FieldRefused(problem).detail}
            raise error
        return dict(attrs)


class ReceiptShape(serializers.Serializer[Any]):
    party = serializers.CharField(help_text="Department or town")
    role = serializers.ChoiceField(choices=[role.value for role in PartyRole])
    state = serializers.ChoiceField(choices=[state.value for state in ReceiptState], allow_null=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField(allow_null=True)


class ReceiptsShape(serializers.Serializer[Any]):
    results = ReceiptShape(many=True)


ACCEPT: Final = OpenApiExample("Accept", value={"verb": "accept"}, request_only=True)
ANSWER: Final = OpenApiExample(
    "Answer", value={"verb": "answer", "answer": "已到现场核查，机构已撤下广告并整改"}, request_only=True
)


class ReceiptsView(Guarded, APIView):
    """Each party's receipt. Reading the assignment over REST is its delivery; accepting and answering are sent."""

    http_method_names = ["get", "head", "post"]
    permission = READ_ASSIGNMENTS
    permissions = {"POST": GIVE_RECEIPT}
    scope = "assignments"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Out of scope is not found, whatever else the request lacks."""
        super().initial(request, *args, **kwargs)
        self.assignment = self._assignment(kwargs["public_id"])

    @extend_schema(operation_id="receipts", summary="Who has it, took it on, answered", responses={200: ReceiptsShape})
    def get(self, request: Request, public_id: str) -> Response:
        row = self.assignment
        handover.deliver([row.pk], by=self.viewer, at=clock.now())
        given = handover.receipts_of(row)
        named = [one for one in reading.parties_of([row.pk]).get(row.pk, []) if one.kind != "institution"]
        return Response({"results": [shape(one, given.get(one.row.pk)) for one in named]})

    @extend_schema(
        operation_id="give_receipt",
        summary="Accept an assignment, or answer it",
        request=ReceiptBody,
        responses={201: ReceiptShape},
        parameters=[PARAMETER],
        examples=[ACCEPT, ANSWER],
    )
    @idempotent
    def post(self, request: Request, public_id: str) -> Response:
        row = self.assignment
        said = ReceiptBody(data=request.data).accepted()
        made = handover.answer(
            assignment=row, verb=said["verb"], text=said.get("answer", ""), by=self.viewer, at=clock.now()
        )
        named = next(one for one in reading.parties_of([row.pk])[row.pk] if one.row.pk == made.party_id)
        return Response(shape(named, made), status=201)

    def _assignment(self, public_id: str) -> Any:
        if not public_id.isascii() or not public_id.isalnum():
            raise NotFound
        row = Assignment.objects.visible_to(self.viewer).filter(public_id=public_id).first()
        if row is None:
            raise NotFound
        return row


def shape(named: reading.Named, receipt: Receipt | None) -> dict[str, Any]:
    moments = {
        name: found.astimezone(clock.SHANGHAI) if (found := getattr(receipt, name, None)) else None
        for name in ("delivered_at", "accepted_at", "answered_at")
    }
    return {
        "party": named.name,
        "role": named.row.role,
        "state": receipt.state if receipt else None,
        **moments,
        "answer": receipt.answer or None if receipt else None,
    }
