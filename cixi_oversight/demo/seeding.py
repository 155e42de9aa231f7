"""The steps of a demo, in order: facts, the business date, the nights, whose institution the demo owners belong to."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

from cixi_oversight import clock
from cixi_oversight.audit.services.record import record
from cixi_oversight.demo.accounts import LOGINS
from cixi_oversight.demo.assignments import form_groups, give_assignments
from cixi_oversight.demo.cases import write_cases
from cixi_oversight.demo.copies import write_copies
from cixi_oversight.demo.facts import Facts, build_facts
from cixi_oversight.demo.filed import write_filed
from cixi_oversight.demo.links import hand_out_links
from cixi_oversight.demo.messages import write_messages
from cixi_oversight.demo.nights import Nights, run_nights
from cixi_oversight.demo.outreach import write_outreach
from cixi_oversight.demo.owners import give_institutions
from cixi_oversight.demo.papers import issue_papers
from cixi_oversight.demo.policy import give_policy
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.demo.stars import rate
from cixi_oversight.demo.suspected import report_sites
from cixi_oversight.demo.systems import register_systems
from cixi_oversight.demo.teaching import give_teaching
from cixi_oversight.demo.teaching_filings import file_teaching
from cixi_oversight.demo.teaching_in_force import file_what_is_taught
from cixi_oversight.demo.transition import write_transition
from cixi_oversight.demo.whitelist import publish_lists
from cixi_oversight.demo.yearly import inspect_years
from cixi_oversight.errors import DomainError, Refusal
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.users.models import County
from cixi_oversight.users.services.viewer import system_viewer


class NotEmpty(DomainError):
    code = "demo_not_empty"
    message = "The database holds a county already. The demo is only built into an empty one."
    refusal = Refusal.CONFLICT


@dataclass
class Seeded:
    """What was built, and how long each step took in seconds."""

    facts: Facts
    nights: Nights
    seconds: dict[str, float] = field(default_factory=dict)


def _analyze() -> None:
    """Through the owner's function: the tables are not the application's to analyze."""
    with connection.cursor() as cursor:
        cursor.execute("select demo_analyze()")


def is_empty() -> bool:
    return not County.objects.exists()


def seed(plan: Plan, *, say: Callable[[str], None] = lambda _: None) -> Seeded:
    """Build a demo into an empty database. Raises NotEmpty."""
    if not is_empty():
        raise NotEmpty
    started = time.monotonic()
    facts = build_facts(plan)
    _analyze()
    built = time.monotonic()
    say(f"{len(facts.profiles)} institutions, {sum(facts.rows.values())} rows in {built - started:.1f} s")
    pin(plan.as_of)
    form_groups(facts)
    nights = run_nights(plan, facts, say=say)
    register_systems(facts)
    if plan.size.with_work:
        _give_work(plan, facts, say)
    by = system_viewer(label="seed_demo")
    record(
        "demo.seed",
        by=by,
        subject=("county", facts.places[0].county_id),
        data={"size": plan.size.name, "seed": plan.seed, "as_of": plan.as_of.isoformat(), "logins": len(LOGINS)},
        at=clock.at(plan.as_of, 8),
    )
    done = time.monotonic()
    return Seeded(facts, nights, {"facts": built - started, "nights": done - built, "all": done - started})


def _give_work(plan: Plan, facts: Facts, say: Callable[[str], None]) -> None:
    """What people find on their desks. Later parts build on earlier ones."""
    give_institutions(plan, facts)
    write_messages(plan, facts)
    hand_out_links(plan, facts)
    issue_papers(plan, facts, say=say)
    say(f"{inspect_years(plan, facts)} annual inspections, {rate(plan, facts)} star ratings")
    write_copies(plan, facts)
    say(f"{write_filed(plan, facts)} filings")
    write_cases(plan, facts, say=say)
    write_transition(plan, facts, say=say)
    give_policy(plan, facts)
    say(f"{give_teaching(plan, facts)} rows of teaching from {file_what_is_taught(plan, facts)} filings")
    say(f"{file_teaching(plan, facts)} filings of teaching on their way")
    report_sites(plan, facts)
    say(f"{publish_lists(plan, facts)} proposals for the white list")
    say(f"{write_outreach(plan, facts)} collections and notices")
    say(f"{give_assignments(plan, facts)} assignments")
