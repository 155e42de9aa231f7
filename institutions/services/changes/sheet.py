"""The weekly list as a sheet: a target of imports beside the feed over REST, with the same matching and outcomes.

A row is known by the office's own number, or else by its contents: the same sheet twice brings nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast

from django.urls import reverse

from cixi_oversight.errors import Message, msg
from cixi_oversight.imports.enums import FieldKind, MatchKey, Verdict
from cixi_oversight.imports.ports.bulk import copy_rows
from cixi_oversight.imports.rules.fields import Field
from cixi_oversight.imports.services.targets import Side, Work
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.errors import NumberInText
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.web.words import worded
from institutions.enums.changes import ChangeKind, ChangeOutcome
from institutions.models import RegisterChange
from institutions.rules.changes import ROWS_MAX
from institutions.rules.labels.changes import CHANGE_KIND, CHANGE_OUTCOME
from institutions.services.changes.receiving import ChangeFacts, decisions, receive_changes

TARGET: Final = "institutions.register_changes"
PROFILE: Final = "register_changes"
_FIELDS: Final = (
    Field("reference", msg("Number of the sender"), max_length=40),
    Field(
        "kind",
        msg("Kind of change"),
        FieldKind.CHOICE,
        choices=frozenset(kind.value for kind in ChangeKind),
        required=True,
    ),
    Field("changed_on", msg("Changed on"), FieldKind.DATE, required=True),
    Field("name", msg("Name of the business"), max_length=120, required=True),
    Field("uscc", msg("Unified social credit code"), FieldKind.USCC),
    Field("former_name", msg("Former name"), max_length=120),
    Field("address", msg("Address"), max_length=200, required=True),
    Field("scope", msg("Scope of business"), max_length=1000),
    Field("note", msg("What changed"), max_length=400),
)
_TEXTS: Final = ("name", "former_name", "address", "scope", "note")
_CONTENTS: Final = ("kind", "changed_on::text", "uscc", *_TEXTS)
_COLUMNS: Final = ("row_no", "verdict", "match_key", "certainty", "reason", "subject_id", "subject_ids", "other_row")
_IN_FUTURE: Final = "in_future"
_PERSON: Final = "person_number"


class RegisterChangesTarget:
    """Answers `imports.services.targets.TARGETS`."""

    key: str = TARGET
    label: Message = msg("Register changes")
    fields: Mapping[str, Field] = {field.key: field for field in _FIELDS}
    title_field: str = "name"
    faults: Mapping[str, Message] = {
        _IN_FUTURE: msg("%(value)s lies in the future. Correct the date."),
        _PERSON: msg("A number of a person stands in this cell. Take it out; only the business itself is listed here."),
    }
    reasons: Mapping[str, Message] = {
        **{one.value: CHANGE_OUTCOME[one] for one in ChangeOutcome},
        _IN_FUTURE: msg("dates in the future"),
        _PERSON: msg("numbers of persons"),
    }
    doubts: Mapping[str, Message] = {}
    notes: Mapping[str, Message] = {one.value: CHANGE_OUTCOME[one] for one in ChangeOutcome}
    profiles: Path = Path(__file__).parent / "profiles"

    def word_of(self, field_key: str, value: str) -> str:
        words: dict[StrEnum, Message] = CHANGE_KIND
        return worded(words[ChangeKind(value)]) if field_key == "kind" else value

    def lookup(self, field_key: str, county_id: int) -> Mapping[str, int]:
        return {}

    def excuse(self, work: Work) -> None:
        """Nothing is excused."""

    def check(self, work: Work) -> None:
        """No day to come, and no number of a person in any text: its cell is named, not quoted."""
        work.run(
            "insert into import_fault select row_no, 'changed_on', %(code)s, "
            "jsonb_build_object('value', changed_on::text), '' from import_typed where changed_on > %(on)s",
            {"code": _IN_FUTURE},
        )
        found = [
            (row_no, key, _PERSON, "{}", "")
            for row_no, *texts in work.rows(f"select row_no, {', '.join(_TEXTS)} from import_typed order by row_no")
            for key, text in zip(_TEXTS, texts, strict=True)
            if text and _has_number(text)
        ]
        copy_rows(work.cursor, "import_fault", ("row_no", "field", "code", "figures", "excerpt"), found)

    def find_duplicates(self, work: Work) -> None:
        """`import_reference`: by what each row is known. The same row twice is taken once; two that bear one number and
        say different things are both held."""
        cells = ", ".join(f"coalesce({key}, '')" for key in _CONTENTS)
        contents = f"concat_ws(E'\\x1f', {cells})"
        work.run("drop table if exists pg_temp.import_reference")
        work.run(
            f"""
            create temp table import_reference on commit drop as
            select row_no, contents, coalesce(reference, 'S-' || left(
                       encode(sha256(convert_to(contents, 'UTF8')), 'hex'), 32)) as reference
              from (select row_no, reference, {contents} as contents from import_typed offset 0) t
            """
        )
        work.run(
            """
            insert into import_fault
            select row_no, '', case when same then 'duplicate_same' else 'duplicate_other' end,
                   jsonb_build_object('row', case when row_no = first then second else first end), ''
              from (select row_no, min(row_no) over w as first, max(row_no) over w as second, count(*) over w as rows,
                           min(contents) over w = max(contents) over w as same
                      from import_reference window w as (partition by reference)) r
             where rows > 1 and not (same and row_no = first)
            """
        )

    def match(self, work: Work) -> None:
        """What has come in before stays as it is; of the rest the outcome that it would have stands as its reason."""
        rows = _rows(work)
        known = dict(
            RegisterChange.objects.filter(
                county=work.batch.county_id, reference__in=[facts["reference"] for _, facts in rows]
            ).values_list("reference", "pk")
        )
        fresh = [(row_no, facts) for row_no, facts in rows if facts["reference"] not in known]
        judged = decisions(work.batch.county, [facts for _, facts in fresh])
        work.run("drop table if exists pg_temp.import_match")
        work.run(
            "create temp table import_match (row_no int, verdict text, match_key text, certainty text, reason text, "
            "subject_id bigint, subject_ids bigint[], other_row int) on commit drop"
        )
        found: list[tuple[Any, ...]] = [
            (row_no, Verdict.NEW.value, "", "", one.outcome.value, "", "{}", "")
            for (row_no, _), one in zip(fresh, judged, strict=True)
        ]
        found += [
            (
                row_no,
                Verdict.UNCHANGED.value,
                MatchKey.REFERENCE.value,
                "certain",
                "",
                known[facts["reference"]],
                "{}",
                "",
            )
            for row_no, facts in rows
            if facts["reference"] in known
        ]
        copy_rows(work.cursor, "import_match", _COLUMNS, found)
        work.run(
            "update import_match set match_key = coalesce(match_key, ''), certainty = coalesce(certainty, ''), "
            "reason = coalesce(reason, '')"
        )

    def compare(self, work: Work) -> None:
        """Nothing that came in is written over."""
        work.run("drop table if exists pg_temp.import_change")
        work.run("create temp table import_change (row_no int, field text, before text, after text) on commit drop")

    def merge(self, work: Work) -> None:
        """By the service that takes the feed, as many rows at a time as that takes."""
        fresh = {row_no for (row_no,) in work.rows("select row_no from import_match where verdict = 'new'")}
        rows = [facts for row_no, facts in _rows(work) if row_no in fresh]
        for start in range(0, len(rows), ROWS_MAX):
            receive_changes(
                county=work.batch.county,
                rows=rows[start : start + ROWS_MAX],
                batch=work.batch,
                by=work.by,
                at=work.at,
            )
        work.run(
            """
            update import_match m set subject_id = c.id
              from import_reference r, institutions_registerchange c
             where r.row_no = m.row_no and c.batch_id = %(batch)s and c.reference = r.reference and m.verdict = 'new'
            """
        )

    def notes_of(self, work: Work) -> Mapping[str, int]:
        """How many rows have each outcome."""
        found = Counter(reason for (reason,) in work.rows("select reason from import_match where verdict = 'new'"))
        return {one.value: found[one.value] for one in ChangeOutcome}

    def follow_up(self, *, slot: str, by: Viewer) -> None:
        """Nothing comes later."""

    def sides(self, ids: Sequence[int], viewer: Viewer) -> list[Side]:
        """No row waits on the work list of imports: the registrar has one of register changes."""
        return []

    def results_url(self, batch_id: int) -> str:
        """The list of what became of each row, from which it is downloaded."""
        return f"{reverse('institutions:register_changes')}?sheet={batch_id}"


def _rows(work: Work) -> list[tuple[int, ChangeFacts]]:
    """The clean rows in their order, as the feed would bring them."""
    keys = ("reference", "kind", "changed_on", "name", "uscc", "former_name", "address", "scope", "note")
    listed = ", ".join(f"t.{key}" for key in keys[1:])
    found = work.rows(
        f"select t.row_no, r.reference, {listed} from import_typed t join import_reference r using (row_no) order by 1"
    )
    return [(row_no, _facts(dict(zip(keys, values, strict=True)))) for row_no, *values in found]


def _facts(values: dict[str, Any]) -> ChangeFacts:
    texts = {key: value or "" for key, value in values.items() if key not in ("kind", "changed_on")}
    facts: Any = {"kind": ChangeKind(values["kind"]), "changed_on": values["changed_on"], **texts}
    return cast("ChangeFacts", facts)


def _has_number(text: str) -> bool:
    try:
        without_numbers(text, field="")
    except NumberInText:
        return True
    return False
