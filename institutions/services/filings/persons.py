"""Names of persons in a filing: typed ones go to the vault when a draft is saved; the payload keeps the vault's row
and the masked form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.people import enter_person
from institutions.models import Filing
from institutions.rules.filings.schema import Field, FieldType, FilingForm, Payload, is_typed, rows_of
from institutions.services.words import clean


def keep(form: FilingForm, payload: Payload, *, filing: Filing, by: Viewer, at: dt.datetime) -> Payload:
    """The payload with every typed name replaced by its row in the vault. A row id that this filing's institution
    does not hold is dropped: nobody files a stranger by guessing a number."""
    made = dict(payload)
    known = _known(form, filing.payload)
    for column, values in _places(form, made):
        value = values.get(column.key)
        if value is None:
            continue
        if isinstance(value, dict) and "person" in value:
            if value["person"] not in known:
                del values[column.key]
            continue
        name = clean(str(value["typed"] if is_typed(value) else value))
        if not name:
            del values[column.key]
            continue
        person = enter_person(
            kind=column.person_kind,
            subject_kind="filing",
            subject_id=filing.pk,
            institution_id=filing.institution_id,
            values={column.person_field.value: name},  # type: ignore[misc]
            by=by,
            at=at,
        )
        values[column.key] = {"person": person.pk, "masked": person.masked(column.person_field)}
    return made


def _places(form: FilingForm, payload: Payload) -> Iterator[tuple[Field, dict[str, Any]]]:
    for one in form.fields:
        if one.type is FieldType.PERSON:
            yield one, payload
    for table in form.tables:
        columns = [column for column in table.columns if column.type is FieldType.PERSON]
        if columns:
            payload[table.key] = [dict(row) for row in rows_of(payload, table.key)]
            for row in payload[table.key]:
                for column in columns:
                    yield column, row


def _known(form: FilingForm, payload: Payload) -> set[int]:
    """The vault rows that the saved payload holds: prefilled or typed before."""
    found = set()
    for column, values in _places(form, dict(payload)):
        value = values.get(column.key)
        if isinstance(value, dict) and "person" in value:
            found.add(value["person"])
    return found
