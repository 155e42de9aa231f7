"""Who may do what in the star rating."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, OFFICERS, Role, right
from institutions.rules.stars.workflow import OWNERS, REVIEWERS, SIGNATORIES

VIEW_STARS: Final = right("institutions.view_stars", OFFICERS | REVIEWERS)
READ_STARS: Final = right("institutions.read_stars", OFFICERS | REVIEWERS | {Role.API_CLIENT})
REVIEW_STARS: Final = right("institutions.review_stars", REVIEWERS)
DECIDE_STARS: Final = right("institutions.decide_stars", SIGNATORIES)
VIEW_OWN_STARS: Final = right("institutions.view_own_stars", INSTITUTION - {Role.TEACHER})
APPLY_FOR_STARS: Final = right("institutions.apply_for_stars", OWNERS)
