"""Writes new and changed rows, a statement a table. All or nothing is the caller's transaction."""

from __future__ import annotations

from typing import Final

from cixi_oversight.imports.ports.bulk import copy_rows
from cixi_oversight.imports.services.targets import Work
from cixi_oversight.records import new_public_ids
from institutions.enums import ENDED, LegalForm, RegistrationKind, Status, Verb

CAUSE: Final = "import_batch"

# the day since when a new row's status holds: what the sheet says, else the permit, else the day of the data or today
_SINCE: Final = f"""
    least(coalesce(t.status_on, case when coalesce(t.status, '{Status.OPERATING}') = '{Status.OPERATING}'
                                     then t.issued_on end, t.source_on, %(on)s::date), %(on)s::date)
"""
_KIND: Final = f"""
    case when coalesce({{form}}, '') = '{LegalForm.PRIVATE_NON_ENTERPRISE}' or {{form}} is null and {{code}} like '52%%'
           then '{RegistrationKind.PRIVATE_NON_ENTERPRISE}'
         when coalesce({{form}}, '') = '{LegalForm.PUBLIC_INSTITUTION}' or {{form}} is null and {{code}} like '12%%'
           then '{RegistrationKind.PUBLIC_INSTITUTION}'
         else '{RegistrationKind.BUSINESS}' end
"""
_WHY: Final = "import %(batch)s"


def merge_rows(work: Work) -> None:
    if work.has("import_match where verdict = 'new'"):
        _number_new(work)
        _insert_institutions(work)
        _insert_dated(work)
        _insert_records(work)
    if work.has("import_match where verdict = 'changed'"):
        _update_institutions(work)
        _change_dated(work)
        _change_site(work)
        _change_permit(work)
        _change_registration(work)
    if work.forced is not None:
        _add_site(work)


# --- new rows ---


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
        select n.permit_id, n.id, t.permit_number, '', '', t.approval_authority, {_dates("t.issued_on")},
               %(at)s, %(by)s
          from import_new n join import_typed t using (row_no) where t.permit_number is not null order by n.id
        """
    )
    work.run(
        f"""
        insert into institutions_registration (public_id, institution_id, kind, number, name_on_certificate, scope,
               registered_on, registered_capital_fen, recorded_at, recorded_by_id)
        select n.registration_id, n.id, {_KIND.format(form="t.legal_form", code="t.uscc")}, coalesce(t.uscc, ''), '',
               '', null, t.capital_fen, %(at)s, %(by)s
          from import_new n join import_typed t using (row_no) where t.capital_fen is not null order by n.id
        """
    )


def _dates(issued: str) -> str:
    return f"{issued}, nullif(t.expires_on, 'infinity'::date), t.expires_on is not distinct from 'infinity'::date"


# --- changed rows ---


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
        select o.public_id, m.subject_id, coalesce(r.kind, {_KIND.format(form=form, code=code)}),
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
        select %(permit)s, m.subject_id, t.permit_number, '', '', t.approval_authority, {_dates("t.issued_on")},
               %(at)s, %(by)s
          from import_match m join import_typed t using (row_no) join import_key k using (row_no)
         where {site} and t.permit_number is not null
           and not exists (select from institutions_permit p
                            where p.institution_id = m.subject_id and p.number_digits = k.permit)
        """,
        {"permit": new_public_ids(1)[0]},
    )
