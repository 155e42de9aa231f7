"""The floor of the night: the same decisions and the same rows in hand-written SQL, a statement a slice.

It shares the reading of the facts with the product and decides by expressions over their columns. It pays for the
same table with the same indexes, and it leaves out what only the product does: the run's hash, poison rows, leases.
"""
# ruff: noqa: E501 - constants of this module; a table of decisions reads better unbroken

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction

from riskcodes.services.facts_sql import parameters, statement

_NAMES: Final = (
    "id, previous_id, b_code, b_raw, b_score, b_levels, b_yellow, b_green, b_grey, b_applicable, b_digest, category, "
    "enrolment_ids, months, students, prepaid_fen, capital_id, capital_fen, statement_ids, quarters, profits_fen, "
    "current_assets_fen, current_liabilities_fen, contract_liabilities_fen, net_assets_fen, overdue_ids, overdue_due, "
    "liability_ids, liability_from, liability_to, cover_ids, cover_from, cover_to, cover_persons, complaint_ids, "
    "complaint_received, complaint_due, validity_ids, resolution_ids"
)
_FACTS: Final = [name.strip() for name in _NAMES.split(",")][11:]
_DAY_TO_DATE: Final = "(date '0001-01-01' + {} - 1)"
_JSON: Final = "jsonb_strip_nulls(jsonb_build_object(" + ", ".join(f"'{name}', {name}" for name in _FACTS) + "))"


def _over(n: str, d: str, yellow: int, red: int) -> str:
    return f"case when {n} is null then 'x' when {n} > {red}*{d} then 'r' when {n} > {yellow}*{d} then 'y' else 'g' end"


def _under(n: str, d: str, yellow: int, red: int) -> str:
    return f"case when {n} is null then 'x' when {n} < {red}*{d} then 'r' when {n} < {yellow}*{d} then 'y' else 'g' end"


def _stale(level: str, *, enrolment: bool = False, statements: bool = False) -> str:
    tests = ["e_stale"] * enrolment + ["s_stale"] * statements
    return f"case when {' or '.join(tests)} then 'x' else {level} end"


def _wilson(limit: int) -> str:
    return (
        f"(k*100 - {limit}*s > 0 and (k*100 - {limit}*s)*(k*100 - {limit}*s)*10000 "
        f"> 38416::bigint*{limit}*{100 - limit}*s)"
    )


_FIGURES: Final = f"""
    select f.*, students[1]::bigint as s,
           students[array_position(months, ({_DAY_TO_DATE.format("months[1]")} - interval '3 months')::date
                                           - date '0001-01-01' + 1)]::bigint as s3,
           prepaid_fen[1] as u,
           %(day)s - (({_DAY_TO_DATE.format("months[1]")} + interval '1 month')::date - date '0001-01-01') > 75 as e_stale,
           %(day)s - (({_DAY_TO_DATE.format("quarters[1]")} + interval '3 months')::date - date '0001-01-01') > 150
               as s_stale,
           greatest(current_liabilities_fen - contract_liabilities_fen, 0) as owed,
           loss.*, cover.*, liability.*, complaint.*
      from f
      cross join lateral (select count(*) filter (where p < 0) as losing, greatest(-sum(p), 0)::bigint as lost
                            from unnest(quarters, profits_fen) t(q, p)) loss
      cross join lateral (select case when cover_ids is null or bool_or(t <= %(day)s and e >= %(day)s and p is null)
                                      then null
                                      else coalesce(sum(p) filter (where t <= %(day)s and e >= %(day)s), 0) end as insured
                            from unnest(cover_from, cover_to, cover_persons) c(t, e, p)) cover
      cross join lateral (select max(e) filter (where t <= %(day)s) as until
                            from unnest(liability_from, liability_to) c(t, e)) liability
      cross join lateral (select count(*) filter (where r > %(day)s - 90) as received,
                                 count(*) as concerned, count(*) filter (where done is null) as open,
                                 max(%(day)s - due) filter (where done is null and due < %(day)s) as late,
                                 count(*) filter (where done is null and %(day)s - due > 5) as late_cases
                            from unnest(complaint_received, complaint_due, resolution_ids) c(r, due, done)) complaint
"""
_KS: Final = "select *, least(case when received < 3 then 0 else received end, coalesce(s, 0)) as k from figures"
_LEVELS: Final = f"""
    select *,
           {
    _stale(_over("case when s3 = 0 then 0 else (s - s3) * 100 end", "greatest(s3,1)", 40, 80), enrolment=True)
} ||
           {
    _stale(_over("case when s3 = 0 then 0 else (s3 - s) * 100 end", "greatest(s3,1)", 30, 50), enrolment=True)
} ||
           {_stale(_over("u", "s", 400000, 500000), enrolment=True)} ||
           {
    _stale(_over("case when capital_fen is not null then u * 100 end", "capital_fen", 100, 300), enrolment=True)
} ||
           {_over("coalesce(%(day)s - overdue_due[1], 0)", "1", 0, 30)} ||
           {_stale(_under("current_assets_fen * 100", "owed", 120, 80), statements=True)} ||
           {_stale(_over("case when quarters is not null then losing end", "1", 1, 4), statements=True)} ||
           {
    _stale(
        "case when net_assets_fen is null then 'x' when net_assets_fen < 0 or lost * 100 > 50 * net_assets_fen "
        "then 'r' else 'g' end",
        statements=True,
    )
} ||
           case when until is null then 'x' when until < %(day)s then 'r' when until - %(day)s <= 30 then 'y' else 'g' end ||
           {_stale(_under("case when s is not null then insured * 100 end", "s", 95, 80), enrolment=True)} ||
           case when e_stale then 'x' when received < 3 or received is null then 'g' when s is null then 'x'
                when {_wilson(3)} then 'r' when {_wilson(1)} then 'y' else 'g' end ||
           case when concerned < 3 then 'g' when open * 100 > 50 * concerned then 'r' when open * 100 > 20 * concerned
                then 'y' else 'g' end ||
           case when late is null then 'g' when late > 15 or late_cases >= 5 then 'r' when late > 5 then 'y' else 'g' end
           as levels,
           case when s is null then 2 when s <= 50 then 1 else 2 end as w2
      from ks
"""
_WEIGHTS: Final = ("w2", "w2", "3", "w2", "2", "2", "1", "2", "3", "2", "3", "1", "2")


