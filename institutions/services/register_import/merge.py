"""Writes new and changed rows, a statement a table. All or nothing is the caller's transaction."""

from __future__ import annotations

from typing import Final

from cixi_oversight.imports.ports.bulk import copy_rows
from cixi_oversight.imports.services.targets import Work
from cixi_oversight.records import new_public_ids
from institutions.enums import ENDED, Status, Verb
from institutions.services.feed import announce_import
from institutions.services.register_import.change import change_rows
from institutions.services.register_import.fragments import KIND, dates

CAUSE: Final = "import_batch"

# the day since when a new row's status holds: what the sheet says, else the permit, else the day of the data or today
_SINCE: Final = f"""
    least(coalesce(t.status_on, case when coalesce(t.status, '{Status.OPERATING}') = '{Status.OPERATING}'
                                     then t.issued_on end, t.source_on, %(on)s::date), %(on)s::date)
"""


def merge_rows(work: Work) -> None:
    _spare_the_triggers(work)
    if work.has("import_match where verdict = 'new'"):
        _number_new(work)
        _insert_institutions(work)
        _insert_dated(work)
        _insert_authorities(work)
        _insert_records(work)
    change_rows(work)
    announce_import(at=work.at)


def _spare_the_triggers(work: Work) -> None:
    """pgtrigger asks before each row which triggers to ignore, and catches an error where nobody has said: none."""
    work.run("select set_config('pgtrigger.ignore', '{}', true)")


def _number_new(work: Work) -> None:
    """Ids beforehand, so that every table is filled by one statement; and opaque ids for addresses of pages."""
    work.run("drop table if exists pg_temp.import_new")
    work.run(
        "create temp table import_new (row_no int, public_id text, site_id text, permit_id text, registration_id text, "
        "id bigint default nextval('institutions_institution_id_seq')) on commit drop"
    )
    row_nos = [row for (row,) in work.rows("select row_no from import_match where verdict = 'new' order by row_no")]
    ids = iter(new_public_ids(4 * len(row_nos)))
    columns = ("row_no", "public_id", "site_id", "permit_id", "registration_id")
    copy_rows(work.cursor, "import_new", columns, zip(row_nos, ids, ids, ids, ids, strict=False))
    work.run("create unique index on import_new (row_no)")
    work.run("analyze import_new (row_no)")
    work.run("update import_match m set subject_id = n.id from import_new n where n.row_no = m.row_no")


def _insert_institutions(work: Work) -> None:
    work.run(
        f"""
        insert into institutions_institution (id, public_id, county_id, town_id, uscc, uscc_override_reason, name,
               former_names, trade_name, brand, pinyin, initials, category, legal_form, stage, status,
               approval_authority_id, registration_authority_id, sector_authority_id,
               version, created_at, created_by_id, changed_at, changed_by_id)
        select n.id, n.public_id, %(county)s, t.town, t.uscc, '', t.name, '{{}}', coalesce(t.trade_name, ''),
               coalesce(t.brand, ''), '', '', t.category, t.legal_form, t.stage,
               coalesce(t.status, '{Status.OPERATING}'),
               t.approval_authority, t.registration_authority, t.sector_authority, 1, %(at)s, %(by)s, %(at)s, %(by)s
          from import_new n join import_typed t using (row_no) order by n.id
        """
    )


def _insert_dated(work: Work) -> None:
    """The status it was found in, and category and legal form since then."""
    work.run(
        f"""
        insert into institutions_institutiontransition (institution_id, verb, source, target, why, cause_kind, cause_id,
               effective_on, recorded_at, actor_id)
        select n.id, '{Verb.REGISTER}', '', coalesce(t.status, '{Status.OPERATING}'), '', '{CAUSE}', %(batch)s,
               {_SINCE}, %(at)s, %(by)s
          from import_new n join import_typed t using (row_no) order by n.id
        """
    )
    for table, column in (("categoryrow", "category"), ("legalformrow", "legal_form")):
        work.run(
            f"""
            insert into institutions_{table} (institution_id, {column}, from_on, why, recorded_at, recorded_by_id)
            select n.id, t.{column}, {_from_on()}, '', %(at)s, %(by)s
              from import_new n join import_typed t using (row_no) where t.{column} is not null order by n.id
            """
        )


def _insert_authorities(work: Work) -> None:
    """Who is responsible from when, as `services.authorities` writes it for one institution."""
    for capacity in ("approval", "registration", "sector"):
        work.run(
            f"""
            insert into institutions_authorityrow (institution_id, capacity, department_id, from_on, why, cause_kind,
                   cause_id, recorded_at, recorded_by_id)
            select n.id, '{capacity}', t.{capacity}_authority, {_from_on()}, '', '{CAUSE}', %(batch)s, %(at)s, %(by)s
              from import_new n join import_typed t using (row_no)
             where t.{capacity}_authority is not null order by n.id
            """
        )


def _from_on() -> str:
    """An ended institution had its category while it lived: not from the day on which it ended."""
    ended = ", ".join(f"'{status.value}'" for status in sorted(ENDED))
    return f"case when t.status in ({ended}) then coalesce(t.issued_on, {_SINCE}) else {_SINCE} end"


def _insert_records(work: Work) -> None:
    work.run(
        """
        insert into institutions_site (public_id, institution_id, town_id, name, address, business_phone, is_main,
               version, created_at, created_by_id, changed_at, changed_by_id)
        select n.site_id, n.id, t.town, '', coalesce(t.address, ''), coalesce(t.phone, ''), true,
               1, %(at)s, %(by)s, %(at)s, %(by)s
          from import_new n join import_typed t using (row_no)
         where t.address is not null or t.phone is not null order by n.id
        """
    )
    work.run(
        f"""
        insert into institutions_permit (public_id, institution_id, number, name_on_permit, scope, authority_id,
               issued_on, expires_on, is_open_ended, recorded_at, recorded_by_id)
        select n.permit_id, n.id, t.permit_number, '', '', t.approval_authority, {dates("t.issued_on")},
               %(at)s, %(by)s
          from import_new n join import_typed t using (row_no) where t.permit_number is not null order by n.id
        """
    )
    work.run(
        f"""
        insert into institutions_registration (public_id, institution_id, kind, number, name_on_certificate, scope,
               registered_on, registered_capital_fen, recorded_at, recorded_by_id)
        select n.registration_id, n.id, {KIND.format(form="t.legal_form", code="t.uscc")}, coalesce(t.uscc, ''), '',
               '', null, t.capital_fen, %(at)s, %(by)s
          from import_new n join import_typed t using (row_no) where t.capital_fen is not null order by n.id
        """
    )
