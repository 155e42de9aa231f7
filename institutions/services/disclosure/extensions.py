"""What higher apps add to an institution's public page.

They answer with an expression over the institution's row, so that the page stays one query: JSON with the part's keys,
or null where there is nothing. Where nobody answers, the page says that it is not in the system.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from cixi_oversight.extensions import Single

Part = Callable[[dt.date], Any]

# the supervised account: {"name", "bank", "tail": last four digits, "payment_route"}; owner: funds
ESCROW_ACCOUNT: Final[Single[Part]] = Single("disclosure.escrow_account")
# the adopted code as a word; read only where the parameter makes it public; owner: riskcodes
ADOPTED_CODE: Final[Single[Part]] = Single("disclosure.adopted_code")
