"""What the register says of a slice of institutions, in one statement: the columns of `rules.whitelist.Standing`, and
where each stands on the list and among the proposals."""

from __future__ import annotations

from typing import Final

FACTS: Final = """
    select i.id, i.county_id, i.status = 'operating',
           exists (select from institutions_permit p
                    where p.institution_id = i.id
                      and (p.is_open_ended or p.expires_on >= %(on)s) and (p.issued_on is null or p.issued_on <= %(on)s)
                      and not exists (select from institutions_permit l where l.supersedes_id = p.id)),
           i.category, i.legal_form,
           (select string_agg(distinct r.kind, ',') from institutions_registration r
             where r.institution_id = i.id
               and not exists (select from institutions_registration l where l.supersedes_id = r.id)),
           exists (select from institutions_course c join institutions_feeitem f on f.course_id = c.id
                    where c.institution_id = i.id and not c.withdrawn
                      and not exists (select from institutions_course l where l.supersedes_id = c.id)),
           exists (select from institutions_staffmember s
                    where s.institution_id = i.id and not s.withdrawn and s.posted_name <> ''
                      and s.hired_on <= %(on)s and (s.left_on is null or s.left_on > %(on)s)
                      and not exists (select from institutions_staffmember l where l.supersedes_id = s.id)),
           e.id is not null, w.change, w.unmet, w.unknown
      from institutions_institution i
      left join institutions_whitelistentry e on e.institution_id = i.id and e.left_id is null
      left join institutions_whitelistproposal w on w.institution_id = i.id
     where {which}
"""
OF_SLICE: Final = FACTS.format(which="i.county_id = %(county)s and i.id between %(low)s and %(high)s")
OF_IDS: Final = FACTS.format(which="i.county_id = %(county)s and i.id = any(%(ids)s)")
# whether filing of courses and of people has begun in the county at all: before, nobody can have posted
BEGUN: Final = """
    select exists (select from institutions_course c join institutions_institution i on i.id = c.institution_id
                    where i.county_id = %(county)s),
           exists (select from institutions_staffmember s join institutions_institution i on i.id = s.institution_id
                    where i.county_id = %(county)s)
"""
UPSERT: Final = """
    insert into institutions_whitelistproposal as held (institution_id, county_id, change, unmet, unknown, since_on)
    select n.id, %(county)s, n.change, string_to_array(n.unmet, ','),
           string_to_array(n.unknown, ','), %(on)s
      from unnest(%(ids)s::bigint[], %(changes)s::text[], %(unmet)s::text[], %(unknown)s::text[])
           as n (id, change, unmet, unknown)
        on conflict (institution_id) do update
       set change = excluded.change, unmet = excluded.unmet, unknown = excluded.unknown,
           since_on = case when held.change = excluded.change then held.since_on else excluded.since_on end
"""
DROP: Final = "delete from institutions_whitelistproposal where institution_id = any(%(ids)s)"
