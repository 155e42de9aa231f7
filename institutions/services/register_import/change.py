"""Writes changed rows: what the sheet says anew, never what it leaves blank. A correction of a fact is a new row."""

from __future__ import annotations

from typing import Final

from cixi_oversight.imports.ports.bulk import copy_rows
from cixi_oversight.imports.services.targets import Work
from cixi_oversight.records import new_public_ids
from institutions.services.register_import.fragments import KIND, dates

_WHY: Final = "import %(batch)s"


def change_rows(work: Work) -> None:
    if work.has("import_match where verdict = 'changed'"):
        _update_institutions(work)
        _change_dated(work)
        _change_authorities(work)
        _change_site(work)
        _change_permit(work)
        _change_registration(work)
    if work.forced is not None:
        _add_site(work)


def _changed(*fields: str) -> str:
    """Rows in which one of these fields changes."""
    named = ", ".join(f"'{field}'" for field in fields)
    return (
        "m.verdict = 'changed' and exists "
        f"(select from import_change c where c.row_no = m.row_no and c.field in ({named}))"
    )


def _changes(field: str) -> str:
    return f"exists (select from import_change c where c.row_no = m.row_no and c.field = '{field}')"


def _update_institutions(work: Work) -> None:
    named = f"({_changes('name')} or {_changes('trade_name')} or {_changes('brand')})"
    own = (
        "category",
        "stage",
        "legal_form",
        "town",
        "approval_authority",
        "registration_authority",
        "sector_authority",
    )
    columns = {"town": "town_id"} | {field: f"{field}_id" for field in own if field.endswith("_authority")}
    values = ", ".join(
        f"{columns.get(field, field)} = coalesce(n.{field}, i.{columns.get(field, field)})" for field in own
    )
    work.run(
        f"""
        update institutions_institution i
           set name = case when n.renamed then n.name else i.name end,
               former_names = case when n.renamed then array_append(array_remove(i.former_names, n.name), i.name)
                                   else i.former_names end,
               trade_name = coalesce(n.trade_name, i.trade_name), brand = coalesce(n.brand, i.brand),
               uscc = coalesce(n.uscc, i.uscc),
               uscc_override_reason = case when n.recoded then '' else i.uscc_override_reason end,
               pinyin = case when n.respelt then '' else i.pinyin end,
               initials = case when n.respelt then '' else i.initials end,
               {values},
               version = i.version + 1, changed_at = %(at)s, changed_by_id = %(by)s
          from (select m.subject_id, t.*, {_changes("name")} as renamed, {_changes("uscc")} as recoded,
                       {named} as respelt
                  from import_match m join import_typed t using (row_no)
                 where {_changed("name", "trade_name", "brand", "uscc", *own)}) n
         where i.id = n.subject_id
        """
    )


def _change_dated(work: Work) -> None:
    for table, column in (("categoryrow", "category"), ("legalformrow", "legal_form")):
        work.run(
            f"""
            insert into institutions_{table} (institution_id, {column}, from_on, why, recorded_at, recorded_by_id)
            select m.subject_id, t.{column}, %(on)s, '{_WHY}', %(at)s, %(by)s
              from import_match m join import_typed t using (row_no) where {_changed(column)}
            """
        )


def _change_authorities(work: Work) -> None:
    """Before the copies in the institution's columns change: a row for each authority that is another one."""
    for capacity in ("approval", "registration", "sector"):
        work.run(
            f"""
            insert into institutions_authorityrow (institution_id, capacity, department_id, from_on, why, cause_kind,
                   cause_id, recorded_at, recorded_by_id)
            select m.subject_id, '{capacity}', t.{capacity}_authority, %(on)s, '{_WHY}', 'import_batch', %(batch)s,
                   %(at)s, %(by)s
              from import_match m join import_typed t using (row_no) where {_changed(f"{capacity}_authority")}
             order by m.subject_id
            """
        )


def _change_site(work: Work) -> None:
    work.run(
        f"""
        update institutions_site s
           set address = case when n.moved then n.address else s.address end,
               business_phone = coalesce(n.phone, s.business_phone),
               version = s.version + 1, changed_at = %(at)s, changed_by_id = %(by)s
          from (select x.site_id, t.address, t.phone, {_changes("address")} as moved
                  from import_match m join import_typed t using (row_no) join import_place x using (row_no)
                 where {_changed("address", "phone")}) n
         where s.id = n.site_id
        """
    )
    _insert_site(work, f"x.site_id is null and {_changed('address', 'phone')}")


