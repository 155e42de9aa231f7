"""A profile says how one kind of sheet is to be read. Typed and checked when it is loaded, so that a slip in a TOML
file stops the start-up and never an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as each_its_own
from typing import Any, Final

from cixi_oversight.imports.enums import DateForm, FieldKind
from cixi_oversight.imports.rules.fields import Field
from cixi_oversight.imports.rules.limits import PROFILE_COLUMNS_MAX

ENCODINGS: Final = frozenset({"utf-8", "gb18030", "cp1252", "big5"})
UNITS: Final = {"yuan": 2, "wan_yuan": 6}  # decimals that still are whole fen


class ProfileWrong(ValueError):
    """A profile that cannot be used: a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Column:
    """`headings`: any of these names the column. `fallback` is taken for a blank cell. `optional`: may be absent."""

    field: str
    headings: tuple[str, ...]
    optional: bool = False
    fill_down: bool = False
    nothing: frozenset[str] = frozenset()
    values: Mapping[str, str] = each_its_own(default_factory=dict)
    dates: frozenset[DateForm] = frozenset()
    unit: str = "yuan"
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    key: str
    target: str
    label_en: str
    label_zh: str
    columns: tuple[Column, ...]
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    heading_rows: int = 1
    title_rows_max: int = 5
    skip_rows: tuple[str, ...] = ()

    def column_of(self, field_key: str) -> Column:
        return next(column for column in self.columns if column.field == field_key)


def read_profile(data: Mapping[str, Any], fields: Mapping[str, Field]) -> Profile:
    """From a parsed TOML file. `fields` are those of the target. Raises ProfileWrong naming the entry."""
    known = {
        "key", "target", "label", "encoding", "delimiter", "sheet", "heading_rows", "title_rows_max", "skip_rows",
        "nothing", "column",
    }  # fmt: skip
    _only(data, known, "profile")
    nothing = _texts(data.get("nothing", []), "nothing")
    columns = tuple(_column(entry, fields, nothing) for entry in data["column"])
    profile = Profile(
        key=data["key"],
        target=data["target"],
        label_en=data["label"]["en"],
        label_zh=data["label"]["zh"],
        columns=columns,
        encoding=data.get("encoding", "utf-8"),
        delimiter=data.get("delimiter", ","),
        sheet=data.get("sheet", ""),
        heading_rows=data.get("heading_rows", 1),
        title_rows_max=data.get("title_rows_max", 5),
        skip_rows=_texts(data.get("skip_rows", []), "skip_rows"),
    )
    _check(profile, fields)
    return profile


def _column(entry: Mapping[str, Any], fields: Mapping[str, Field], nothing: tuple[str, ...]) -> Column:
    known = {"field", "headings", "optional", "fill_down", "nothing", "values", "dates", "unit", "fallback"}
    where = f"column {entry.get('field')}"
    _only(entry, known, where)
    return Column(
        field=entry["field"],
        headings=_texts(entry["headings"], where),
        optional=bool(entry.get("optional", False)),
        fill_down=bool(entry.get("fill_down", False)),
        nothing=frozenset((*nothing, *_texts(entry.get("nothing", []), where))),
        values=dict(entry.get("values", {})),
        dates=frozenset(DateForm(form) for form in entry.get("dates", [])),
        unit=entry.get("unit", "yuan"),
        fallback=entry.get("fallback", ""),
    )


def _check(profile: Profile, fields: Mapping[str, Field]) -> None:
    if profile.encoding not in ENCODINGS:
        raise ProfileWrong(f"{profile.key}: encoding {profile.encoding!r}")
    if profile.delimiter not in {",", ";", "\t"} or profile.heading_rows not in {1, 2}:
        raise ProfileWrong(f"{profile.key}: delimiter or heading_rows")
    if not 0 < len(profile.columns) <= PROFILE_COLUMNS_MAX:
        raise ProfileWrong(f"{profile.key}: at most {PROFILE_COLUMNS_MAX} columns")
    headings = [heading for column in profile.columns for heading in column.headings]
    if len(headings) != len(set(headings)) or len({column.field for column in profile.columns}) != len(profile.columns):
        raise ProfileWrong(f"{profile.key}: a heading or a field is named twice")
    for column in profile.columns:
        _check_column(profile, column, fields.get(column.field))
    missing = {key for key, each in fields.items() if each.required} - {column.field for column in profile.columns}
    if missing:
        raise ProfileWrong(f"{profile.key}: no column for {sorted(missing)}")


def _check_column(profile: Profile, column: Column, target: Field | None) -> None:
    where = f"{profile.key}, column {column.field}"
    if target is None:
        raise ProfileWrong(f"{where}: the target has no such field")
    if not column.headings:
        raise ProfileWrong(f"{where}: no heading")
    if target.kind is FieldKind.DATE and not column.dates:
        raise ProfileWrong(f"{where}: names no form of dates")
    if target.kind is FieldKind.CHOICE and not set(column.values.values()) <= target.choices:
        raise ProfileWrong(
            f"{where}: {sorted(set(column.values.values()) - target.choices)} are no values of the field"
        )
    if target.kind is FieldKind.CHOICE and column.fallback and column.fallback not in target.choices:
        raise ProfileWrong(f"{where}: fallback {column.fallback!r}")
    if column.unit not in UNITS:
        raise ProfileWrong(f"{where}: unit {column.unit!r}")


def _only(data: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = set(data) - known
    if unknown:
        raise ProfileWrong(f"{where}: unknown entries {sorted(unknown)}")


def _texts(values: Any, where: str) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise ProfileWrong(f"{where}: takes a list of words")
    return tuple(values)
