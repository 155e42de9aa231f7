"""From staged text to typed rows and faults, set-wise and on temporary tables of the transaction.

`import_text`   row_no and the normalised text of each column (NFKC, trimmed, words for nothing are null)
`import_fault`  row_no, field, code, figures, excerpt: everything that is wrong
`import_typed`  row_no and one typed column a field of the target: the rows without faults

Dates, amounts, phones and words of a list are read once a spelling by the plain rules, and joined.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from cixi_oversight.imports.enums import FaultStage, FieldKind
from cixi_oversight.imports.models.staging import cell_column
from cixi_oversight.imports.ports.bulk import copy_rows
from cixi_oversight.imports.rules import uscc
from cixi_oversight.imports.rules.dates import read_date
from cixi_oversight.imports.rules.faults import Fault
from cixi_oversight.imports.rules.fields import Field
from cixi_oversight.imports.rules.limits import EXCERPT
from cixi_oversight.imports.rules.profile import Column, Profile
from cixi_oversight.imports.rules.values import (
    PLAIN_PHONE,
    read_amount,
    read_choice,
    read_integer,
    read_lookup,
    read_phone,
)
from cixi_oversight.imports.services.targets import ImportTarget, Work

_BY_SPELLING: Final = frozenset(
    {FieldKind.CHOICE, FieldKind.LOOKUP, FieldKind.DATE, FieldKind.AMOUNT, FieldKind.INTEGER, FieldKind.PHONE}
)
_TYPES: Final = {
    FieldKind.LOOKUP: "bigint",
    FieldKind.DATE: "date",
    FieldKind.AMOUNT: "bigint",
    FieldKind.INTEGER: "bigint",
}
_LOST: Final = r"^[0-9]([.][0-9]+)?[eE][+]?[0-9]{1,3}$"
_TABLES: Final = ("import_text", "import_fault", "import_typed")


def prepare(work: Work, target: ImportTarget, profile: Profile) -> None:
    """Leave the three tables behind; faults of reading are among them."""
    for table in _TABLES:
        work.run(f"drop table if exists pg_temp.{table}")
    present: list[str] = work.batch.reading["fields"]
    columns = {key: profile.column_of(key) for key in present}
    work.step("normalise")
    _make_text(work, target, columns)
    work.run("analyze import_text (row_no)")  # the plans only need to know how many rows there are
    _make_faults(work)
    work.step("validate")
    readers = _join_tables(work, target, columns)
    _find_faults(work, target, columns)
    target.excuse(work)
    _make_typed(work, target, columns, readers)
    target.check(work)
    drop_faulty(work)
    target.find_duplicates(work)
    drop_faulty(work)
    work.run("analyze import_typed (row_no)")


def drop_faulty(work: Work) -> None:
    if work.has("import_fault"):
        work.run("delete from import_typed t using import_fault f where f.row_no = t.row_no")


def _make_text(work: Work, target: ImportTarget, columns: Mapping[str, Column]) -> None:
    widths = work.batch.reading["widths"]
    tidy: list[str] = []
    parts: list[str] = []
    parameters: dict[str, Any] = {"rows": None if work.row_nos is None else list(work.row_nos)}
    for place, (key, column) in enumerate(columns.items()):
        text = cell_column(place)
        if widths.get(key, 0) * 2 > work.batch.reading["rows"]:
            text = f"normalize({text}, nfkc)"
        elif key in widths:
            text = f"case when {text} is nfkc normalized then {text} else normalize({text}, nfkc) end"
        kind = target.fields[key].kind
        text = f"upper(replace({text}, ' ', ''))" if kind is FieldKind.USCC else text
        text = f"replace({text}, ' ', '')" if kind is FieldKind.PERMIT_NUMBER else f"btrim({text})"
        parameters[f"nothing_{key}"] = ["", *sorted(column.nothing)]
        tidy.append(f"{text} as {key}")
        parts.append(f"case when {key} = any(%(nothing_{key})s) then null else {key} end as {key}")
    only = "" if work.row_nos is None else " and row_no = any(%(rows)s)"
    work.run(
        f"create temp table import_text on commit drop as select row_no, {', '.join(parts)} "
        # offset 0 keeps the inner expressions from being worked out twice
        f"from (select row_no, {', '.join(tidy)} from imports_stagedrow where batch_id = %(batch)s{only} offset 0) s",
        parameters,
    )


def _make_faults(work: Work) -> None:
    work.run(
        "create temp table import_fault (row_no int, field text, code text, figures jsonb, excerpt text) on commit drop"
    )
    if work.row_nos is None:
        work.run(
            "insert into import_fault select row_no, field, code, figures, excerpt from imports_rowfault "
            "where batch_id = %(batch)s and stage = %(stage)s",
            {"stage": FaultStage.READING},
        )


# --- values read once a spelling ---

Reader = Callable[[str], str | Fault]


def _join_tables(work: Work, target: ImportTarget, columns: Mapping[str, Column]) -> set[str]:
    """One small table a column: raw spelling, stored value. Returns the fields that have one; faults are noted."""
    made: set[str] = set()
    for key, column in columns.items():
        kind = target.fields[key].kind
        if kind not in _BY_SPELLING:
            continue
        spellings = _spellings(work, key, kind)
        read = _reader(work, target, target.fields[key], column)
        found = [(raw, read(raw)) for raw in spellings]
        table = f"import_value_{key}"
        work.run(f"drop table if exists pg_temp.{table}")
        work.run(f"create temp table {table} (raw text, val text) on commit drop")
        copy_rows(work.cursor, table, ("raw", "val"), [pair for pair in found if isinstance(pair[1], str)])
        _note_bad_spellings(work, key, [(raw, bad) for raw, bad in found if isinstance(bad, Fault)])
        made.add(key)
    return made


def _spellings(work: Work, key: str, kind: FieldKind) -> list[str]:
    """Those that have to be read; a telephone in its plain form stands as it is."""
    plain = f" and {key} !~ '{PLAIN_PHONE}'" if kind is FieldKind.PHONE else ""
    return [raw for (raw,) in work.rows(f"select distinct {key} from import_text where {key} is not null{plain}")]


def _note_bad_spellings(work: Work, key: str, bad: list[tuple[str, Fault]]) -> None:
    if not bad:
        return
    work.run("drop table if exists pg_temp.import_bad")
    work.run("create temp table import_bad (raw text, code text, figures jsonb) on commit drop")
    rows = [(raw, fault.code, json.dumps(_shortened(fault.figures), ensure_ascii=False)) for raw, fault in bad]
    copy_rows(work.cursor, "import_bad", ("raw", "code", "figures"), rows)
    work.run(
        f"insert into import_fault select t.row_no, %(field)s, b.code, b.figures, left(t.{key}, {EXCERPT}) "
        f"from import_text t join import_bad b on b.raw = t.{key}",
        {"field": key},
    )


def _shortened(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[:EXCERPT] if name == "value" else value for name, value in figures.items()}


def _reader(work: Work, target: ImportTarget, field: Field, column: Column) -> Reader:
    match field.kind:
        case FieldKind.DATE:
            from_1904 = bool(work.batch.reading.get("from_1904"))
            return lambda raw: read_date(raw, column.dates, edge=field.edge, on=work.on, from_1904=from_1904)
        case FieldKind.AMOUNT:
            return lambda raw: read_amount(raw, column.unit)
        case FieldKind.CHOICE:
            return lambda raw: read_choice(raw, column.values)
        case FieldKind.LOOKUP:
            known = target.lookup(field.key, work.batch.county_id)
            return lambda raw: read_lookup(raw, known)
        case FieldKind.PHONE:
            return read_phone
        case _:
            return read_integer


# --- what SQL checks by itself ---


def _find_faults(work: Work, target: ImportTarget, columns: Mapping[str, Column]) -> None:
    for key in columns:
        field = target.fields[key]
        if field.required:
            _note(work, key, "required", f"{key} is null", "jsonb_build_object('field', %(field)s::text)")
        if field.max_length:
            _note(
                work,
                key,
                "too_long",
                f"char_length({key}) > {field.max_length}",
                f"jsonb_build_object('length', char_length({key}), 'limit', {field.max_length})",
            )
        if field.kind is FieldKind.USCC:
            _find_uscc_faults(work, key)
        if field.kind is FieldKind.PERMIT_NUMBER:
            value = f"jsonb_build_object('value', left({key}, {EXCERPT}))"
            _note(work, key, "digits_lost", f"{key} ~ '{_LOST}'", "'{}'::jsonb")
            _note(work, key, "permit_digits", f"{key} !~ '[0-9]'", value)


def _find_uscc_faults(work: Work, key: str) -> None:
    """By the coarsest fault first. The arithmetic is only done for what has the shape."""
    value = f"'value', left({key}, {EXCERPT})"
    lost = f"{key} ~ '{_LOST}'"
    length = f"char_length({key}) <> {uscc.LENGTH}"
    shape = f"{key} !~ '{uscc.PATTERN}'"
    expected = uscc.expected_character(key)
    if work.has(f"import_text where {shape}"):
        _note(work, key, "digits_lost", f"{shape} and {lost}", "'{}'::jsonb")
        _note(
            work,
            key,
            "uscc_length",
            f"{shape} and not {lost} and {length}",
            f"jsonb_build_object({value}, 'length', char_length({key}))",
        )
        _note(work, key, "uscc_characters", f"{shape} and not {lost} and not {length}", f"jsonb_build_object({value})")
    _note(
        work,
        key,
        "uscc_check",
        f"case when {key} ~ '{uscc.PATTERN}' then right({key}, 1) <> {expected} else false end",
        f"jsonb_build_object({value}, 'expected', {expected})",
    )


def _note(work: Work, key: str, code: str, condition: str, figures: str) -> None:
    work.run(
        f"insert into import_fault select row_no, %(field)s, %(code)s, {figures}, left({key}, {EXCERPT}) "
        f"from import_text where {condition}",
        {"field": key, "code": code},
    )


def _make_typed(work: Work, target: ImportTarget, columns: Mapping[str, Column], joined: set[str]) -> None:
    """Every field of the target has its column, so that the target's SQL need not know the profile."""
    parts, joins = [], []
    for key, field in target.fields.items():
        column_type = _TYPES.get(field.kind, "text")
        if key not in columns:
            parts.append(f"null::{column_type} as {key}")
        elif key in joined:
            fallback = columns[key].fallback
            value = f"v_{key}.val::{column_type}"
            value = f"coalesce({value}, t.{key})" if field.kind is FieldKind.PHONE else value
            parts.append(f"coalesce({value}, '{fallback}') as {key}" if fallback else f"{value} as {key}")
            joins.append(f"left join import_value_{key} v_{key} on v_{key}.raw = t.{key}")
        else:
            parts.append(f"t.{key}")
    bad = " where not exists (select from import_fault f where f.row_no = t.row_no)" if work.has("import_fault") else ""
    work.run(
        f"create temp table import_typed on commit drop as select t.row_no, {', '.join(parts)} "
        f"from import_text t {' '.join(joins)}{bad}"
    )
