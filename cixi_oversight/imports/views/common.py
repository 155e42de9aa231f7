"""What several import pages need."""

from __future__ import annotations

from cixi_oversight.errors import NotFound
from cixi_oversight.imports.enums import FieldKind
from cixi_oversight.imports.services.targets import ImportTarget
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County


def county_of(viewer: Viewer) -> County:
    """The county whose register the viewer keeps. Raises NotFound for somebody without one."""
    found = County.objects.filter(pk__in=viewer.county_ids).order_by("pk").first()
    if found is None or not viewer.county_wide:
        raise NotFound
    return found


def shown_value(target: ImportTarget, key: str, value: str | None) -> str:
    """A stored value as a page shows it; `import_change` names towns and departments already."""
    if not value or target.fields[key].kind is FieldKind.LOOKUP:
        return value or ""
    return target.word_of(key, value)
