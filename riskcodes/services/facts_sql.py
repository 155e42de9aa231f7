"""Facts of a slice of institutions in one statement: a row each, by a fixed number of grouped sub-selects.

Everything is read as it was known at the cutoff: recorded by then, not superseded by a row recorded by then; the
institution active by its transitions recorded by then. The columns are in the order of `rules.facts.Facts`.
The bounds on the ids stand in every part, so that each is an index range and the parts meet in merge joins.
"""
# ruff: noqa: S608 - the statement is put together from constants of this module; values are parameters

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from institutions.enums import ACTIVE, FilingKind, InsuranceKind

_IN_SLICE: Final = "institution_id between %(low)s and %(high)s and recorded_at <= %(cutoff)s"
_DAY: Final = "({} - date '0001-01-01' + 1)"  # as date.toordinal() counts


def _standing(table: str, alias: str = "t") -> str:
    """Not superseded by a row that was known at the cutoff. Few rows are: the index on `supersedes` is short there."""
    return f"""not exists (select from {table} s where s.supersedes_id is not null
                and s.supersedes_id = {alias}.id and s.recorded_at <= %(cutoff)s)"""


def _day(column: str) -> str:
    return _DAY.format(column)


# status at the cutoff: the last move known then; without one the state before the first later move; without any move
# the state it was entered with
INSTITUTIONS: Final = f"""
    select i.id, i.county_id
      from institutions_institution i
      left join (select distinct on (institution_id) institution_id, target
                   from institutions_institutiontransition where {_IN_SLICE}
                  order by institution_id, recorded_at desc, id desc) known on known.institution_id = i.id
      left join (select distinct on (institution_id) institution_id, source
                   from institutions_institutiontransition
                  where institution_id between %(low)s and %(high)s and recorded_at > %(cutoff)s
                  order by institution_id, recorded_at, id) later on later.institution_id = i.id
     where i.id between %(low)s and %(high)s and i.county_id = %(county)s and i.created_at <= %(cutoff)s
       and coalesce(known.target, later.source, i.status) = any(%(active)s)
"""

CATEGORIES: Final = f"""
    select distinct on (institution_id) institution_id, category
      from institutions_categoryrow t
     where {_IN_SLICE} and from_on <= %(on)s and {_standing("institutions_categoryrow")}
     order by institution_id, from_on desc, recorded_at desc, id desc
"""

# the newest month and the one three months before it
ENROLMENT: Final = f"""
    select institution_id, array_agg(id) as ids, array_agg({_day("month")}) as months, array_agg(students) as students,
           array_agg(prepaid_balance_fen) as prepaid
      from (select distinct on (institution_id, month) *
              from (select institution_id, id, month, students, prepaid_balance_fen, recorded_at,
                           first_value(month) over (partition by institution_id order by month desc) as newest
                      from institutions_enrolmentreturn t
                     where {_IN_SLICE} and month between %(months_from)s and %(on)s
                       and {_standing("institutions_enrolmentreturn")}) known
             where month in (newest, newest - interval '3 months')
             order by institution_id, month desc, recorded_at desc, id desc) newest_first
     group by institution_id
"""

CAPITAL: Final = f"""
    select distinct on (institution_id) institution_id, id, registered_capital_fen
      from institutions_registration t
     where {_IN_SLICE} and registered_capital_fen is not null and {_standing("institutions_registration")}
     order by institution_id, recorded_at desc, id desc
"""

# the four quarters that end with the newest
STATEMENTS: Final = f"""
    select institution_id, array_agg(id) as ids, array_agg({_day("quarter")}) as quarters,
           array_agg(net_profit_fen) as profits, (array_agg(current_assets_fen))[1] as current_assets,
           (array_agg(current_liabilities_fen))[1] as current_liabilities,
           (array_agg(contract_liabilities_fen))[1] as contract_liabilities,
           (array_agg(net_assets_fen))[1] as net_assets
      from (select distinct on (institution_id, quarter) *
              from (select institution_id, id, quarter, net_profit_fen, current_assets_fen, current_liabilities_fen,
                           contract_liabilities_fen, net_assets_fen, recorded_at,
                           first_value(quarter) over (partition by institution_id order by quarter desc) as newest
                      from institutions_financialstatement t
                     where {_IN_SLICE} and quarter between %(quarters_from)s and %(on)s
                       and {_standing("institutions_financialstatement")}) known
             where quarter > newest - interval '1 year'
             order by institution_id, quarter desc, recorded_at desc, id desc) newest_first
     group by institution_id
"""


