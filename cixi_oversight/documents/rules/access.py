"""Who may do what with files and papers. Which of them is another question: the scope of the thing they are about."""

from typing import Final

from cixi_oversight.permissions import ANYONE, BUREAU, INSTITUTION, OFFICERS, Role, right

CHECK_PAPER: Final = ANYONE
VIEW_PAPERS: Final = right("documents.view_papers", OFFICERS)
READ_PAPERS: Final = right("documents.read_papers", OFFICERS | {Role.API_CLIENT})  # that they are, not the PDF
FETCH_PAPER: Final = right(
    "documents.fetch_paper", OFFICERS | {Role.INSTITUTION_OWNER, Role.INSTITUTION_FRONT_DESK, Role.INSTITUTION_FINANCE}
)
VOID_PAPER: Final = right("documents.void_paper", {Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
SET_SERIES: Final = right("documents.set_series", {Role.SECTION_CHIEF, Role.BUREAU_DIRECTOR})
OPEN_FILE: Final = right("documents.open_file", OFFICERS | INSTITUTION | {Role.ASSOCIATION_OFFICER})
VIEW_FILES: Final = right("documents.view_files", BUREAU | {Role.SERVICE_CENTRE_CLERK, Role.TOWN_OFFICER})
