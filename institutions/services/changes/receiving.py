"""Taking register changes in: matched with the register by three queries a call, one outcome a row.

Nothing accepted is overwritten. A row that was sent before under the same reference is answered as it was.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, TypedDict

from django.db import transaction

from cixi_oversight.audit.services.record import record
from cixi_oversight.imports.models import ImportBatch
from cixi_oversight.permissions import Viewer
from cixi_oversight.personal.services.words import without_numbers
from cixi_oversight.users.models import County, Town
from institutions.enums.changes import ChangeKind, ChangeOutcome, ChangeVerb
from institutions.enums.suspected import SiteOrigin
from institutions.errors.changes import ReferenceTwice, TooManyChanges
from institutions.models import Institution, RegisterChange, RegisterChangeTransition, SuspectedSite
from institutions.rules.changes import ROWS_MAX, Decision, Row, decide, name_key, state_of, what_it_teaches
from institutions.services.suspected.reporting import report
from institutions.services.words import clean, day_of

SUBJECT: Final = "register_change"
_TEXTS: Final = ("name", "former_name", "address", "scope", "note")


class ChangeFacts(TypedDict, total=False):
    """A row as it is sent; no names of persons."""

    reference: str
    kind: ChangeKind
    changed_on: dt.date
    name: str
    uscc: str
    former_name: str
    address: str
    scope: str
    note: str


@transaction.atomic
def receive_changes(
    *,
    county: County,
    rows: Sequence[ChangeFacts],
    by: Viewer,
    at: dt.datetime,
    batch: ImportBatch | None = None,
) -> list[RegisterChange]:
    """One answer a row, in the order sent; `batch` is the sheet that they came in with.

    Raises TooManyChanges, ReferenceTwice, NumberInText.
    """
    if not 0 < len(rows) <= ROWS_MAX:
        raise TooManyChanges(field="rows", most=ROWS_MAX, count=len(rows))
    tidy = [_tidy(facts, number) for number, facts in enumerate(rows)]
    seen: set[str] = set()
    for facts in tidy:
        if facts["reference"] in seen:
            raise ReferenceTwice(field="rows", reference=facts["reference"])
        seen.add(facts["reference"])
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)  # two feeds take turns
    known = {
        row.reference: row
        for row in RegisterChange.objects.filter(created_by_id=by.actor_id, reference__in=seen).select_related(
            "institution", "site"
        )
    }
    fresh = [facts for facts in tidy if facts["reference"] not in known]
    for row in _judged(county, fresh, batch, by, at):
        known[row.reference] = row
    if fresh:
        record(
            "institutions.receive_changes",
            by=by,
            subject=("county", county.pk),
            data={"rows": len(fresh), "outcomes": _counts(known[facts["reference"]].outcome for facts in fresh)},
            at=at,
        )
    return [known[facts["reference"]] for facts in tidy]


def _tidy(facts: ChangeFacts, number: int) -> dict[str, Any]:
    values: dict[str, Any] = dict(facts)
    for name in _TEXTS:
        values[name] = without_numbers(clean(values.get(name) or ""), field=f"rows.{number}.{name}")
    return values | {"uscc": values.get("uscc") or ""}


def decisions(county: County, rows: Sequence[Any]) -> list[Decision]:
    """What would become of each row (facts with all their texts), by two queries; nothing is written."""
    by_uscc, by_name = _register(county, rows)
    return [
        decide(Row(facts["kind"], facts["name"], facts["uscc"], facts["former_name"], facts["scope"]), by_uscc, by_name)
        for facts in rows
    ]


def _judged(
    county: County, rows: Sequence[dict[str, Any]], batch: ImportBatch | None, by: Viewer, at: dt.datetime
) -> list[RegisterChange]:
    towns = list(Town.objects.filter(county=county))
    made = []
    for facts, judged in zip(rows, decisions(county, rows), strict=True):
        town = town_of(facts["address"], towns)
        is_one = judged.outcome is ChangeOutcome.MATCHED
        made.append(
            RegisterChange(
                county=county,
                batch=batch,
                town=town,
                outcome=judged.outcome,
                state=state_of(judged.outcome),
                institution_id=judged.ids[0] if is_one else None,
                candidates=[] if is_one else list(judged.ids),
                site=_site(county, town, facts, by, at) if judged.outcome is ChangeOutcome.SUSPECTED else None,
                created_at=at,
                created_by_id=by.actor_id,
                changed_at=at,
                changed_by_id=by.actor_id,
                **facts,
            )
        )
    RegisterChange.objects.bulk_create(made)
    RegisterChangeTransition.objects.bulk_create(
        RegisterChangeTransition(
            change=row,
            verb=ChangeVerb.RECEIVE,
            source="",
            target=row.state,
            effective_on=row.changed_on,
            recorded_at=at,
            actor_id=by.actor_id,
        )
        for row in made
    )
    return made


def _register(county: County, rows: Sequence[dict[str, Any]]) -> tuple[dict[str, int], dict[str, set[int]]]:
    """The county's institutions by credit code and by every name that a row may mean."""
    codes = {facts["uscc"] for facts in rows if facts["uscc"]}
    everybody = Institution.objects.filter(county=county)
    by_uscc: dict[str, int] = dict(everybody.filter(uscc__in=codes).values_list("uscc", "pk"))  # type: ignore[arg-type]
    by_name: dict[str, set[int]] = defaultdict(set)
    wanted = {name_key(name) for facts in rows for name in (facts["name"], facts["former_name"]) if name}
    names = everybody.values_list("pk", "name", "former_names", "trade_name")
    for pk, name, former, trade in names.iterator(2000):
        for key in {name_key(one) for one in (name, trade, *former) if one} & wanted:
            by_name[key].add(pk)
    return by_uscc, by_name


def _site(county: County, town: Town | None, facts: dict[str, Any], by: Viewer, at: dt.datetime) -> SuspectedSite:
    """An open site of the same address takes the report in."""
    made = report(
        county=county,
        town=town,
        address=facts["address"] or facts["name"],
        sign=facts["name"],
        taught=what_it_teaches(facts["name"], facts["scope"]),
        origin=SiteOrigin.BUSINESS_FEED,
        note="市场监管登记变动推送：未匹配到备案机构",
        reference=f"{by.actor_id}:{facts['reference']}"[:60],
        seen_on=min(facts["changed_on"], day_of(at)),
        by=by,
        at=at,
    )
    return made.site


def town_of(address: str, towns: Sequence[Town]) -> Town | None:
    """The town that an address names, by its whole name first, then without 街道 or 镇."""
    for shorten in (False, True):
        for town in towns:
            word = town.name.removesuffix("街道").removesuffix("镇") if shorten else town.name
            if len(word) > 1 and word in address:
                return town
    return None


def _counts(outcomes: Any) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in outcomes:
        found[str(one)] += 1
    return dict(found)
