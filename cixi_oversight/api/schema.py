"""OpenAPI: what every operation may answer besides its result."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from cixi_oversight.api.views import Guarded
from cixi_oversight.permissions import SIGNED_IN

_SENTENCE: Final = {"type": "string"}
_ENTRY: Final = {
    "code": {"type": "string", "description": "Stable; for programs"},
    "message": _SENTENCE | {"description": "简体中文"},
    "message_en": _SENTENCE,
    "field": {"type": "string", "nullable": True, "description": "Field or parameter"},
    "row": {"type": "integer", "nullable": True},
    "figures": {"type": "object", "additionalProperties": True},
}
REFUSAL: Final[dict[str, Any]] = {
    "type": "object",
    "required": [*_ENTRY, "request_id"],
    "additionalProperties": False,
    "properties": _ENTRY
    | {
        "request_id": {"type": "string", "description": "For reports to the operator"},
        "problems": {"type": "array", "items": {"type": "object", "properties": _ENTRY, "required": [*_ENTRY]}},
    },
}
_REFUSALS: Final = {
    "400": "The request is not readable",
    "401": "Not signed in",
    "403": "Without the right",
    "404": "Missing or out of scope",
    "405": "Not with this method",
    "406": "Another form of answer than JSON is asked for",
    "414": "The address is longer than 8,192 characters",
    "415": "Another encoding than UTF-8",
    "429": "Too many requests; Retry-After says when to come again",
    "503": "Try again",
}


_OF_WRITES: Final = {
    "409": "Not in the present state, or the same request is still running",
    "413": "The body is too large",
    "422": "A rule refuses it, or the Idempotency-Key was used for something else",
}


class PortalSessionScheme(OpenApiAuthenticationExtension):
    target_class = "cixi_oversight.api.authentication.PortalSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class ClientKeyScheme(OpenApiAuthenticationExtension):
    target_class = "cixi_oversight.users.api.authentication.ClientKey"
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        how = "For departments' systems: `Api-Key` and the key. The key's client needs the scope of the operation."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": how}


def add_refusals(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Post-processing hook: the refusals are the same everywhere, so no view lists them."""
    result["components"].setdefault("schemas", {})["Refusal"] = REFUSAL
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for operations in result["paths"].values():
        for method, operation in operations.items():
            for status, description in (_REFUSALS | (_OF_WRITES if method == "post" else {})).items():
                operation["responses"].setdefault(status, {"description": description, "content": content})
    return result


class SchemaView(Guarded, SpectacularJSONAPIView):
    permission = SIGNED_IN
    http_method_names = ["get", "head"]


class DocsView(Guarded, SpectacularSwaggerSplitView):
    """Swagger UI from our own files; script and page are two answers for the sake of the CSP."""

    permission = SIGNED_IN
    http_method_names = ["get", "head"]
    parameters = {"script": 8}
    url_name = "api:schema"
    template_name = "api/docs.html"