def _sum(of: str) -> str:
    return " + ".join(
        f"case substr(levels, {place}, 1) {of.format(w=weight)} else 0 end"
        for place, weight in enumerate(_WEIGHTS, start=1)
    )


_SCORES: Final = f"""
    select *, {_sum("when 'r' then 3*{w} when 'y' then {w}")} as score, {_sum("when 'x' then {w}")} as grey,
           21 + 3 * w2 as applicable, md5(({", ".join(_FACTS)})::text) as digest
      from levelled
"""
_RAW: Final = """
    select *, case when substr(levels, 9, 1) = 'r' or score >= 15 then 'red'
                   when strpos(levels, 'r') > 0 or score >= 6 then 'yellow'
                   when grey * 100 > 50 * applicable then 'none'
                   when grey * 100 > 20 * applicable then 'yellow' else 'green' end as raw
      from scored
"""
_SINCE: Final = """
    select *, case when raw in ('green', 'yellow') then coalesce(b_yellow, %(night)s) end as yellow,
           case when raw = 'green' then coalesce(b_green, %(night)s) end as green
      from rawed
"""
_CODE: Final = """
    select *, case when b_code is null or b_code in ('none', 'green') or raw = 'red' then raw
                   when raw = 'none' then b_code
                   when green is not null and %(night)s - green + 1 >= 14 then 'green'
                   when b_code = 'red' and (yellow is null or %(night)s - yellow + 1 < 14) then 'red'
                   else 'yellow' end as code
      from since
"""
_DIFFERS: Final = """
    select * from coded
     where (code, raw, score, levels, yellow, green, grey, applicable, digest) is distinct from
           (b_code, b_raw, b_score::int, b_levels, b_yellow, b_green, b_grey::int, b_applicable::int, b_digest)
"""
_DECIDE: Final = (
    f"create temp table decided on commit drop as with f as materialized (select * from ({statement()}) x({_NAMES})), "
    f"figures as materialized ({_FIGURES}), ks as ({_KS}), levelled as materialized ({_LEVELS}), "
    f"scored as materialized ({_SCORES}), rawed as ({_RAW}), since as ({_SINCE}), coded as ({_CODE}) {_DIFFERS}"
)
_CLOSE: Final = """
    update riskcodes_assessment a set to_run = %(number)s - 1 from decided d where a.id = d.previous_id
"""
_INSERT: Final = f"""
    insert into riskcodes_assessment (county_id, institution_id, from_run, computed_code, raw_code, score, levels,
           yellow_since, green_since, weight_grey, weight_applicable, facts, facts_digest)
    select %(county)s, id, %(number)s, code, raw, score, levels, yellow, green, grey, applicable, {_JSON}, digest
      from decided order by id
"""


def work_slice(
    cursor: Any, piece: tuple[int, int], *, county: int, on: dt.date, cutoff: dt.datetime, number: int
) -> None:
    low, high = piece
    given = parameters(county_id=county, low=low, high=high, on=on, cutoff=cutoff, window_days=90)
    given |= {"day": on.toordinal(), "number": number, "night": number}
    with transaction.atomic():
        for text in (_DECIDE, _CLOSE, _INSERT):
            cursor.execute(text, given)
        cursor.execute("drop table decided")
