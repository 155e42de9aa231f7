"""Where the headings stand, and which column of the sheet is which of the profile: by name, never by place."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cixi_oversight.errors import msg
from cixi_oversight.imports.errors import FileEmpty, HeadingMissing, HeadingsNotFound, HeadingTwice
from cixi_oversight.imports.rules.profile import Column, Profile


@dataclass(frozen=True, slots=True)
class Headings:
    """`first_row`: index of the first row of data among the rows looked at. `places`: the sheet's column by field."""

    first_row: int
    places: dict[str, int]
    width: int
    unread: list[str]
    line: tuple[str, ...]


def find_headings(rows: Sequence[list[str]], profile: Profile) -> Headings:
    """Among the first rows, the one that holds most headings of the profile.

    Raises FileEmpty, HeadingsNotFound, HeadingMissing, HeadingTwice.
    """
    if not any(any(row) for row in rows):
        raise FileEmpty
    wanted = {_plain(heading) for column in profile.columns for heading in column.headings}
    last = min(len(rows) - profile.heading_rows, profile.title_rows_max)
    candidates = [(index, _line(rows, index, profile.heading_rows)) for index in range(last + 1)]
    index, line = max(candidates, key=lambda pair: len(wanted & _names(pair[1])), default=(0, []))
    if len(wanted & _names(line)) * 3 < sum(not column.optional for column in profile.columns):
        raise HeadingsNotFound(rows=profile.title_rows_max + 1, heading=profile.columns[0].headings[0])
    places = {column.field: place for column in profile.columns if (place := _place(column, line)) is not None}
    used = set(places.values())
    unread = ["".join(cell[-1:]) for place, cell in enumerate(line) if cell and place not in used]
    _refuse_missing(profile, places, unread)
    return Headings(
        first_row=index + profile.heading_rows,
        places=places,
        width=max((place for place, cell in enumerate(line) if cell), default=-1) + 1,
        unread=unread,
        line=tuple(rows[index + profile.heading_rows - 1]),
    )


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("*", "")
    return "".join(folded.split()).casefold()


def _line(rows: Sequence[list[str]], index: int, heading_rows: int) -> list[tuple[str, ...]]:
    """Names of each column: its own heading, and with two rows also "upper/lower". Blank: no name."""
    lower = [_plain(cell) for cell in rows[index + heading_rows - 1]]
    if heading_rows == 1:
        return [(cell,) if cell else () for cell in lower]
    upper: list[str] = []
    for cell in rows[index]:
        upper.append(_plain(cell) or (upper[-1] if upper else ""))  # a group's name stands over its first column
    width = max(len(upper), len(lower))
    lower += [""] * (width - len(lower))
    upper += [upper[-1] if upper else ""] * (width - len(upper))
    return [
        (f"{over}/{under}", under) if under and over else (under or over,) if under or over else ()
        for over, under in zip(upper, lower, strict=True)
    ]


def _names(line: Sequence[tuple[str, ...]]) -> set[str]:
    return {name for cell in line for name in cell}


def _place(column: Column, line: Sequence[tuple[str, ...]]) -> int | None:
    names = [_plain(heading) for heading in column.headings]
    for depth in range(max((len(cell) for cell in line), default=0)):
        found = [place for place, cell in enumerate(line) if depth < len(cell) and cell[depth] in names]
        if len(found) > 1:
            raise HeadingTwice(heading=column.headings[0], first=_letter(found[0]), second=_letter(found[1]))
        if found:
            return found[0]
    return None


def _refuse_missing(profile: Profile, places: dict[str, int], unread: list[str]) -> None:
    for column in profile.columns:
        if column.field in places:
            continue
        heading = column.headings[0]
        # a renamed heading must not pass as an absent one: its cells would silently be left out
        close = difflib.get_close_matches(_plain(heading), unread, n=1, cutoff=0.6 if column.optional else 0.5)
        if column.optional and not close:
            continue
        near = msg(" (the sheet has “%(found)s” instead)", found=close[0]) if close else ""
        raise HeadingMissing(field=column.field, heading=heading, near=near)


def _letter(place: int) -> str:
    """0 is A, 26 is AA: as a spreadsheet program names the column."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
