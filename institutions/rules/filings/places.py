"""Places of a payload: a field, a table, a row or a cell."""

from __future__ import annotations

from institutions.rules.filings.schema import FilingForm, Payload, read_path, rows_of


def is_place(form: FilingForm, payload: Payload, path: str) -> bool:
    """Whether the path names a field, a table, a row or a cell of this payload."""
    found = read_path(path)
    if found is None:
        return False
    name, row, column = found
    if row == 0:
        return any(part.key == name for part in form.parts)
    tables = {table.key: table for table in form.tables}
    if name not in tables or row > len(rows_of(payload, name)):
        return False
    return not column or any(one.key == column for one in tables[name].columns)
