"""Who may do what with admission cases. Which cases: `RegistrationCase.objects.visible_to`."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, OFFICERS, Role, right
from institutions.rules.cases.workflow import APPLICANTS, AUTHORITIES, DECIDERS, WINDOW

VIEW_CASES: Final = right("institutions.view_cases", OFFICERS | {Role.API_CLIENT})
# the window: takes applications at the counter, accepts, returns, does not accept
WINDOW_WORK: Final = right("institutions.case_window", WINDOW)
ANSWER_STEP: Final = right("institutions.answer_case_step", AUTHORITIES)
DECIDE_CASE: Final = right("institutions.decide_case", DECIDERS)
# the institution's own
VIEW_OWN_CASES: Final = right("institutions.view_own_cases", INSTITUTION - {Role.TEACHER})
APPLY: Final = right("institutions.apply_case", {Role.INSTITUTION_OWNER})
WITHDRAW: Final = right("institutions.withdraw_case", APPLICANTS)
# anybody may apply to open an institution; what is typed is opened by the link alone
APPLY_ENTRY: Final = right("institutions.apply_entry", anyone=True)
