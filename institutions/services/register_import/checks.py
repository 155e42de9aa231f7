"""Faults that need more than one cell, or more than one row."""

from __future__ import annotations

from typing import Final

from cixi_oversight.imports.services.prepare import drop_faulty
from cixi_oversight.imports.services.targets import Work

_NOBODY: Final = "'{}'::jsonb"
# field named, code, condition, figures
_CHECKS: Final = (
    ("uscc", "not_identifiable", "t.uscc is null and t.permit_number is null and t.address is null", _NOBODY),
    (
        "expires_on",
        "expires_before_issue",
        "t.expires_on < t.issued_on",
        "jsonb_build_object('value', t.expires_on::text)",
    ),
    ("issued_on", "in_future", "t.issued_on > %(on)s", "jsonb_build_object('value', t.issued_on::text)"),
    ("status_on", "in_future", "t.status_on > %(on)s", "jsonb_build_object('value', t.status_on::text)"),
    (
        "capital_fen",
        "capital_without_form",
        "t.capital_fen is not null and t.legal_form is null and t.uscc is null",
        _NOBODY,
    ),
    (
        "uscc",
        "uscc_taken",
        "exists (select from institutions_institution i where i.uscc = t.uscc and i.county_id <> %(county)s)",
        _NOBODY,
    ),
)
_CODES_DIFFER: Final = "(a.uscc <> b.uscc or a.permit <> b.permit)"


def excuse_overridden_codes(work: Work) -> None:
    """An old code that fails the standard, accepted by the section chief with a reason, is taken in a sheet too."""
    if "uscc" not in work.batch.reading["fields"]:
        return
    work.run(
        """
        delete from import_fault f using import_text t, institutions_institution i
         where f.row_no = t.row_no and f.field = 'uscc' and f.code in ('uscc_check', 'uscc_characters')
           and i.uscc = t.uscc and i.uscc_override_reason <> '' and i.county_id = %(county)s
        """
    )


def check_rows(work: Work) -> None:
    for field, code, condition, figures in _CHECKS:
        work.run(
            f"insert into import_fault select t.row_no, %(field)s, %(code)s, {figures}, '' from import_typed t "
            f"where {condition}",
            {"field": field, "code": code},
        )


def find_duplicates(work: Work) -> None:
    """Identical content keeps the first row; conflicting content about the same thing holds both."""
    _find_identical(work)
    if work.has("import_fault"):
        drop_faulty(work)
        work.run("delete from import_key k using import_fault f where f.row_no = k.row_no")
    is_site = "a.permit <> b.permit and a.address <> b.address"
    _find_conflicts(work, ("uscc",), f"({is_site}) is not true")
    _find_conflicts(work, ("permit",), "a.uscc is distinct from b.uscc")
    _find_conflicts(work, ("name", "address"), f"{_CODES_DIFFER} is not true")


def _find_identical(work: Work) -> None:
    contents = ", ".join(f"t.{key}" for key in work.batch.reading["fields"])
    work.run(
        f"""
        with shared as (select name from import_key group by name having count(*) > 1),
             rows as (select k.row_no, row({contents})::text as contents
                        from shared s join import_key k on k.name = s.name join import_text t on t.row_no = k.row_no),
             firsts as (select row_no, min(row_no) over (partition by contents) as first from rows)
        insert into import_fault
        select row_no, '', 'duplicate_same', jsonb_build_object('row', first), '' from firsts where first <> row_no
        """
    )


def _find_conflicts(work: Work, keys: tuple[str, ...], condition: str) -> None:
    """`a` and `b` are two rows with the same keys."""
    listed = ", ".join(keys)
    filled = " and ".join(f"{key} is not null" for key in keys)
    same = " and ".join(f"a.{key} = b.{key}" for key in keys)
    work.run(
        f"""
        with shared as (select {listed} from import_key where {filled} group by {listed} having count(*) > 1),
             members as materialized (select k.* from import_key k join shared using ({listed}))
        insert into import_fault
        select b.row_no, '', 'duplicate_other', jsonb_build_object('row', min(a.row_no)), ''
          from members b join members a on {same} and a.row_no <> b.row_no and {condition}
         where not exists (select from import_fault f where f.row_no = b.row_no and f.code = 'duplicate_other')
         group by b.row_no
        """
    )
