"""The profiles that targets ship, read once."""

from __future__ import annotations

import tomllib
from functools import cache

from cixi_oversight.imports.errors import ProfileUnknown
from cixi_oversight.imports.rules.profile import Profile, ProfileWrong, read_profile
from cixi_oversight.imports.services.targets import TARGETS, ImportTarget, target_of


@cache
def _of(target_key: str) -> dict[str, Profile]:
    target = target_of(target_key)
    found: dict[str, Profile] = {}
    for path in sorted(target.profiles.glob("*.toml")):
        profile = read_profile(tomllib.loads(path.read_text(encoding="utf-8")), target.fields)
        if profile.key != path.stem or profile.target != target.key:
            raise ProfileWrong(f"{path.name}: key or target")
        found[profile.key] = profile
    return found


def all_profiles() -> list[Profile]:
    return [profile for target in TARGETS.all() for profile in _of(target.key).values()]


def profile_of(key: str) -> Profile:
    """Raises ProfileUnknown naming those that exist."""
    found = next((profile for profile in all_profiles() if profile.key == key), None)
    if found is None:
        raise ProfileUnknown(
            field="profile", profile=key[:60], known="、".join(sorted(profile.key for profile in all_profiles()))
        )
    return found


def target_and_profile(target_key: str, profile_key: str) -> tuple[ImportTarget, Profile]:
    return target_of(target_key), profile_of(profile_key)