def _moved(subject: str) -> str:
    """Where a due day went to by the moves known at the cutoff; what rested then is not due. A deadline's own row is
    not asked: it is rewritten, while its moves and rests are added with the time of their entry. Few have any."""
    own = f"d.subject_kind = '{subject}' and d.institution_id between %(low)s and %(high)s"
    return f"""(select distinct on (subject_id) subject_id, after_on
                  from (select d.subject_id, m.after_on, m.recorded_at, m.id, 1 as weight
                          from policy_deadlinemove m join policy_deadline d on d.id = m.deadline_id
                         where {own} and m.recorded_at <= %(cutoff)s
                         union all
                        select d.subject_id, date '9999-12-31', s.recorded_at, s.id, 0
                          from policy_deadlinesuspension s join policy_deadline d on d.id = s.deadline_id
                         where {own} and s.recorded_at <= %(cutoff)s
                           and (s.ended_at is null or s.ended_at > %(cutoff)s)) known
                 order by subject_id, weight, recorded_at desc, id desc)"""


# handed in and with the bureau at the cutoff: the latest move of its filing known then says so
_WITH_THE_BUREAU: Final = """exists (
                   select from institutions_filing f
                    where f.institution_id = t.institution_id and f.kind = t.kind and f.period = t.period
                      and 'submitted' = (select move.target from institutions_filingtransition move
                                          where move.filing_id = f.id and move.recorded_at <= %(cutoff)s
                                          order by move.recorded_at desc, move.id desc limit 1))"""

# statements of quarters, and the annual report, which is one of the year
OVERDUE: Final = f"""
    select institution_id, array_agg(id) as ids, array_agg({_day("due_on")}) as due
      from (select institution_id, id, coalesce(moved.after_on, due_on) as due_on
              from institutions_filingdue t
              left join {_moved("filing_due")} moved on moved.subject_id = t.id
             where {_IN_SLICE} and kind = any(%(statement_filings)s) and coalesce(moved.after_on, due_on) < %(on)s
               and {_standing("institutions_filingdue")}
               and not exists (select from institutions_filingmet m
                                where m.due_id = t.id and m.recorded_at <= %(cutoff)s)
               and not {_WITH_THE_BUREAU}
             order by institution_id, 3, id) oldest_first
     group by institution_id
"""

_LIABILITY: Final = "filter (where kind = %(liability)s)"
_COVER: Final = "filter (where kind = %(cover)s)"
POLICIES: Final = f"""
    select institution_id,
           array_agg(id) {_LIABILITY} as liability_ids, array_agg({_day("from_on")}) {_LIABILITY} as liability_from,
           array_agg({_day("to_on")}) {_LIABILITY} as liability_to,
           array_agg(id) {_COVER} as cover_ids, array_agg({_day("from_on")}) {_COVER} as cover_from,
           array_agg({_day("to_on")}) {_COVER} as cover_to, array_agg(insured_persons) {_COVER} as cover_persons
      from (select institution_id, id, kind, from_on, to_on, insured_persons
              from institutions_insurancepolicy t
             where {_IN_SLICE} and kind in (%(liability)s, %(cover)s) and {_standing("institutions_insurancepolicy")}
             order by institution_id, to_on desc, id) latest_first
     group by institution_id
"""

