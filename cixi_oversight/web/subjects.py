"""What rows of lower apps may be about. Below `institutions` nothing refers upwards by foreign key: files, personal
data, assignments hold `subject_kind` and `subject_id`, and the scope of such a row is its subject's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from cixi_oversight.permissions import Viewer


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing: which of them a viewer sees, what one is called, where its page is."""

    kind: str
    visible_to: Callable[[Viewer], QuerySet[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]


_SUBJECTS: Final[dict[str, Subject]] = {}


def register(subject: Subject) -> None:
    """Once per kind, in `ready()` of the app that owns the thing."""
    if _SUBJECTS.setdefault(subject.kind, subject) is not subject:
        raise RuntimeError(f"the subject {subject.kind} is registered twice")


def scope(viewer: Viewer) -> Q:
    """For rows with `subject_kind` and `subject_id`: those whose subject the viewer sees."""
    seen = Q(pk__in=[])
    for subject in _SUBJECTS.values():
        seen |= Q(subject_kind=subject.kind, subject_id__in=subject.visible_to(viewer).values("pk"))
    return seen


def links(viewer: Viewer, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """(title, url) of the subjects that the viewer sees, one query a kind."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for kind in {kind for kind, _ in pairs} & _SUBJECTS.keys():
        subject = _SUBJECTS[kind]
        wanted = {pk for of, pk in pairs if of == kind}
        for row in subject.visible_to(viewer).filter(pk__in=wanted):
            found[kind, row.pk] = (subject.title(row), subject.url(row))
    return found
