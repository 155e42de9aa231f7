"""The guarded migration of the search index: with pg_trgm, without it, and where we may not install it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from institutions.models import Institution

migration = import_module("institutions.migrations.0003_trigram")


class Editor:
    """Answers as a database with these extensions would, and notes what it was told to do."""

    def __init__(self, *, installed: bool, available: bool, may_create: bool = True) -> None:
        self.answers = iter([installed, available])
        self.may_create = may_create
        self.done: list[str] = []
        self.connection = self
        self.alias = connection.alias

    @contextmanager
    def cursor(self) -> Iterator[Editor]:
        yield self

    def fetchone(self) -> tuple[bool]:
        return (next(self.answers),)

    def execute(self, sql: str) -> None:
        if sql.startswith("select"):
            return
        if sql.startswith("create extension") and not self.may_create:
            raise ProgrammingError("permission denied to create extension")
        self.done.append(sql.partition(" on ")[0])


INDEXES = [f"create index if not exists {name}" for name in migration.INDEXES]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("editor", "done"),
    [
        (Editor(installed=True, available=True), INDEXES),
        (Editor(installed=False, available=True), ["create extension pg_trgm", *INDEXES]),
        (Editor(installed=False, available=True, may_create=False), []),
        (Editor(installed=False, available=False), []),
    ],
    ids=["installed", "installable", "not ours to install", "missing"],
)
def test_the_index_is_made_where_it_can_be(editor: Editor, done: list[str]) -> None:
    migration.make_indexes(None, editor)
    assert editor.done == done


@pytest.mark.django_db
def test_the_index_answers_as_the_plain_search_does(make: Any) -> None:
    """With the extension the planner is told to use the index; the answer is the same."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from pg_extension where extname = 'pg_trgm')")
        if not cursor.fetchone()[0]:
            pytest.skip("this server has no pg_trgm: the plain search is what test_search tests")
        for name in ("青禾艺术培训", "星河体育", "100%英语"):
            make(name)
        plain = {typed: set(Institution.objects.search(typed)) for typed in ("青禾艺", "星河", "100%", "无此名")}
        cursor.execute("set local enable_seqscan = off")
        assert "institution_search_trigrams" in Institution.objects.search("青禾艺").explain()
        assert {typed: set(Institution.objects.search(typed)) for typed in plain} == plain
