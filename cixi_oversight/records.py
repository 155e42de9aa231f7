"""Abstract columns that tables share (decisions 15 and 17). No table of its own."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self

from django.db import models

from cixi_oversight.errors import StaleVersion

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no look-alikes: people read these over the phone


_CHOOSE: ContextVar[Callable[[str], str]] = ContextVar("choose", default=secrets.choice)


def new_public_id() -> str:
    """Opaque id for URLs: 13 letters of 31, about 64 bits."""
    choose = _CHOOSE.get()
    return "".join(choose(_ALPHABET) for _ in range(13))


@contextmanager
def ids_from(choose: Callable[[str], str]) -> Iterator[None]:
    """Inside, ids come from `choose`: the demo names what its services write by its seed. Nobody else calls this."""
    token = _CHOOSE.set(choose)
    try:
        yield
    finally:
        _CHOOSE.reset(token)


_LETTER_OF = bytes(ord(_ALPHABET[byte % len(_ALPHABET)]) for byte in range(256))
_UNEVEN = bytes(range(256 - 256 % len(_ALPHABET), 256))  # dropped, so that every letter is as likely


def new_public_ids(count: int) -> list[str]:
    """Many at once, for rows that go in by COPY: a thousand times as fast as one by one."""
    letters = b""
    while len(letters) < 13 * count:
        letters += os.urandom(14 * count + 64).translate(_LETTER_OF, delete=_UNEVEN)
    text = letters.decode("ascii")
    return [text[at : at + 13] for at in range(0, 13 * count, 13)]


class PublicId(models.CharField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 16, "unique": True, "default": new_public_id, "editable": False}
        super().__init__(*args, **kwargs)


class Versioned(models.Model):
    """A row that people edit: who made it, who changed it, and a version that a stale form trips over."""

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def save_version(self, *, expected: int, by: Any, at: dt.datetime, fields: list[str]) -> None:
        """Write `fields` if the row still has the version the form was made from. `by` is the actor's id.

        Raises StaleVersion (409) when somebody was faster; nothing is overwritten.
        """
        values = {name: getattr(self, name) for name in fields}
        hit = (
            type(self)
            ._default_manager.filter(pk=self.pk, version=expected)
            .update(**values, version=expected + 1, changed_at=at, changed_by_id=by)
        )
        if hit != 1:
            raise StaleVersion
        self.version, self.changed_at, self.changed_by_id = expected + 1, at, by


class Fact(models.Model):
    """Insert-only: what a night read stays as it was. A correction is a new row that `supersedes` the old one.

    `recorded_at` is the business time of entry: a night with a cutoff reads rows with `recorded_at <= cutoff` only.
    The application's database role may SELECT and INSERT here, nothing else (`grants`).
    """

    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey("users.Actor", models.PROTECT, related_name="+", editable=False)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    append_only: ClassVar[bool] = True

    class Meta:
        abstract = True


class FactQuerySet(models.QuerySet[Any]):
    def as_of(self, cutoff: Any) -> Self:
        """Rows known at `cutoff` and not superseded by a row known at `cutoff`."""
        later = self.model._default_manager.filter(supersedes=models.OuterRef("pk"), recorded_at__lte=cutoff)
        return self.filter(~models.Exists(later), recorded_at__lte=cutoff)

    def standing(self) -> Self:
        """Rows that nothing supersedes today."""
        later = self.model._default_manager.filter(supersedes=models.OuterRef("pk"))
        return self.filter(~models.Exists(later))
