"""The dirt of real registers, on purpose: what a clerk meets in the first week."""

from __future__ import annotations

from typing import Final

from cixi_oversight.demo.chance import Chance
from cixi_oversight.demo.names import Names
from cixi_oversight.demo.profiles import Profile
from institutions.enums import Category

# what, how many in 500
DIRT: Final = (
    ("dead_phone", 22),  # not in service, cut short, or none
    ("other_name_on_permit", 18),  # the permit still says the old name
    ("twin", 6),  # two institutions at one address with nearly one name
    ("not_found", 4),  # an officer went there and met nobody
    ("no_uscc", 5),
    ("no_town", 4),
    ("no_category", 3),
    ("no_stage", 9),
)


def spread_dirt(chance: Chance, profiles: list[Profile], names: Names) -> None:
    """Marks institutions; the register builder does what the marks say. Twins get nearly one name in one town."""
    draw = chance.stream("dirt", profiles[0].place.code)
    # those with a past have their old names and codes to carry already
    active = [profile for profile in profiles if profile.is_active and profile.past is None]
    for kind, in_500 in DIRT:
        count = max(1, in_500 * len(profiles) // 500)
        for profile in draw.sample(active, min(count, len(active))):
            if kind == "no_category" and len(active) < 100:
                continue  # so few that each category counts
            profile.dirt.add(kind)
            if kind == "no_category":
                profile.category = None
    twins = [profile for profile in active if "twin" in profile.dirt]
    for one, other in zip(twins[::2], twins[1::2], strict=False):
        other.town, other.brand = one.town, one.brand
        other.name = names.name(
            county=one.place.name,
            town=one.town,
            brand=one.brand,
            category=one.category or Category.OTHER,
            form=other.form,
        )
