"""What a matched row would change. Only what the sheet says counts: a blank cell never erases anything.

`import_place`  row_no, and the site, permit and registration that the row speaks of (null: none yet)
`import_change` row_no, field, before, after: empty for rows that the register holds as they stand
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cixi_oversight.imports.services.targets import Work
from institutions.services.register_import.match import address_key

_AUTHORITIES: Final = ("approval_authority", "registration_authority", "sector_authority")
_TEXTS: Final = ("name", "trade_name", "brand")


def compare_rows(work: Work) -> None:
    for table in ("import_change", "import_place"):
        work.run(f"drop table if exists pg_temp.{table}")
    work.run("create temp table import_change (row_no int, field text, before text, after text) on commit drop")
    _make_places(work)
    if not work.has("import_match where verdict in ('match', 'site')"):
        return
    if work.writing:
        _lock(work)
    _fill_places(work)
    _find_changes(work)
    work.run(
        "update import_match m set verdict = case when verdict = 'site' or exists "
        "(select from import_change c where c.row_no = m.row_no) then 'changed' else 'unchanged' end "
        "where verdict in ('match', 'site')"
    )


def notes_of(work: Work) -> Mapping[str, int]:
    new = "import_match m join import_typed t using (row_no) where m.verdict = 'new'"
    counts = work.rows(
        f"""
        select (select count(*) from import_match m join import_typed t using (row_no)
                  join institutions_institution i on i.id = m.subject_id
                 where m.verdict in ('changed', 'unchanged') and t.status <> i.status),
               (select count(*) from {new} and t.town is null),
               (select count(*) from {new} and t.uscc is null),
               (select count(*) from {new} and t.address is null)
        """
    )[0]
    return dict(zip(("status_differs", "without_town", "without_uscc", "without_address"), counts, strict=True))


def _lock(work: Work) -> None:
    """In one sorted call; what is compared and written below is read after it (decision 5)."""
    work.run(
        "select id from institutions_institution where id in "
        "(select subject_id from import_match where verdict in ('match', 'site')) order by id for update"
    )


def _make_places(work: Work) -> None:
    work.run(
        "create temp table import_place (row_no int primary key, site_id bigint, permit_id bigint, "
        "registration_id bigint) on commit drop"
    )


def _fill_places(work: Work) -> None:
    """The site with the row's address, else the main one; the permit with its number, else the latest standing."""
    address = address_key("s.address", "c.name", normal=False)
    work.run(
        f"""
        insert into import_place
        select m.row_no,
               (select s.id from institutions_site s join users_county c on c.id = %(county)s
                 where s.institution_id = m.subject_id and s.closed_on is null
                 order by ({address} is not distinct from k.address) desc, s.is_main desc, s.id limit 1),
               (select p.id from institutions_permit p
                 where p.institution_id = m.subject_id
                   and not exists (select from institutions_permit l where l.supersedes_id = p.id)
                 order by (p.number_digits is not distinct from k.permit) desc, p.recorded_at desc, p.id desc limit 1),
               (select r.id from institutions_registration r
                 where r.institution_id = m.subject_id
                   and not exists (select from institutions_registration l where l.supersedes_id = r.id)
                 order by r.recorded_at desc, r.id desc limit 1)
          from import_match m join import_key k using (row_no)
         where m.verdict in ('match', 'site')
        """
    )
    work.run("analyze import_place")


def _find_changes(work: Work) -> None:
    address = address_key("s.address", "n.name", normal=False)
    authorities = ", ".join(
        f"('{name}', (select d.name from users_department d where d.id = i.{name}_id),"
        f" (select d.name from users_department d where d.id = t.{name}), t.{name} is distinct from i.{name}_id)"
        for name in _AUTHORITIES
    )
    texts = ", ".join(f"('{name}', i.{name}, t.{name}, normalize(i.{name}, nfkc) <> t.{name})" for name in _TEXTS)
    plain = ", ".join(
        f"('{name}', i.{name}, t.{name}, t.{name} is distinct from i.{name})"
        for name in ("uscc", "category", "stage", "legal_form")
    )
    work.run(
        f"""
        insert into import_change
        select m.row_no, c.field, c.before, c.after
          from import_match m
          join import_typed t using (row_no)
          join import_key k using (row_no)
          join import_place x using (row_no)
          join institutions_institution i on i.id = m.subject_id
          join users_county n on n.id = i.county_id
          left join institutions_site s on s.id = x.site_id
          left join institutions_permit p on p.id = x.permit_id
          left join institutions_registration r on r.id = x.registration_id
          cross join lateral (values
            {texts}, {plain}, {authorities},
            ('town', (select w.name from users_town w where w.id = i.town_id),
                     (select w.name from users_town w where w.id = t.town), t.town is distinct from i.town_id),
            ('address', s.address, t.address, k.address is distinct from {address}),
            ('phone', s.business_phone, t.phone, t.phone is distinct from s.business_phone),
            ('permit_number', p.number, t.permit_number, k.permit is distinct from p.number_digits),
            ('issued_on', p.issued_on::text, t.issued_on::text,
                     p.id is not null and t.issued_on is distinct from p.issued_on),
            ('expires_on', case when p.is_open_ended then 'infinity' else p.expires_on::text end, t.expires_on::text,
                     p.id is not null and t.expires_on is distinct from
                       case when p.is_open_ended then 'infinity'::date else p.expires_on end),
            ('capital_fen', r.registered_capital_fen::text, t.capital_fen::text,
                     t.capital_fen is distinct from r.registered_capital_fen)
          ) as c(field, before, after, differs)
         where m.verdict = 'match' and c.after is not null and c.differs is not false
        """
    )
