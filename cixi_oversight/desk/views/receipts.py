"""Where the gateways report to. No sign-in: the signature is the right; JSON in, JSON out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cixi_oversight import clock
from cixi_oversight.desk.enums import OUTER, Channel
from cixi_oversight.desk.errors import ReceiptUnreadable
from cixi_oversight.desk.services import receipts
from cixi_oversight.errors import DomainError, NotFound
from cixi_oversight.permissions import ANYONE, Permission
from cixi_oversight.web.refusals import STATUS

log = structlog.get_logger(__name__)


@method_decorator(csrf_exempt, name="dispatch")
class Receipts(View):
    permission: ClassVar[Permission] = ANYONE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, channel: str, **_: Any) -> JsonResponse:
        try:
            if channel not in OUTER:
                raise NotFound
            changed = receipts.take(
                channel=Channel(channel),
                path=request.path,
                headers=request.headers,
                body=_body(request),
                now=clock.real_now(),
            )
        except DomainError as error:
            log.warning("receipt_refused", channel=channel[:20], code=error.code)
            return JsonResponse({"code": error.code}, status=STATUS[error.refusal])
        return JsonResponse({"changed": changed}, status=HTTPStatus.OK)


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        raise ReceiptUnreadable from None
