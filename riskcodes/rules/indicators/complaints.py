"""Valid complaints (有效投诉): how many for the number of students, how many still open, how long overdue.

The rate is judged by the lower bound of Wilson's interval (z = 1.96, 95 %), so that two complaints at a small
institution do not weigh like two hundred at a large one. The bound lies above a limit t exactly when the share K/n
does and (K/n - t)^2 > z^2 t (1 - t) / n: the interval is the set of shares that the score test does not reject
(Wilson 1927). Multiplied out, whole numbers decide; the bound itself is only worked out to be shown.
"""

from __future__ import annotations

from math import isqrt
from typing import Final

from cixi_oversight.errors import Message, msg
from riskcodes.enums import Family, Source
from riskcodes.rules import figures
from riskcodes.rules.facts import Facts
from riskcodes.rules.indicators.base import GREEN, RED, YELLOW, Evidence, Indicator, Terms, Unit, Value, over
from riskcodes.rules.indicators.scale import newest_return

COMPLAINT: Final = "inspections.Complaint"
VALIDITY: Final = "inspections.ComplaintValidity"
RESOLUTION: Final = "inspections.ComplaintResolution"
Z_SQUARED: Final = (38_416, 10_000)  # 1.96 squared


def received_within(facts: Facts, on: int, terms: Terms) -> int:
    """Valid complaints received in the last `window_days`, today included."""
    since = on - terms.window_days
    return sum(since < day <= on for day in facts.complaint_received or ())


def rate(facts: Facts, on: int, terms: Terms) -> Value:
    """Valid complaints of the window and students. Too few cases to judge are no complaints, whatever the students."""
    if not facts.complaint_ids:
        return 0, 1
    cases = received_within(facts, on, terms)
    if cases < terms.least_cases:
        return 0, 1
    return (cases, facts.students[0]) if facts.students else None


def lower_bound_exceeds(cases: int, students: int, limit: int, of: int) -> bool:
    """Whether Wilson's lower bound of cases/students lies above limit/of. More cases than students count as all."""
    if students <= 0:
        return cases > 0
    cases = min(cases, students)
    excess = cases * of - limit * students
    z_up, z_down = Z_SQUARED
    return excess > 0 and excess * excess * z_down > z_up * limit * (of - limit) * students


def rate_level(value: tuple[int, int], terms: Terms) -> str:
    cases, students = value
    if not cases:
        return GREEN
    if lower_bound_exceeds(cases, students, terms.red, 100):
        return RED
    return YELLOW if lower_bound_exceeds(cases, students, terms.yellow, 100) else GREEN


