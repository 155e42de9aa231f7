"""Who may bring sheets in: the registrar and the section chief."""

from typing import Final

from cixi_oversight.permissions import Role, right

IMPORT_SHEETS: Final = right("imports.import_sheets", {Role.REGISTRAR, Role.SECTION_CHIEF})
