"""Why an institution has its colour: the stored facts of a published night under the rules of that night.

The JSON is canonical (sorted keys, no clock, no run id): the same day gives the same bytes for ever.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import orjson

from cixi_oversight.api.answers import CHINESE, ENGLISH, worded
from cixi_oversight.errors import Message
from institutions.models import Institution
from riskcodes.enums import Colour, RunKind, RunState
from riskcodes.errors import NeverComputed
from riskcodes.models import Assessment, PublishedRun, RiskRun
from riskcodes.rules.explanation import Line, explain_lines
from riskcodes.rules.facts import Facts
from riskcodes.rules.grade import Grade, Judge, Previous
from riskcodes.rules.indicators.base import Evidence
from riskcodes.rules.labels import COLOUR, FAMILY, LEVEL, UNIT, cited
from riskcodes.rules.reasons import reasons_for
from riskcodes.services.judging import Failed, judge_of_run
from riskcodes.services.publishing import grade_of
from riskcodes.services.reconstruct import graded_between, ground_of


@dataclass(frozen=True, slots=True)
class Explanation:
    institution: Institution
    on: dt.date
    code: Colour
    raw_code: Colour  # what the figures alone give, before the rule of the nights
    score: int
    yellow_score: int
    red_score: int
    weight_grey: int
    weight_applicable: int
    green_nights: int  # consecutive nights whose figures gave green
    nights_needed: int
    reasons: tuple[Message, ...]
    lines: tuple[Line, ...]
    rule_set_version: int
    is_reconstruction: bool

    def as_json(self) -> bytes:
        """Canonical: sorted keys, both languages, a line feed at the end."""
        return orjson.dumps(self._as_dict(), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2) + b"\n"

    def _as_dict(self) -> dict[str, Any]:
        return {
            "institution": self.institution.public_id,
            "on": self.on.isoformat(),
            "kind": "reconstruction" if self.is_reconstruction else "stored",
            "computed_code": self.code.value,
            "computed_code_label": both(COLOUR[self.code]),
            "raw_code": self.raw_code.value,
            "score": self.score,
            "score_limits": {"yellow": self.yellow_score, "red": self.red_score},
            "weight": {"grey": self.weight_grey, "applicable": self.weight_applicable},
            "nights": {"green": self.green_nights, "needed": self.nights_needed},
            "reasons": [both(reason) for reason in self.reasons],
            "indicators": [_line_dict(line) for line in self.lines],
            "rule_set_version": self.rule_set_version,
        }


def explain(institution: Institution, on: dt.date | None = None) -> Explanation:
    """Without a day: what is published now. A day whose night was published answers from what was stored, any other
    is reconstructed. Raises NeverComputed."""
    run = _run_of(institution.county_id, on)
    if run is None:
        if on is None:
            raise NeverComputed
        return _reconstructed(institution, on)
    row = Assessment.objects.of_run(run.number).filter(institution=institution).first()
    if row is None:
        raise NeverComputed
    judge = judge_of_run(run)
    return _explanation(
        institution, Facts.from_json(row.facts), judge, grade_of(row), on=run.on, version=run.rule_set.version
    )


def both(message: Message | str) -> dict[str, str]:
    """In both languages; a text that somebody wrote is the same in either."""
    if isinstance(message, str):
        return {"zh": message, "en": message}
    return {"zh": worded(message, CHINESE), "en": worded(message, ENGLISH)}


def _run_of(county_id: int, on: dt.date | None) -> RiskRun | None:
    if on is None:
        pointer = PublishedRun.objects.filter(county_id=county_id).select_related("run__rule_set").first()
        return pointer.run if pointer else None
    nights = RiskRun.objects.filter(county_id=county_id, kind=RunKind.NIGHT, state=RunState.PUBLISHED, on=on)
    return nights.select_related("rule_set").first()


def _reconstructed(institution: Institution, on: dt.date) -> Explanation:
    ground = ground_of(institution.county_id, on)
    found = next(graded_between(ground, institution.pk, institution.pk), None)
    if found is None or isinstance(found, Failed):
        raise NeverComputed
    return _explanation(
        institution,
        found.facts,
        ground.judge,
        found.grade,
        on=on,
        version=ground.rule_set.version,
        is_reconstruction=True,
    )


def _explanation(
    institution: Institution,
    facts: Facts,
    judge: Judge,
    grade: Grade,
    *,
    on: dt.date,
    version: int,
    is_reconstruction: bool = False,
) -> Explanation:
    held = Previous(grade.code) if grade.code is not grade.raw else None
    since = grade.green_since
    return Explanation(
        institution=institution,
        on=on,
        code=grade.code,
        raw_code=grade.raw,
        score=grade.score,
        yellow_score=judge.rules.yellow_score,
        red_score=judge.rules.red_score,
        weight_grey=grade.weight_grey,
        weight_applicable=grade.weight_applicable,
        green_nights=0 if since is None else max(judge.night_number - since + 1, 0),
        nights_needed=judge.rules.nights,
        reasons=tuple(
            reasons_for(facts, judge.rules, grade, on=on.toordinal(), night_number=judge.night_number, previous=held)
        ),
        lines=explain_lines(facts, judge, on),
        rule_set_version=version,
        is_reconstruction=is_reconstruction,
    )


def _line_dict(line: Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": both(line.label),
        "family": line.family.value,
        "family_label": both(FAMILY[line.family]),
        "formula": both(line.formula),
        "sources": [source.value for source in line.sources],
        "unit": line.unit.value,
        "unit_label": both(UNIT[line.unit]),
        "level": line.level.value,
        "level_label": both(LEVEL[line.level]),
        "value": line.value,
        "yellow_limit": line.yellow_limit,
        "red_limit": line.red_limit,
        "veto": line.is_veto,
        "weight": line.weight,
        "points": line.points,
        "data_on": line.data_on.isoformat() if line.data_on else None,
        "data_age_days": line.data_age_days,
        "reason": both(line.reason) if line.reason else None,
        "beside": [{"label": both(label), "value": value} for label, value in line.beside],
        "evidence": [_evidence_dict(evidence) for evidence in line.evidence],
        "citation": both(cited(line.citation)),
    }


def _evidence_dict(evidence: Evidence) -> dict[str, Any]:
    return {"table": evidence.table, "ids": list(evidence.ids), "figures": dict(evidence.figures)}
