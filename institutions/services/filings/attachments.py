"""Documents of a filing: each must still be there and handed out when somebody relies on it."""

from __future__ import annotations

from collections.abc import Iterator

from cixi_oversight.documents.enums import FileState
from cixi_oversight.documents.models import StoredFile
from institutions.errors.filings import FileOfFiling
from institutions.models import Filing
from institutions.rules.filings.schema import Field, FieldType, FilingForm, Finding, Payload, row_path, rows_of


def places(form: FilingForm, payload: Payload) -> Iterator[tuple[str, Field, str]]:
    """(path, field, public id) of every document that the payload names."""
    for one in form.fields:
        if one.type is FieldType.FILE and isinstance(payload.get(one.key), str):
            yield one.key, one, payload[one.key]
    for table in form.tables:
        columns = [column for column in table.columns if column.type is FieldType.FILE]
        for number, row in enumerate(rows_of(payload, table.key) if columns else [], 1):
            for column in columns:
                if isinstance(row.get(column.key), str):
                    yield row_path(table.key, number, column.key), column, row[column.key]


def of_filing(form: FilingForm, filing: Filing) -> dict[str, StoredFile]:
    """The documents that the payload names and that belong to the institution, by public id."""
    ids = {public_id for _, _, public_id in places(form, filing.payload)}
    rows = StoredFile.objects.filter(public_id__in=ids, institution_id=filing.institution_id) if ids else ()
    return {row.public_id: row for row in rows}


def findings(form: FilingForm, filing: Filing) -> list[Finding]:
    """Places whose document is gone, is another institution's, or was refused by the virus scanner."""
    kept = of_filing(form, filing)
    return [
        Finding(FileOfFiling(label=field.label).sentence, path)
        for path, field, public_id in places(form, filing.payload)
        if public_id not in kept or kept[public_id].state == FileState.REFUSED
    ]
