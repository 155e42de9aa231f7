"""What several import pages need."""

from __future__ import annotations

from cixi_oversight.errors import NotFound
from cixi_oversight.imports.enums import FieldKind
from cixi_oversight.imports.rules.dates import OPEN_END
from cixi_oversight.imports.services.targets import ImportTarget
from cixi_oversight.money import format_yuan
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County


def county_of(viewer: Viewer) -> County:
    """The county whose register the viewer keeps. Raises NotFound for somebody without one."""
    found = County.objects.filter(pk__in=viewer.county_ids).order_by("pk").first()
    if found is None or not viewer.county_wide:
        raise NotFound
    return found


def shown_value(target: ImportTarget, key: str, value: str | None) -> str:
    """A stored value as a page shows it."""
    if not value:
        return ""
    kind = target.fields[key].kind
    if kind is FieldKind.AMOUNT:
        return f"¥{format_yuan(int(value))}"
    if kind is FieldKind.CHOICE:
        return target.word_of(key, value)
    return "长期" if value == OPEN_END else value
