"""Rights of the pages that belong to no app."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, right

VIEW_OWN: Final = right("pages.view_own_institution", INSTITUTION)
