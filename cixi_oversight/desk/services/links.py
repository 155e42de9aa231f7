"""Addresses of the desk's pages, for whoever shows an assignment."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from cixi_oversight.desk.models import Assignment
from cixi_oversight.permissions import Viewer, ViewerKind

SECTION = "assignments"
OWN_SECTION = "my.assignments"


def page_url(row: Assignment) -> str:
    return reverse("desk:assignment", args=[row.public_id])


def own_url(row: Assignment) -> str:
    return reverse("desk:own_assignment", args=[row.public_id])


def url_for(row: Assignment, viewer: Viewer) -> str:
    """The page of the viewer's own face of the portal."""
    return page_url(row) if viewer.kind is ViewerKind.STAFF else own_url(row)


def assign_url(kind: str, name: str) -> str:
    """The form to assign work about a thing, filled in from it. `name` is what addresses call the thing by."""
    return f"{reverse('desk:assign')}?{urlencode({'about': f'{kind}.{name}'})}"
