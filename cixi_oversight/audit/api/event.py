"""The change feed over REST: /api/v1/events."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cixi_oversight import clock
from cixi_oversight.api import values
from cixi_oversight.api.views import Guarded
from cixi_oversight.audit.models import FeedEvent
from cixi_oversight.audit.rules.access import READ_FEED
from cixi_oversight.audit.rules.feed import PAGE, PAGE_MAX, EventKind
from cixi_oversight.audit.services.feed import read
from cixi_oversight.errors import DomainError

NUMBER_MAX: Final = 2**63 - 1


class EventShape(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="Given once, without gaps over the whole portal")
    kind = serializers.ChoiceField(choices=[kind.value for kind in EventKind])
    subject = serializers.CharField(help_text="What kind of thing: institution, complaint")
    public_id = serializers.CharField(help_text="The thing's id, for the other parts of this API")
    at = serializers.DateTimeField()
    data = serializers.DictField(help_text="Codes and days that changed; nothing personal")  # type: ignore[assignment]


class FeedShape(serializers.Serializer[Any]):
    results = EventShape(many=True)
    next = serializers.IntegerField(help_text="Ask on with `after` = this; everything up to it was looked at")
    last = serializers.IntegerField(help_text="The greatest number so far: until `next` reaches it, ask on at once")
    first = serializers.IntegerField(help_text="The smallest number still kept; 0: none yet")


EXAMPLE: Final = OpenApiExample(
    "A page",
    value={
        "results": [
            {
                "number": 18204,
                "kind": "adopted_code.changed",
                "subject": "institution",
                "public_id": "7h2k9m4x3qwpn",
                "at": "2026-11-23T09:30:00+08:00",
                "data": {"code": "yellow", "on": "2026-11-23"},
            }
        ],
        "next": 18207,
        "last": 18207,
        "first": 1,
    },
    response_only=True,
    status_codes=["200"],
)


class EventsView(Guarded, APIView):
    """What has changed, in the order of numbers. Remember `next` once a page is worked through; a page asked for again
    is the same page, as long as the client's remit is. Institutions that come into the remit later come without their
    earlier events: read them from the register."""

    permission = READ_FEED
    scope = "events"
    http_method_names = ["get", "head"]
    parameters = {"after": 19, "limit": 4}

    @extend_schema(
        operation_id="events",
        summary="The change feed",
        parameters=[
            OpenApiParameter("after", {"type": "integer", "format": "int64", "minimum": 0, "default": 0},
                             description="`next` of the page before; 0 for the beginning"),
            OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": PAGE_MAX, "default": PAGE}),
        ],
        responses={200: FeedShape},
        examples=[EXAMPLE],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        after = _number(request, "after", default=0, lowest=0, highest=NUMBER_MAX)
        limit = _number(request, "limit", default=PAGE, lowest=1, highest=PAGE_MAX)
        page = read(self.viewer, after=after, limit=limit)
        results = [shape(event) for event in page.events]
        return Response({"results": results, "next": page.next, "last": page.last, "first": page.first})


def shape(event: FeedEvent) -> dict[str, Any]:
    return {
        "number": event.number,
        "kind": event.kind,
        "subject": event.subject_kind,
        "public_id": event.public_id,
        "at": event.at.astimezone(clock.SHANGHAI),
        "data": event.data,
    }


def _number(request: Request, name: str, *, default: int, lowest: int, highest: int) -> int:
    text = request.query_params.get(name)
    try:
        return default if text is None else values.between(values.whole(text), lowest, highest)
    except DomainError as problem:
        problem.field = name
        raise
