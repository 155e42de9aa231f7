"""Lists (pattern 2): filters as chips, columns to choose, sorting, pages by key, saved views, export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cixi_oversight.web import export
from cixi_oversight.web.errors import NoViewName, UnknownParameter, UnreadableParameter
from cixi_oversight.web.filters import ExtraFilter, PageFilterSet
from cixi_oversight.web.keyset import Order
from cixi_oversight.web.saved import NAME_MAX, SAVED_VIEWS
from cixi_oversight.web.tags import day, moment
from cixi_oversight.web.views import Page, Text
from cixi_oversight.web.words import worded

_OWN: Final = frozenset({"sort", "after", "columns", "format", "count"})
_CHUNK: Final = 500
_UNBROKEN: Final = '<span class="num text-nowrap">{}</span>'


@dataclass(frozen=True, slots=True)
class Column:
    """`value(row)` is what the page shows, `export(row)` what the sheet gets (a number, a date, a text).

    `sort` is the ORM path that orders by this column; the path must be a column or annotation of the queryset.
    """

    key: str
    label: Text
    value: Callable[[Any], Any]
    sort: str | None = None
    numeric: bool = False
    default: bool = True
    export: Callable[[Any], Any] | None = None

    @property
    def head(self) -> str:
        return worded(self.label)


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head as shown: the address that sorts by it, and how it is sorted now."""

    column: Column
    query: str
    state: str  # ascending, descending or empty


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    value: Any
    is_first: bool


@dataclass(frozen=True, slots=True)
class Row:
    object: Any
    url: str
    cells: list[Cell]


