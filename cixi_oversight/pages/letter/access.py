"""Who sees the letter's figures: they are the whole county's, so the bureau's own staff."""

from typing import Final

from cixi_oversight.permissions import BUREAU, right

VIEW_LETTER: Final = right("pages.view_letter", BUREAU)
