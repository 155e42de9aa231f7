"""The demo's owners of institutions: one of a green, one of a red one, as the last night found them."""

from __future__ import annotations

from cixi_oversight.demo.accounts import JOINED_ON, LOGINS
from cixi_oversight.demo.facts import Facts
from cixi_oversight.demo.sizes import Plan
from cixi_oversight.demo.troubles import Kind
from institutions.models import InstitutionMembership
from riskcodes.enums import Colour
from riskcodes.models import Assessment, PublishedRun


def give_institutions(plan: Plan, facts: Facts) -> None:
    """Without a night (none was asked for) the troubles say who is likely to be red."""
    county_id = facts.places[0].county_id
    for login in LOGINS:
        if login.institution:
            institution_id = _of_colour(county_id, login.institution) or _likely(facts, login.institution)
            InstitutionMembership.objects.create(
                user_id=facts.accounts.users[login.username],
                institution_id=institution_id,
                role=login.role,
                from_on=max(JOINED_ON, plan.as_of.replace(month=1, day=1)),
            )


def _of_colour(county_id: int, colour: str) -> int | None:
    published = PublishedRun.objects.select_related("run").filter(county_id=county_id).first()
    if published is None:
        return None
    found = Assessment.objects.of_run(published.run.number).filter(county_id=county_id, computed_code=Colour(colour))
    return found.order_by("institution_id").values_list("institution_id", flat=True).first()


def _likely(facts: Facts, colour: str) -> int:
    red = Colour(colour) is Colour.RED
    for profile in facts.profiles:
        lapse = profile.trouble(Kind.LIABILITY_LAPSE)
        if profile.is_active and (lapse is not None and lapse.end is None if red else not profile.troubles):
            return profile.pk
    return facts.profiles[0].pk
