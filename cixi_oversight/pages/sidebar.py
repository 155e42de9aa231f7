"""How the sidebar is arranged: by task, for the bureau and for institutions. One decision, so it stands in one table.

What administrators see is not named here: their entries stand last, under the caption of the system.
"""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import msg
from cixi_oversight.web.nav import Group

BUREAU: Final = (
    Group(None, ("home", "my_town", "assignments", "deadlines")),
    Group(msg("Register and admission"), ("register", "cases", "register_changes", "transition", "imports")),
    Group(
        msg("Filings and annual inspection"),
        ("filings", "collections", "materials", "record_checks", "annual", "stars"),
    ),
    Group(msg("Supervision"), ("risk", "complaints", "notices.suspected", "talks", "groups", "calls")),
    Group(
        msg("Publication and papers"),
        ("notices", "schools", "notices.whitelist", "papers", "files", "statistics"),
    ),
)
MY: Final = (
    Group(None, ("my", "my.filings", "my.collections", "my.teaching", "my.cases", "my.assignments")),
    Group(msg("Inspection and rating"), ("my.annual", "my.stars", "my.transition")),
    Group(msg("Our institution"), ("my.licences", "my_papers", "my.contacts", "my_members")),
)
ARRANGEMENT: Final = (*BUREAU, *MY)
