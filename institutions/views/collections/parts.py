"""Answering a collection row by row: a town office, an institution, or the bureau that reads it."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from cixi_oversight.errors import DomainError, Problems, Refusal
from cixi_oversight.web.files import TimelineEntry
from cixi_oversight.web.forms import once
from cixi_oversight.web.refusals import STATUS
from cixi_oversight.web.words import worded
from institutions.enums.collections import CollectionState, PartVerb, Shape, Source
from institutions.errors.collections import NotOpenForAnswers
from institutions.rules.access.collections import ANSWER_FOR_TOWN, RUN_COLLECTIONS, VIEW_COLLECTIONS
from institutions.rules.collections.workflow import PART
from institutions.rules.filings.reading import as_typed
from institutions.rules.filings.schema import is_typed
from institutions.rules.labels.collections import PART_VERB
from institutions.services.collections import answering, reading
from institutions.views.collections.base import OfPart

PAGE_ROWS: Final = 30
EMPTY_ROWS: Final = 5
_SHOWN_FINDINGS: Final = 50


class PartPage(OfPart):
    """The rows, thirty at a time: to fill in, or to read."""

    permission = VIEW_COLLECTIONS
    permissions = {"POST": ANSWER_FOR_TOWN}
    template_name = "institutions/collections/part.html"

    def get_title(self) -> str:
        return self.collection.title if self.is_own else f"{self.whose} · {self.collection.title}"

    @cached_property
    def first(self) -> int:
        text = self.request.GET.get("from", "1")
        return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found: list[Any] = []
        if self.answers and "check" in request.GET:
            found = answering.findings(self.part, self.form, most=_SHOWN_FINDINGS)
        return self.show(found)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.answers:
            raise NotOpenForAnswers
        typed, removed = self.typed()
        try:
            return HttpResponseRedirect(once(request, lambda: self.act(typed, removed)))
        except DomainError as error:
            if error.refusal in (Refusal.FORBIDDEN, Refusal.NOT_FOUND):
                raise
            found = list(error.problems) if isinstance(error, Problems) else [error]
            return self.show(found, typed=typed, status=STATUS[error.refusal])

    def act(self, typed: dict[int, dict[str, str]], removed: list[int]) -> str:
        verb = self.request.POST.get("verb", "save")
        with transaction.atomic():
            row = answering.save_rows(
                part=self.part,
                typed=typed,
                removed=removed,
                expected_version=self.version,
                by=self.viewer,
                at=self.at,
            )
        if verb == "submit":
            return self.address("submit")
        messages.success(self.request, gettext("Saved."))
        first = self.first + PAGE_ROWS if verb == "next" and row.rows_count >= self.first + PAGE_ROWS else self.first
        return f"{self.address()}?from={first}" if first > 1 else self.address()

    @property
    def version(self) -> int:
        text = self.request.POST.get("version", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    def typed(self) -> tuple[dict[int, dict[str, str]], list[int]]:
        """What was sent, by row and column, and the rows ticked to be removed."""
        typed: dict[int, dict[str, str]] = defaultdict(dict)
        for name, text in self.request.POST.items():
            head, _dash, key = name.partition("-")
            if head.startswith("r") and head[1:].isascii() and head[1:].isdigit() and key in self.form.columns:
                typed[int(head[1:][:6])][key] = str(text)[:2000]
        gone = [int(text) for text in self.request.POST.getlist("remove") if text.isascii() and text.isdigit()]
        return dict(typed), gone

    def show(
        self, found: list[Any], *, typed: dict[int, dict[str, str]] | None = None, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        wrong = {problem.field: worded(problem.sentence) for problem in found if problem.field}
        lines = self.lines(wrong, typed or {})
        return self.render(
            status=status,
            lines=lines,
            findings=[self.named(problem) for problem in found[:_SHOWN_FINDINGS]],
            more_findings=max(0, len(found) - _SHOWN_FINDINGS),
        )

    def named(self, problem: Any) -> dict[str, str]:
        """A finding and the address of the page of rows that shows it."""
        start = (max(problem.row or 1, 1) - 1) // PAGE_ROWS * PAGE_ROWS + 1
        here = start == self.first
        place = f"#{problem.field}" if problem.field else ""
        return {
            "words": worded(problem.sentence),
            "url": place if here else f"{self.address()}?from={start}&check=1{place}",
        }

    def lines(self, wrong: dict[str, str], typed: dict[int, dict[str, str]]) -> list[dict[str, Any]]:
        rows = self.part.rows.select_related("institution").filter(number__gte=self.first)[:PAGE_ROWS]
        made = [self.line(row.number, row.values, row.institution, (wrong, typed)) for row in rows]
        if self.answers and self.is_free and len(made) < PAGE_ROWS:
            start = self.part.rows_count + 1
            made += [self.line(number, {}, None, (wrong, typed)) for number in range(start, start + EMPTY_ROWS)]
        return made

    def line(self, number: int, values: dict[str, Any], institution: Any, said: Any) -> dict[str, Any]:
        wrong, typed = said
        cells = []
        for key, column in self.shown_columns.items():
            value, name = values.get(key), f"r{number}-{key}"
            field = self.form.fields[key]
            error = wrong.get(name, "")
            if not error and is_typed(value):
                error = next((worded(code) for at, code in self.form.findings(values) if at == key), "")
            cells.append(
                {
                    "name": name,
                    "column": column,
                    "type": column.type.value,
                    "text": typed.get(number, {}).get(key, as_typed(field, value)),
                    "shown": reading.cell_of(column, value),
                    "error": error,
                }
            )
        return {"number": number, "institution": institution, "cells": cells, "is_new": number > self.part.rows_count}

    @cached_property
    def shown_columns(self) -> dict[str, Any]:
        """All but the institution's name, where each row begins with it anyway."""
        rows_begin_with_it = not self.is_free
        return {
            key: column
            for key, column in self.form.columns.items()
            if not (rows_begin_with_it and column.source is Source.NAME)
        }

    @property
    def is_free(self) -> bool:
        return bool(self.collection.shape == Shape.FREE)

    def context(self, **more: Any) -> dict[str, Any]:
        part = self.part
        count = part.rows_count
        runs = RUN_COLLECTIONS.allows(self.viewer) and not self.is_own
        return super().context(
            part=part,
            collection=self.collection,
            whose=self.whose,
            columns=self.shown_columns.values(),
            is_free=self.is_free,
            is_single=not self.is_free and count == 1,
            answers=self.answers,
            late=reading.late(part, self.on) if self.collection.state == CollectionState.SENT else 0,
            paste_url=self.address("paste") if self.answers else "",
            pages=[
                {"from": start, "to": min(start + PAGE_ROWS - 1, count), "here": start == self.first}
                for start in range(1, count + 1, PAGE_ROWS)
            ]
            if count > PAGE_ROWS
            else [],
            has_next=self.first + PAGE_ROWS <= count,
            verbs=self.verbs() if runs else [],
            timeline=self.timeline(),
            **more,
        )

    def verbs(self) -> list[tuple[str, str, str]]:
        if self.collection.state != CollectionState.SENT:
            return []
        return [
            (
                move.verb,
                reverse(f"institutions:collection_part_{move.verb}", args=[self.part.public_id]),
                worded(PART_VERB[PartVerb(move.verb)]),
            )
            for move in PART.open_to(self.part.state, self.viewer)
            if move.verb != PartVerb.SUBMIT
        ]

    def timeline(self) -> list[TimelineEntry]:
        rows = self.part.transitions.select_related("actor").order_by("-recorded_at", "-pk")
        return [TimelineEntry(row.recorded_at, row.actor.label, PART_VERB[PartVerb(row.verb)], row.why) for row in rows]
