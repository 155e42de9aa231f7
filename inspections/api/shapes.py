"""What is sent and answered of complaints over REST. Nothing of who complained ever comes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from cixi_oversight.api import fields
from cixi_oversight.api.errors import OneOf
from cixi_oversight.api.handler import FieldRefused
from cixi_oversight.personal.services.api_fields import PersonBody
from inspections.enums import Channel, Matter, Outcome
from inspections.models.complaint import REFERENCE_MAX
from inspections.rules.states import ComplaintState

SUMMARY_MAX: Final = 500


class WhichInstitution(fields.StrictSerializer):
    """By its code or by its id in this portal: one of the two."""

    uscc = fields.Uscc(required=False)
    public_id = fields.PublicIdField(required=False)

    def validate(self, attrs: Mapping[str, Any]) -> dict[str, Any]:
        if len(attrs) != 1:
            raise FieldRefused(OneOf(names="uscc, public_id"))
        return dict(attrs)


class ComplaintBody(fields.StrictSerializer):
    institution = WhichInstitution()
    channel = fields.Choice(Channel)
    matter = fields.Choice(Matter)
    reference = fields.ShortText(limit=REFERENCE_MAX, help_text="The sender's own number; once for each sender")
    received_on = fields.Day(help_text="The day it reached the sender; the time to answer runs from then")
    amount_fen = fields.Fen(lowest=1, required=False, help_text="In dispute, in fen; left out if none is")
    summary = fields.ShortText(
        limit=SUMMARY_MAX,
        help_text="What it is about: one line of 500 characters at most, without names and telephones",
    )
    complainant = PersonBody(required=False, help_text="Kept sealed; no answer repeats it")


class NamedInstitution(serializers.Serializer[Any]):
    public_id = serializers.CharField()
    name = serializers.CharField()
    uscc = serializers.CharField(allow_null=True)


class ComplaintReceived(serializers.Serializer[Any]):
    number = serializers.CharField()
    public_id = serializers.CharField()
    reference = serializers.CharField()
    received_on = serializers.DateField()
    due_on = serializers.DateField(help_text="The day by which the bureau answers")


class ComplaintShape(serializers.Serializer[Any]):
    number = serializers.CharField()
    public_id = serializers.CharField()
    reference = serializers.CharField(allow_null=True, help_text="The reader's own number, where it sent the complaint")
    institution = NamedInstitution()
    channel = serializers.ChoiceField(choices=[item.value for item in Channel])
    matter = serializers.ChoiceField(choices=[item.value for item in Matter])
    received_on = serializers.DateField()
    due_on = serializers.DateField()
    amount_fen = serializers.IntegerField(allow_null=True)
    state = serializers.ChoiceField(choices=[item.value for item in ComplaintState])
    is_valid = serializers.BooleanField(allow_null=True, help_text="Null: not judged yet")  # type: ignore[assignment]  # the field of this name, not DRF's own
    outcome = serializers.ChoiceField(choices=[item.value for item in Outcome], allow_null=True)
    resolved_on = serializers.DateField(allow_null=True)


HOTLINE: Final = OpenApiExample(
    "From the 12345 hotline",
    summary="A refund in dispute, with the complainant",
    value={
        "institution": {"uscc": "91330282MA2AJXJR73"},
        "channel": "hotline_12345",
        "matter": "refund",
        "reference": "12345-20261123-000871",
        "received_on": "2026-11-20",
        "amount_fen": 468000,
        "summary": "报名 48 课时，上课 12 课时后机构停课，要求退还剩余费用",
        "complainant": {"name": "令狐冲", "phone": "13500000000"},
    },
    request_only=True,
)
TRANSFER: Final = OpenApiExample(
    "From another department",
    summary="Handed on without money in dispute and without a name",
    value={
        "institution": {"public_id": "7h2k9m4x3qwpn"},
        "channel": "transfer",
        "matter": "advertising",
        "reference": "慈市监转〔2026〕118号",
        "received_on": "2026-11-23",
        "summary": "门店张贴“签约保过”广告，请核查",
    },
    request_only=True,
)
RECEIVED: Final = OpenApiExample(
    "Received",
    value={
        "number": "TS330282-2026-00417",
        "public_id": "c4mz8k2wq7h3t",
        "reference": "12345-20261123-000871",
        "received_on": "2026-11-20",
        "due_on": "2026-12-05",
    },
    response_only=True,
    status_codes=["201"],
)
