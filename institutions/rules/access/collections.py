"""Who may do what with collections. Which rows is another question: `visible_to`."""

from typing import Final

from cixi_oversight.permissions import BUREAU, Role, right
from institutions.rules.collections.workflow import KEEPERS, OWN

VIEW_COLLECTIONS: Final = right("institutions.view_collections", BUREAU | {Role.TOWN_OFFICER})
RUN_COLLECTIONS: Final = right("institutions.run_collections", KEEPERS)
ANSWER_FOR_TOWN: Final = right("institutions.answer_collection_for_town", {Role.TOWN_OFFICER})
ANSWER_OWN: Final = right("institutions.answer_own_collection", OWN)
