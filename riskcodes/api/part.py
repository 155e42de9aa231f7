"""The part `risk` of every institution over REST."""

from __future__ import annotations

from typing import Any, Final

from cixi_oversight.permissions import Viewer
from institutions.services.extensions import ApiPart
from riskcodes.api.rows import codes_of
from riskcodes.api.shapes import CodesShape


def values(ids: list[int], viewer: Viewer) -> dict[int, Any]:
    """Null for a department's system that was not given the codes."""
    if not viewer.reads("risk_codes"):
        return {key: {"adopted": None} for key in ids}
    return {key: codes for key, (_, codes) in codes_of(ids, viewer).items()}


RISK: Final = ApiPart(key="risk", shape=CodesShape, values=values)
