"""A province's worth of institutions for the bench of the night, made in the database by set-wise statements.

Pseudo-random and always the same: `pick(g, seed, n)` is a hash of the row number.
"""
# ruff: noqa: E501 - columns in rows

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from cixi_oversight import clock

ON: Final = dt.date(2026, 11, 23)
CUTOFF: Final = clock.at(ON, 2)
NEXT: Final = ON + dt.timedelta(days=1)
NEXT_CUTOFF: Final = clock.at(NEXT, 2)

_PICK: Final = """
    create or replace function pick(g bigint, seed bigint, n int) returns int immutable language sql as
    $$ select (((hashint8extended(g, seed) % n) + n) % n)::int $$
"""
# each statement is told how many institutions there are
_STATEMENTS: Final = (
    """
    insert into institutions_institution (id, public_id, county_id, town_id, name, trade_name, brand, former_names, pinyin,
           initials, uscc_override_reason, status, category, version, created_at, changed_at, created_by_id, changed_by_id)
    select g, 'b' || lpad(g::text, 9, '0'), %(county)s, %(town)s, '机构 ' || g, '', '', '{}', '', '', '', 'operating',
           'arts', 1, '2024-09-01', '2024-09-01', %(actor)s, %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_institutiontransition (institution_id, verb, source, target, why, cause_kind, effective_on,
           recorded_at, actor_id)
    select g, 'open', 'applying', 'operating', '', '', '2024-09-01', '2024-09-01', %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_categoryrow (institution_id, category, from_on, why, recorded_at, recorded_by_id)
    select g, (array['arts','sports','sci_tech','other','academic'])[1 + pick(g, 1, 5)], '2024-09-01', '', '2024-09-01',
           %(actor)s
      from generate_series(1, %(n)s) g
    """,
    """
    insert into institutions_enrolmentreturn (public_id, institution_id, month, students, prepaid_balance_fen, recorded_at,
           recorded_by_id)
    select 'e' || g || '-' || m, g, day, students,
           students * (120000 + pick(g, 2, 120000) + case when pick(g, 3, 100) < 2 then 280000 else 0 end),
           day + interval '35 days', %(actor)s
      from generate_series(1, %(n)s) g
      cross join lateral (select 20 + pick(g, 4, 120) + case when pick(g, 5, 10) = 0 then 150 else 0 end as base) b
      cross join generate_series(0, 7) m
      cross join lateral (select (date '2026-10-01' - make_interval(months => m))::date as day,
                                 base + case when m = 0 and pick(g, 6, 50) = 0 then base / 2
                                             when m = 0 and pick(g, 6, 50) = 1 then -base / 3 else pick(g, 7 + m, 6) end
                                 as students) s
     where m > 0 or pick(g, 30, 50) > 0
    """,
    """
    insert into institutions_registration (public_id, institution_id, kind, number, name_on_certificate, scope,
           registered_capital_fen, recorded_at, recorded_by_id)
    select 'r' || g, g, 'business', g::text, '', '', (10 + pick(g, 8, 90)) * 1000000, '2024-09-02', %(actor)s
      from generate_series(1, %(n)s) g where pick(g, 31, 50) > 0
    """,
    """
    insert into institutions_financialstatement (public_id, institution_id, quarter, current_assets_fen,
           current_liabilities_fen, contract_liabilities_fen, net_assets_fen, revenue_fen, net_profit_fen, submitted_at,
           accepted_at, recorded_at, recorded_by_id)
    select 's' || g || '-' || q, g, day, owed + owed * (20 + pick(g, 9, 130)) / 100, owed + unearned, unearned,
           (pick(g, 10, 100) - 2) * 400000::bigint, 8000000, (pick(g * 8 + q, 11, 100) - 12) * 20000::bigint,
           day + interval '110 days', day + interval '110 days', day + interval '110 days', %(actor)s
      from generate_series(1, %(n)s) g
      cross join lateral (select (2 + pick(g, 12, 30)) * 1000000::bigint as owed,
                                 (1 + pick(g, 13, 20)) * 1000000::bigint as unearned) b
      cross join generate_series(0, 7) q
      cross join lateral (select (date '2026-07-01' - make_interval(months => 3 * q))::date as day) d
     where q > 0 or pick(g, 14, 40) > 0
    """,
    """
    insert into institutions_filingdue (institution_id, kind, period, due_on, recorded_at, recorded_by_id)
    select g, 'financial_statement', (date '2026-07-01' - make_interval(months => 3 * q))::date,
           (date '2026-10-31' - make_interval(months => 3 * q))::date, (date '2026-07-01' - make_interval(months => 3 * q)),
           %(actor)s
      from generate_series(1, %(n)s) g cross join generate_series(0, 7) q
    """,
    """
    insert into institutions_filingmet (due_id, institution_id, record_id, met_on, recorded_at, recorded_by_id)
    select d.id, d.institution_id, s.id, s.recorded_at::date, s.recorded_at, s.recorded_by_id
      from institutions_filingdue d
      join institutions_financialstatement s on s.institution_id = d.institution_id and s.quarter = d.period
    """,
    """
    insert into institutions_insurancepolicy (public_id, institution_id, kind, insurer, number, insured_persons, from_on,
           to_on, recorded_at, recorded_by_id)
    select 'p' || g, g, case when pick(g, 15, 10) < 6 then 'premises_liability' else 'student_cover' end, '', g::text,
           20 + pick(g, 4, 120) + 200 - pick(g, 16, 210), until - 365, until, '2025-11-01', %(actor)s
      from generate_series(1, %(n)s * 95 / 100) g
      cross join lateral (select date '2026-11-10' + pick(g, 17, 380) as until) u
    """,
    """
    insert into inspections_complaint (public_id, institution_id, number, channel, matter, received_on, due_on, summary,
           recorded_at, recorded_by_id)
    select 'c' || c, 1 + case when pick(c, 18, 20) = 0 then pick(c, 19, greatest(%(n)s / 200, 1)) else pick(c, 20, %(n)s)
           end, c::text, 'hotline_12345', 'refund', day, day + 15, '', day + interval '10 hours', %(actor)s
      from generate_series(1, %(n)s * 2) c
      cross join lateral (select date '2026-11-22' - pick(c, 21, 730) as day) d
    """,
    """
    insert into inspections_complaintvalidity (complaint_id, institution_id, is_valid, decided_on, reason, recorded_at,
           recorded_by_id)
    select id, institution_id, pick(id, 22, 100) < 38, received_on + 3, '-', least(recorded_at + interval '3 days',
           timestamptz '2026-11-22 12:00+08'), recorded_by_id
      from inspections_complaint where pick(id, 23, 10) > 0
    """,
    """
    insert into inspections_complaintresolution (complaint_id, institution_id, outcome, resolved_on, reason, recorded_at,
           recorded_by_id)
    select id, institution_id, 'refunded', received_on + 12, '-', recorded_at + interval '12 days', recorded_by_id
      from inspections_complaint where pick(id, 24, 200) > 0 and received_on < date '2026-11-10'
    """,
    # corrections, as every register has them
    """
    insert into institutions_financialstatement (public_id, institution_id, quarter, current_assets_fen,
           current_liabilities_fen, contract_liabilities_fen, net_assets_fen, revenue_fen, net_profit_fen, submitted_at,
           accepted_at, recorded_at, recorded_by_id, supersedes_id)
    select public_id || 'k', institution_id, quarter, current_assets_fen + 100, current_liabilities_fen,
           contract_liabilities_fen, net_assets_fen, revenue_fen, net_profit_fen, submitted_at, accepted_at,
           recorded_at + interval '1 day', recorded_by_id, id
      from institutions_financialstatement where pick(id, 25, 50) = 0
    """,
)
# what a day brings: about 3 %% of the institutions file something, some of it bad
_DAY: Final = """
    insert into institutions_financialstatement (public_id, institution_id, quarter, current_assets_fen,
           current_liabilities_fen, contract_liabilities_fen, net_assets_fen, revenue_fen, net_profit_fen, submitted_at,
           accepted_at, recorded_at, recorded_by_id, supersedes_id)
    select 'n' || institution_id, institution_id, quarter, current_assets_fen / (1 + pick(institution_id, 27, 3)),
           current_liabilities_fen, contract_liabilities_fen, net_assets_fen, revenue_fen, net_profit_fen, submitted_at,
           accepted_at, %(recorded_at)s, recorded_by_id, id
      from institutions_financialstatement s
     where quarter = '2026-07-01' and pick(institution_id, 26, 100) < 3
       and not exists (select from institutions_financialstatement l where l.supersedes_id = s.id)
"""


def build(cursor: Any, *, institutions: int, county: int, town: int, actor: int) -> None:
    """Everything that was recorded up to the first night's cutoff."""
    cursor.execute(_PICK)
    for text in _STATEMENTS:
        cursor.execute(text, {"n": institutions, "county": county, "town": town, "actor": actor})


def build_next_day(cursor: Any) -> None:
    cursor.execute(_DAY, {"recorded_at": clock.at(ON, 15)})