def lower_bound(cases: int, students: int) -> tuple[int, int]:
    """Wilson's lower bound in cases a hundred students, cut to the thousandth: to be shown, not to be compared."""
    if students <= 0:
        return (cases, 0)
    cases, (z_up, z_down) = min(cases, students), Z_SQUARED
    # (2K + z^2 - z sqrt(z^2 + 4K(1 - K/n))) / (2(n + z^2)), everything times 10^6
    root = isqrt((z_up * z_up * students + 4 * cases * (students - cases) * z_up * z_down) * 10**12 // students)
    top = (2 * cases * z_down + z_up) * 10**6 - root
    return max(top, 0) * 100 // (2 * (students * z_down + z_up) * 1000), 1000


def _rate_shown(facts: Facts, on: int, terms: Terms) -> Value:
    value = rate(facts, on, terms)
    return None if value is None else lower_bound(*value) if value[0] else (0, 1)


def _concerned(facts: Facts, on: int, terms: Terms) -> list[int]:
    """Places of the complaints received within the window or still open."""
    since = on - terms.window_days
    rows = zip(facts.complaint_received or (), facts.resolution_ids or (), strict=True)
    return [place for place, (day, resolved) in enumerate(rows) if day > since or resolved is None]


def unresolved(facts: Facts, on: int, terms: Terms) -> Value:
    """Percent still open of the valid complaints within the window or still open; too few cases are not judged."""
    if not facts.complaint_ids or not facts.resolution_ids:
        return 0, 1
    concerned = _concerned(facts, on, terms)
    if len(concerned) < terms.least_cases:
        return 0, 1
    return sum(facts.resolution_ids[place] is None for place in concerned) * 100, len(concerned)


def _late(facts: Facts, on: int) -> list[int]:
    rows = zip(facts.complaint_due or (), facts.resolution_ids or (), strict=True)
    return [on - due for due, resolved in rows if resolved is None and due < on]


def overdue(facts: Facts, on: int, terms: Terms) -> Value:
    """Days the oldest open complaint is overdue. Many that are over the first limit are over every limit."""
    if not facts.complaint_ids:
        return 0, 1
    late = _late(facts, on)
    if not late:
        return 0, 1
    many = sum(days > terms.yellow for days in late) >= terms.many_cases > 0
    return max(late), 0 if many else 1


def _overdue_shown(facts: Facts, on: int, terms: Terms) -> Value:
    return max(_late(facts, on), default=0), 1


def _rate_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    cases, students = rate(facts, on, terms) or (0, 0)
    return msg(
        "%(cases)s valid complaints in %(window)s days at %(students)s students: with 95 %% certainty more than "
        "%(value)s a hundred students; the limit is %(limit)s.",
        cases=str(cases),
        window=str(terms.window_days),
        students=str(students),
        value=figures.decimal(*lower_bound(cases, students), places=2),
        limit=str(terms.red if level == RED else terms.yellow),
    )


def _unresolved_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    n, d = unresolved(facts, on, terms) or (0, 0)
    return msg(
        "%(open)s of %(cases)s valid complaints are not resolved, %(value)s %%; the limit is %(limit)s %%.",
        open=str(n // 100),
        cases=str(d),
        value=figures.decimal(n, d, places=1),
        limit=str(terms.red if level == RED else terms.yellow),
    )


def _overdue_reason(facts: Facts, on: int, terms: Terms, level: str) -> Message:
    late = _late(facts, on)
    return msg(
        "%(cases)s valid complaints are overdue, the oldest by %(value)s days; the limit is %(limit)s days "
        "(or %(many)s cases).",
        cases=str(len(late)),
        value=str(max(late, default=0)),
        limit=str(terms.red if level == RED else terms.yellow),
        many=str(terms.many_cases),
    )


def _evidence(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    for place in _concerned(facts, on, terms):
        if not (facts.complaint_ids and facts.complaint_received and facts.complaint_due and facts.validity_ids):
            break
        dates = {
            "received_on": figures.day(facts.complaint_received[place]),
            "due_on": figures.day(facts.complaint_due[place]),
        }
        found.append(Evidence(COMPLAINT, (facts.complaint_ids[place],), dates))
        found.append(Evidence(VALIDITY, (facts.validity_ids[place],), {"is_valid": True}))
        resolved = facts.resolution_ids[place] if facts.resolution_ids else None
        if resolved is not None:
            found.append(Evidence(RESOLUTION, (resolved,), {}))
    return tuple(found)


def _rate_evidence(facts: Facts, on: int, terms: Terms) -> tuple[Evidence, ...]:
    return _evidence(facts, on, terms) + newest_return(facts)


INDICATORS: Final = (
    Indicator(
        code="complaint_rate",
        family=Family.COMPLAINTS,
        sources=(Source.COMPLAINTS, Source.ENROLMENT_RETURNS),
        unit=Unit.PER_HUNDRED,
        label=msg("Rate of valid complaints"),
        formula=msg("valid complaints of 90 days a hundred students, lower bound of Wilson's interval (z = 1.96)"),
        value=rate,
        level=rate_level,
        reason=_rate_reason,
        evidence=_rate_evidence,
        shown=_rate_shown,
    ),
    Indicator(
        code="complaints_unresolved",
        family=Family.COMPLAINTS,
        sources=(Source.COMPLAINTS,),
        unit=Unit.PERCENT,
        label=msg("Valid complaints not resolved"),
        formula=msg("open valid complaints / valid complaints of 90 days or still open"),
        value=unresolved,
        level=over,
        reason=_unresolved_reason,
        evidence=_evidence,
    ),
    Indicator(
        code="complaints_overdue",
        family=Family.COMPLAINTS,
        sources=(Source.COMPLAINTS,),
        unit=Unit.DAYS,
        label=msg("Valid complaints overdue"),
        formula=msg("days the oldest open valid complaint is past its due date"),
        value=overdue,
        level=over,
        reason=_overdue_reason,
        evidence=_evidence,
        shown=_overdue_shown,
    ),
)
