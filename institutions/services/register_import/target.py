"""The register as a target of imports: what a sheet of institutions becomes (ARCHITECTURE decision 14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from cixi_oversight.errors import Message, msg
from cixi_oversight.imports.rules.fields import Field
from cixi_oversight.imports.services.targets import Side, Work
from cixi_oversight.permissions import Viewer
from cixi_oversight.users.models import County, Department, Town
from institutions.rules.matching import Doubt
from institutions.services.pinyin import wake_pinyin
from institutions.services.register_import import checks, compare, match, merge, sides, words
from institutions.services.register_import.fields import FAULTS, FIELDS, NOTES, REASONS

TARGET: Final = "institutions.register"


class RegisterTarget:
    """Answers `imports.services.targets.TARGETS`."""

    key: str = TARGET
    label: Message = msg("Register of institutions")
    fields: Mapping[str, Field] = FIELDS
    title_field: str = "name"
    faults: Mapping[str, Message] = FAULTS
    reasons: Mapping[str, Message] = REASONS
    doubts: Mapping[str, Message] = {code: REASONS[code] for code in Doubt}
    notes: Mapping[str, Message] = NOTES
    profiles: Path = Path(__file__).parent / "profiles"

    def word_of(self, field_key: str, value: str) -> str:
        return words.word_of(field_key, value)

    def lookup(self, field_key: str, county_id: int) -> Mapping[str, int]:
        """Towns and departments of the county by full name, and by the short forms that offices write."""
        county = County.objects.get(pk=county_id)
        known: dict[str, int] = {}
        if field_key == "town":
            for town in Town.objects.filter(county=county):
                known |= {town.name: town.pk, f"{county.name}{town.name}": town.pk}
                known.setdefault(town.name.removesuffix("街道").removesuffix("镇"), town.pk)
            return known
        for department in Department.objects.filter(county=county, town=None):
            bare = department.name.removeprefix(county.name)
            known |= {department.name: department.pk, bare: department.pk, f"{county.name[-1]}{bare}": department.pk}
        return known

    def excuse(self, work: Work) -> None:
        checks.excuse_overridden_codes(work)

    def check(self, work: Work) -> None:
        checks.check_rows(work)

    def find_duplicates(self, work: Work) -> None:
        match.make_keys(work)
        checks.find_duplicates(work)

    def match(self, work: Work) -> None:
        match.match_rows(work)

    def compare(self, work: Work) -> None:
        compare.compare_rows(work)

    def merge(self, work: Work) -> None:
        merge.merge_rows(work)

    def notes_of(self, work: Work) -> Mapping[str, int]:
        return compare.notes_of(work)

    def follow_up(self, *, slot: str, by: Viewer) -> None:
        wake_pinyin(slot=slot, by=by)

    def results_url(self, batch_id: int) -> str:
        return ""

    def sides(self, ids: Sequence[int], viewer: Viewer) -> list[Side]:
        return sides.sides_of(ids, viewer)
