"""Who may see and file teaching. Which rows is another question: `visible_to` of each noun."""

from typing import Final

from cixi_oversight.permissions import BUREAU, INSTITUTION, OFFICERS, Role, right

VIEW_TEACHING: Final = right("institutions.view_teaching", OFFICERS | {Role.ASSOCIATION_OFFICER, Role.API_CLIENT})
VIEW_MATERIALS: Final = right("institutions.view_materials", BUREAU | {Role.DEPARTMENT_OFFICER})
VIEW_RECORD_CHECKS: Final = right("institutions.view_record_checks", BUREAU | {Role.TOWN_OFFICER})
VIEW_OWN_TEACHING: Final = right("institutions.view_own_teaching", INSTITUTION)
