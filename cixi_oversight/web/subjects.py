"""What rows of lower apps may be about. Below `institutions` nothing refers upwards by foreign key: files, personal
data, assignments hold `subject_kind` and `subject_id`, and the scope of such a row is its subject's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from cixi_oversight.permissions import Viewer, ViewerKind
from cixi_oversight.web.counts import count_since


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing: which of them a viewer sees, what one is called, where its page is."""

    kind: str
    visible_to: Callable[[Viewer], QuerySet[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    named_by: str = "public_id"  # the field by which an address names one
    institution: Callable[[Any], int | None] = lambda row: getattr(row, "institution_id", None)
    member_url: Callable[[Any], str] | None = None  # its page under /my/, where it has one


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


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of the viewer's scope, as rows of lower apps refer to it."""

    kind: str
    pk: int
    institution_id: int | None
    title: str
    url: str


def find(viewer: Viewer, kind: str, name: str) -> Found | None:
    """The thing that an address names; None where it is missing, out of scope or of no kind that is known."""
    subject = _SUBJECTS.get(kind)
    readable = name.isascii() and name.isalnum() and (subject is None or subject.named_by != "pk" or name.isdigit())
    if subject is None or not readable or len(name) > 18:
        return None
    row = subject.visible_to(viewer).filter(**{subject.named_by: name}).first()
    if row is None:
        return None
    return Found(kind, row.pk, subject.institution(row), subject.title(row), subject.url(row))


def address_names(viewer: Viewer, kind: str, pks: Iterable[int]) -> dict[int, str]:
    """By which name an address names each thing of a kind that the viewer sees; one query."""
    subject = _SUBJECTS.get(kind)
    if subject is None:
        return {}
    return dict(subject.visible_to(viewer).filter(pk__in=set(pks)).values_list("pk", subject.named_by))


def seeing(viewers: Sequence[Viewer], pair: tuple[str, int]) -> list[Viewer]:
    """Those of the viewers who see the thing; one query. Nobody sees a thing of a kind that is not known."""
    subject = _SUBJECTS.get(pair[0])
    if subject is None:
        return []
    counts = count_since([(subject.visible_to(viewer).filter(pk=pair[1]), "") for viewer in viewers])
    return [viewer for viewer, (count, _) in zip(viewers, counts, strict=True) if count]


def links(viewer: Viewer, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, str]]:
    """(title, url) of the subjects that the viewer sees, one query a kind."""
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for kind in {kind for kind, _ in pairs} & _SUBJECTS.keys():
        subject = _SUBJECTS[kind]
        wanted = {pk for of, pk in pairs if of == kind}
        for row in subject.visible_to(viewer).filter(pk__in=wanted):
            url = subject.member_url if viewer.kind is ViewerKind.MEMBER and subject.member_url else subject.url
            found[kind, row.pk] = (subject.title(row), url(row))
    return found
