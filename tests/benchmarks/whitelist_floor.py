"""The floor of the white list's nightly proposal: the same rows in hand-written SQL, two statements a slice.

It decides by expressions, shares nothing with the product's rule and pays for the same tables and indexes.
"""
# ruff: noqa: E501 - expressions in rows

from __future__ import annotations

from typing import Any, Final

_ANSWERED: Final = """
    select i.id, i.status = 'operating' as operating,
           exists (select from institutions_permit p
                    where p.institution_id = i.id and (p.is_open_ended or p.expires_on >= %(on)s)
                      and (p.issued_on is null or p.issued_on <= %(on)s)
                      and not exists (select from institutions_permit l where l.supersedes_id = p.id)) as permit_valid,
           coalesce((i.category <> 'academic' or i.legal_form in ('private_non_enterprise', 'public_institution'))
             and exists (select from institutions_registration r
                          where r.institution_id = i.id
                            and r.kind = case i.legal_form when 'private_non_enterprise' then 'private_non_enterprise'
                                              when 'public_institution' then 'public_institution' else 'business' end
                            and not exists (select from institutions_registration l where l.supersedes_id = r.id)), false)
             as registered_right,
           exists (select from institutions_course c join institutions_feeitem f on f.course_id = c.id
                    where c.institution_id = i.id and not c.withdrawn
                      and not exists (select from institutions_course l where l.supersedes_id = c.id)) as fees_posted,
           exists (select from institutions_staffmember s
                    where s.institution_id = i.id and not s.withdrawn and s.posted_name <> '' and s.hired_on <= %(on)s
                      and (s.left_on is null or s.left_on > %(on)s)
                      and not exists (select from institutions_staffmember l where l.supersedes_id = s.id))
             as teachers_posted,
           not exists (select from institutions_registrationcase c
                        where c.institution_id = i.id and c.state = 'following' and c.decided_on <= %(on)s)
             as enrolment_open,
           (select case when a.code = 'red' then false when a.code in ('green', 'yellow') then true end
              from riskcodes_adoptedcode a where a.institution_id = i.id and a.adopted_on <= %(on)s
             order by a.recorded_at desc, a.id desc limit 1) as code_not_red,
           (select a.conclusion <> 'fail' from institutions_annualresult a
             where a.institution_id = i.id and a.published_on <= %(on)s
               and not exists (select from institutions_annualresult l where l.supersedes_id = a.id)
             order by a.year desc, a.id desc limit 1) as annual_not_failed,
           e.id is not null as listed, w.change as was, w.unmet as was_unmet, w.unknown as was_unknown
      from institutions_institution i
      left join institutions_whitelistentry e on e.institution_id = i.id and e.left_id is null
      left join institutions_whitelistproposal w on w.institution_id = i.id
     where i.county_id = %(county)s and i.id between %(low)s and %(high)s
"""
_NAMES: Final = (
    "operating permit_valid registered_right fees_posted teachers_posted enrolment_open code_not_red annual_not_failed"
)
# a criterion nobody answers at all, between those that somebody does, in the order of the enum
_ASKED: Final = [*_NAMES.split()[:6], "account_open", "no_major_case", *_NAMES.split()[6:]]


def _list(of: str) -> str:
    parts = [
        f"case when {of.format(name=name if name in _NAMES.split() else 'null::boolean')} then '{name}' end"
        for name in _ASKED
    ]
    return f"array_remove(array[{', '.join(parts)}]::text[], null)"


_WANTED: Final = f"""
    create temp table wanted on commit drop as
    select id, was, was_unmet, was_unknown, unmet, unknown,
           case when (unmet = '{{}}') = listed then null when unmet = '{{}}' then 'entry' else 'exit' end as change
      from (select *, {_list("not {name}")} as unmet, {_list("{name} is null and operating")} as unknown
              from ({_ANSWERED}) answered) judged
"""
_UPSERT: Final = """
    insert into institutions_whitelistproposal as held (institution_id, county_id, change, unmet, unknown, since_on)
    select id, %(county)s, change, unmet, unknown, %(on)s from wanted
     where change is not null
       and (change, unmet, unknown) is distinct from (was, was_unmet::text[], was_unknown::text[])
        on conflict (institution_id) do update
       set change = excluded.change, unmet = excluded.unmet, unknown = excluded.unknown,
           since_on = case when held.change = excluded.change then held.since_on else excluded.since_on end
"""
_DROP: Final = """
    delete from institutions_whitelistproposal p using wanted w
     where p.institution_id = w.id and w.change is null and w.was is not null
"""


def work_slice(cursor: Any, **given: Any) -> None:
    """`county`, `low`, `high`, `on`."""
    for text in (_WANTED, _UPSERT, _DROP):
        cursor.execute(text, given)
    cursor.execute("drop table wanted")
