"""The table of kinds, and who takes which step."""

from __future__ import annotations

from typing import Final

from cixi_oversight.users.enums import DepartmentKind
from institutions.enums import Category, LegalForm
from institutions.enums.cases import CaseKind, StepParty
from institutions.rules.cases.change import CHANGE, RENEWAL
from institutions.rules.cases.conversion import CATEGORY_CHANGE, NONPROFIT
from institutions.rules.cases.deregistration import DEREGISTRATION
from institutions.rules.cases.entry import ENTRY
from institutions.rules.cases.schema import KindTable

KINDS: Final[dict[CaseKind, KindTable]] = {
    one.kind: one for one in (ENTRY, NONPROFIT, CATEGORY_CHANGE, CHANGE, RENEWAL, DEREGISTRATION)
}
_FIXED: Final = {
    StepParty.BUREAU: DepartmentKind.EDUCATION,
    StepParty.CIVIL_AFFAIRS: DepartmentKind.CIVIL_AFFAIRS,
    StepParty.MARKET_SUPERVISION: DepartmentKind.MARKET_SUPERVISION,
    StepParty.FIRE: DepartmentKind.FIRE,
}
SECTORS: Final = {
    Category.ARTS: DepartmentKind.CULTURE_TOURISM_SPORT,
    Category.SPORTS: DepartmentKind.CULTURE_TOURISM_SPORT,
    Category.SCI_TECH: DepartmentKind.SCIENCE_TECHNOLOGY,
}


def department_of(party: StepParty, category: Category | None, legal_form: LegalForm | None) -> DepartmentKind:
    """Which department takes a step of this party. `category` is the one that is taught afterwards."""
    if party is StepParty.SECTOR:
        return SECTORS.get(category, DepartmentKind.EDUCATION) if category else DepartmentKind.EDUCATION
    if party is StepParty.REGISTRATION:
        is_civil = legal_form is LegalForm.PRIVATE_NON_ENTERPRISE
        return DepartmentKind.CIVIL_AFFAIRS if is_civil else DepartmentKind.MARKET_SUPERVISION
    return _FIXED.get(party, DepartmentKind.EDUCATION)
