"""The part `risk` of every institution over REST."""

from __future__ import annotations

from typing import Any, Final

from cixi_oversight.permissions import Viewer
from institutions.services.extensions import ApiPart
from riskcodes.api.rows import codes_of
from riskcodes.api.shapes import CodesShape


def values(ids: list[int], viewer: Viewer) -> dict[int, Any]:
    return {row[0]: dict(zip(("adopted", "computed"), row[1:], strict=False)) for row in codes_of(ids, viewer)}


RISK: Final = ApiPart(key="risk", shape=CodesShape, values=values)
