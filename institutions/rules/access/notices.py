"""Who may do what with notices, letters and schools. Which rows is another question: `visible_to`."""

from typing import Final

from cixi_oversight.permissions import BUREAU, Role, right
from institutions.rules.notices import SIGNATORIES, WRITERS

VIEW_NOTICES: Final = right("institutions.view_notices", BUREAU | {Role.TOWN_OFFICER})
WRITE_NOTICES: Final = right("institutions.write_notices", WRITERS)
PUBLISH_NOTICES: Final = right("institutions.publish_notices", SIGNATORIES)
SEND_LETTERS: Final = right("institutions.send_letters", WRITERS)
KEEP_SCHOOLS: Final = right("institutions.keep_schools", WRITERS)