COMPLAINTS: Final = f"""
    select institution_id, array_agg(id) as ids, array_agg({_day("received_on")}) as received,
           array_agg({_day("due_on")}) as due, array_agg(validity_id) as validity_ids,
           array_agg(resolution_id) as resolution_ids
      from (select c.institution_id, c.id, c.received_on, coalesce(moved.after_on, c.due_on) as due_on,
                   v.id as validity_id, r.id as resolution_id
              from (select institution_id, id, received_on, due_on from inspections_complaint t
                     where {_IN_SLICE} and received_on <= %(on)s and {_standing("inspections_complaint")}) c
              join (select distinct on (complaint_id) complaint_id, id, is_valid from inspections_complaintvalidity t
                     where {_IN_SLICE} and {_standing("inspections_complaintvalidity")}
                     order by complaint_id, recorded_at desc, id desc) v on v.complaint_id = c.id and v.is_valid
              left join (select distinct on (complaint_id) complaint_id, id from inspections_complaintresolution t
                          where {_IN_SLICE} and {_standing("inspections_complaintresolution")}
                          order by complaint_id, recorded_at desc, id desc) r on r.complaint_id = c.id
              left join {_moved("complaint")} moved on moved.subject_id = c.id
             where r.id is null or c.received_on > %(window_from)s
             order by c.institution_id, c.received_on, c.id) oldest_first
     group by institution_id
"""

PREVIOUS: Final = """
    select institution_id, id, computed_code, raw_code, score, levels, yellow_since, green_since, weight_grey,
           weight_applicable, facts_digest
      from riskcodes_assessment
     where institution_id between %(low)s and %(high)s and {validity}
"""
OPEN: Final = "to_run is null"
AS_OF_RUN: Final = "county_id = %(county)s and from_run <= %(run)s and (to_run is null or to_run >= %(run)s)"

_STATEMENT: Final = """
    select i.id, p.id, p.computed_code, p.raw_code, p.score, p.levels, p.yellow_since, p.green_since, p.weight_grey,
           p.weight_applicable, p.facts_digest,
           k.category, e.ids, e.months, e.students, e.prepaid, r.id, r.registered_capital_fen,
           s.ids, s.quarters, s.profits, s.current_assets, s.current_liabilities, s.contract_liabilities, s.net_assets,
           o.ids, o.due, y.liability_ids, y.liability_from, y.liability_to, y.cover_ids, y.cover_from, y.cover_to,
           y.cover_persons, c.ids, c.received, c.due, c.validity_ids, c.resolution_ids
      from ({institutions}) i
      left join ({previous}) p on p.institution_id = i.id
      left join ({categories}) k on k.institution_id = i.id
      left join ({enrolment}) e on e.institution_id = i.id
      left join ({capital}) r on r.institution_id = i.id
      left join ({statements}) s on s.institution_id = i.id
      left join ({overdue}) o on o.institution_id = i.id
      left join ({policies}) y on y.institution_id = i.id
      left join ({complaints}) c on c.institution_id = i.id
     order by i.id
"""
PREVIOUS_COLUMNS: Final = 11  # of the row, before the facts begin


def statement(validity: str = OPEN) -> str:
    """The statement for a slice; `validity` picks what counts as the previous assessment."""
    return _STATEMENT.format(
        institutions=INSTITUTIONS,
        previous=PREVIOUS.format(validity=validity),
        categories=CATEGORIES,
        enrolment=ENROLMENT,
        capital=CAPITAL,
        statements=STATEMENTS,
        overdue=OVERDUE,
        policies=POLICIES,
        complaints=COMPLAINTS,
    )


def parameters(
    *, county_id: int, low: int, high: int, on: dt.date, cutoff: dt.datetime, window_days: int, run: int | None = None
) -> dict[str, Any]:
    return {
        "county": county_id,
        "low": low,
        "high": high,
        "on": on,
        "cutoff": cutoff,
        "run": run,
        "active": sorted(ACTIVE),
        "months_from": _months_before(on.replace(day=1), 6),
        "quarters_from": _months_before(_quarter(on), 15),
        "window_from": on - dt.timedelta(days=window_days),
        "statement_filings": [FilingKind.FINANCIAL_STATEMENT.value, FilingKind.ANNUAL_REPORT.value],
        "liability": InsuranceKind.PREMISES_LIABILITY.value,
        "cover": InsuranceKind.STUDENT_COVER.value,
    }


def _months_before(first: dt.date, months: int) -> dt.date:
    years, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return dt.date(years, month + 1, 1)


def _quarter(on: dt.date) -> dt.date:
    return dt.date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