def _insert_site(work: Work, condition: str) -> None:
    rows = work.rows(
        "select m.row_no from import_match m join import_typed t using (row_no) join import_place x using (row_no) "
        f"where {condition} order by 1"
    )
    if not rows:
        return
    _number(work, [row for (row,) in rows])
    work.run(
        """
        insert into institutions_site (public_id, institution_id, town_id, name, address, business_phone, is_main,
               version, created_at, created_by_id, changed_at, changed_by_id)
        select o.public_id, m.subject_id, t.town, '', coalesce(t.address, ''), coalesce(t.phone, ''),
               not exists (select from institutions_site s where s.institution_id = m.subject_id and s.is_main),
               1, %(at)s, %(by)s, %(at)s, %(by)s
          from import_opaque o join import_match m using (row_no) join import_typed t using (row_no)
        """
    )


def _change_permit(work: Work) -> None:
    """A renewal or correction is a new row. The same number keeps what the sheet leaves blank, if the dates agree."""
    condition = _changed("permit_number", "issued_on", "expires_on")
    rows = work.rows(f"select m.row_no from import_match m where {condition} order by 1")
    if not rows:
        return
    _number(work, [row for (row,) in rows])
    work.run(
        """
        insert into institutions_permit (public_id, institution_id, number, name_on_permit, scope, authority_id,
               issued_on, expires_on, is_open_ended, supersedes_id, recorded_at, recorded_by_id)
        select o.public_id, m.subject_id, coalesce(t.permit_number, p.number), coalesce(p.name_on_permit, ''),
               coalesce(p.scope, ''), coalesce(t.approval_authority, p.authority_id),
               case when t.issued_on is not null then t.issued_on
                    when d.same and (t.expires_on is null or p.issued_on <= t.expires_on) then p.issued_on end,
               case when t.expires_on is not null then nullif(t.expires_on, 'infinity'::date)
                    when d.same and (t.issued_on is null or t.issued_on <= p.expires_on) then p.expires_on end,
               case when t.expires_on is not null then t.expires_on = 'infinity'::date
                    else d.same and coalesce(p.is_open_ended, false) end,
               p.id, %(at)s, %(by)s
          from import_opaque o join import_match m using (row_no) join import_typed t using (row_no)
          join import_key k using (row_no) join import_place x using (row_no)
          left join institutions_permit p on p.id = x.permit_id
          cross join lateral (select k.permit is null or k.permit is not distinct from p.number_digits as same) d
         where coalesce(t.permit_number, p.number) is not null
        """
    )


def _change_registration(work: Work) -> None:
    rows = work.rows(f"select m.row_no from import_match m where {_changed('capital_fen')} order by 1")
    if not rows:
        return
    _number(work, [row for (row,) in rows])
    form, code = "coalesce(t.legal_form, i.legal_form)", "coalesce(t.uscc, i.uscc)"
    work.run(
        f"""
        insert into institutions_registration (public_id, institution_id, kind, number, name_on_certificate, scope,
               registered_on, registered_capital_fen, supersedes_id, recorded_at, recorded_by_id)
        select o.public_id, m.subject_id, coalesce(r.kind, {KIND.format(form=form, code=code)}),
               coalesce(r.number, {code}, ''), coalesce(r.name_on_certificate, ''), coalesce(r.scope, ''),
               r.registered_on, t.capital_fen, r.id, %(at)s, %(by)s
          from import_opaque o join import_match m using (row_no) join import_typed t using (row_no)
          join import_place x using (row_no) join institutions_institution i on i.id = m.subject_id
          left join institutions_registration r on r.id = x.registration_id
        """
    )


def _number(work: Work, row_nos: list[int]) -> None:
    """`import_opaque`: a fresh opaque id for each row."""
    work.run("drop table if exists pg_temp.import_opaque")
    work.run("create temp table import_opaque (row_no int, public_id text) on commit drop")
    ids = new_public_ids(len(row_nos))
    copy_rows(work.cursor, "import_opaque", ("row_no", "public_id"), zip(row_nos, ids, strict=True))


def _add_site(work: Work) -> None:
    """A person has said: a further site of the institution, with a permit of its own where the row names one."""
    site = (
        "m.match_key = 'decision' and m.verdict = 'changed' and not exists "
        "(select from import_change c where c.row_no = m.row_no)"
    )
    _insert_site(work, site)
    work.run(
        f"""
        insert into institutions_permit (public_id, institution_id, number, name_on_permit, scope, authority_id,
               issued_on, expires_on, is_open_ended, recorded_at, recorded_by_id)
        select %(permit)s, m.subject_id, t.permit_number, '', '', t.approval_authority, {dates("t.issued_on")},
               %(at)s, %(by)s
          from import_match m join import_typed t using (row_no) join import_key k using (row_no)
         where {site} and t.permit_number is not null
           and not exists (select from institutions_permit p
                            where p.institution_id = m.subject_id and p.number_digits = k.permit)
        """,
        {"permit": new_public_ids(1)[0]},
    )