class ListPage(Page):
    """`get_queryset()` is scoped already. The first column carries the link to the row's file."""

    template_name = "shell/list.html"
    filterset_class: ClassVar[type[PageFilterSet]]
    columns: ClassVar[Sequence[Column]] = ()
    ordering: ClassVar[Sequence[str]] = ("pk",)  # one column key (or "pk"), with "-" for descending
    unique: ClassVar[str] = "pk"  # what tells rows apart, where the primary key has several columns
    main_filters: ClassVar[Sequence[str]] = ()
    export_name: Text = "list"
    empty_text: Text = _("Nothing matches. Remove a filter, or search by another name.")
    primary_action: tuple[str, Text] | None = None  # (address, label); see `get_primary_action`
    page_size: ClassVar[int] = 50

    # --- what a list brings ---

    def get_queryset(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get_columns(self) -> Sequence[Column]:
        return self.columns

    def get_extra_filters(self) -> Iterable[ExtraFilter]:
        return ()

    def row_url(self, row: Any) -> str:
        return ""

    def annotate_rows(self, rows: list[Any]) -> None:
        """Set-based extras for the fetched rows: a fixed number of queries for the page, never one a row."""

    def get_primary_action(self) -> tuple[str, Text] | None:
        return self.primary_action

    # --- the request ---

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for name in request.GET:
            if name not in _OWN and name not in self.filterset.names:
                raise UnknownParameter(name=name[:40])
        if not self.filterset.is_valid():
            return self.render(status=HTTPStatus.BAD_REQUEST, rows=[], filter_errors=self.filterset.refused)
        wanted = request.GET.get("format", "")
        if wanted:
            return self.export(wanted)
        if "count" in request.GET:
            return self.render("shell/list_count.html", count=self.queryset.count())
        if "after" in request.GET and self.is_fragment:
            return self.render("shell/list_more.html", **self.page())
        return self.render(**self.page())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Saved views: keep the present address under a name, or forget one."""
        store = SAVED_VIEWS.ask()
        name = request.POST.get("name", "").strip()
        remove = request.POST.get("remove", "")
        if store is not None and remove.isascii() and remove.isdigit():
            store.remove(self.viewer, self.page_key, int(remove[:18]))
        elif store is not None:
            if not 0 < len(name) <= NAME_MAX or not name.isprintable():
                raise NoViewName
            store.save(self.viewer, self.page_key, name=name, query=self._kept(without={"after", "count", "format"}))
        return HttpResponseRedirect(request.get_full_path())

    @property
    def page_key(self) -> str:
        return str(self.request.resolver_match.view_name) if self.request.resolver_match else ""

    @cached_property
    def filterset(self) -> PageFilterSet:
        return self.filterset_class(
            self.request.GET, self.get_queryset(), request=self.request, extra=self.get_extra_filters()
        )

    @property
    def queryset(self) -> QuerySet[Any]:
        found: QuerySet[Any] = self.filterset.qs
        return found

    # --- rows ---

    def page(self) -> dict[str, Any]:
        found = self.order.applied(self.queryset)
        cursor = self.request.GET.get("after", "")
        if cursor:
            found = self.order.after(found, cursor)
        rows = list(found[: self.page_size + 1])
        more = len(rows) > self.page_size
        rows = rows[: self.page_size]
        self.annotate_rows(rows)
        return {
            "rows": [self._row(row) for row in rows],
            "more_query": self._kept(without={"count"}, after=self.order.cursor(rows[-1])) if more else "",
            "is_continued": bool(cursor),
        }

    def _row(self, row: Any) -> Row:
        cells = [Cell(column, _written(column.value(row)), n == 0) for n, column in enumerate(self.shown_columns)]
        return Row(row, self.row_url(row), cells)

    @cached_property
    def order(self) -> Order:
        wanted = self.request.GET.get("sort") or self.ordering[0]
        key = wanted.removeprefix("-")
        sorts = {"pk": self.unique} | {column.key: column.sort for column in self.get_columns() if column.sort}
        if key not in sorts:
            raise UnreadableParameter(name="sort")
        return Order(key, str(sorts[key]), descending=wanted.startswith("-"), unique=self.unique)

    @cached_property
    def shown_columns(self) -> list[Column]:
        wanted = self.request.GET.get("columns")
        every = {column.key: column for column in self.get_columns()}
        if not wanted:
            return [column for column in every.values() if column.default]
        keys = wanted.split(",")
        if any(key not in every for key in keys):
            raise UnreadableParameter(name="columns")
        return [column for n, column in enumerate(every.values()) if column.key in keys or n == 0]

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.shown_columns]

    def _head(self, column: Column) -> Head:
        if not column.sort:
            return Head(column, "", "")
        mine = self.order.key == column.key
        state = "" if not mine else "descending" if self.order.descending else "ascending"
        wanted = f"-{column.key}" if state == "ascending" else column.key
        return Head(column, self._kept(without={"after", "count"}, sort=wanted), state)

    # --- the frame ---

    def context(self, **more: Any) -> dict[str, Any]:
        form = self.filterset.form
        main = [form[name] for name in self.main_filters if name in form.fields]
        chips = self.filterset.chips(
            self.request.GET, lambda name, **instead: self._kept(without=self._names_of(name), **instead)
        )
        store = SAVED_VIEWS.ask()
        action = self.get_primary_action()
        return super().context(
            heads=self.heads,
            chips=chips,
            can_clear=any(not chip.is_default for chip in chips),
            main_filters=main,
            more_filters=[form[name] for name in form.fields if name not in self.main_filters],
            more_filters_used=any(chip.name not in self.main_filters and not chip.is_default for chip in chips),
            column_choice=[(column, column in self.shown_columns) for column in list(self.get_columns())[1:]],
            first_column=next(iter(self.get_columns())).key,
            kept=self._pairs(without={"after", "count", "format", "columns"}),
            kept_for_filters=[(k, v) for k, v in self._pairs(without={"after", "count"}) if k in ("sort", "columns")],
            export_queries=[(kind, self._kept(without={"after", "count"}, format=kind)) for kind in export.FORMATS],
            count_query=self._kept(without={"after"}, count="1"),
            saved_views=store.of(self.viewer, self.page_key) if store and self.viewer.user_id else [],
            can_save=store is not None and self.viewer.user_id is not None,
            present_query=self._kept(without={"after", "count", "format"}),
            empty_text=worded(self.empty_text),
            action=(action[0], worded(action[1])) if action else None,
            **more,
        )

    def _names_of(self, name: str) -> set[str]:
        widget = self.filterset.form.fields[name].widget
        suffixes = getattr(widget, "suffixes", None)
        return {f"{name}_{suffix}" if suffix else name for suffix in suffixes} if suffixes else {name}

    def _kept(self, *, without: Iterable[str] = (), **changed: str) -> str:
        """The present address with some parameters left out or changed; empty ones are dropped."""
        query = QueryDict(mutable=True)
        for name, value in self._pairs(without={*without, "after", *changed}):
            query.appendlist(name, value)
        for name, value in changed.items():
            query[name] = value
        return query.urlencode(safe=",")

    def _pairs(self, *, without: Iterable[str]) -> list[tuple[str, str]]:
        gone = set(without)
        return [
            (name, value) for name, values in self.request.GET.lists() if name not in gone for value in values if value
        ]

    # --- export ---

    def export(self, kind: str) -> HttpResponseBase:
        if kind not in export.FORMATS:
            raise UnreadableParameter(name="format")
        for told in export.EXPORTED.all():
            told(self.viewer, self.page_key, kind)
        columns = self.shown_columns
        rows = self._export_rows(columns)
        name = f"{worded(self.export_name)}-{self.on:%Y%m%d}"
        return export.respond(name, kind, [column.head for column in columns], rows)

    def _export_rows(self, columns: Sequence[Column]) -> Iterator[list[Any]]:
        found = iter(self.order.applied(self.queryset).iterator(chunk_size=_CHUNK))
        while chunk := list(islice(found, _CHUNK)):
            self.annotate_rows(chunk)
            for row in chunk:
                yield [_exported(column, row) for column in columns]


def _written(value: Any) -> Any:
    """Dates as everywhere in the portal, whatever the language, and never broken over two lines."""
    if isinstance(value, dt.datetime):
        return format_html(_UNBROKEN, moment(value))
    return format_html(_UNBROKEN, day(value)) if isinstance(value, dt.date) else value


def _exported(column: Column, row: Any) -> Any:
    """The sheet's value: the column's own, or what the page shows without its markup."""
    if column.export is not None:
        return column.export(row)
    value = column.value(row)
    if isinstance(value, SafeString):
        return " ".join(strip_tags(value).split())
    return value if value is None or isinstance(value, int | dt.date) else str(value)


def by_id(rows: Sequence[Any], values: Mapping[int, Any], name: str) -> None:
    """Hang set-based answers on their rows: `row.<name>`, None where nothing was answered."""
    for row in rows:
        setattr(row, name, values.get(row.pk))
