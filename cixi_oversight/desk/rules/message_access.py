"""Rights over messages. One's own are everybody's who has an account; sending is the system administrator's."""

from typing import Final

from cixi_oversight.permissions import INSTITUTION, STAFF, Role, right

READ_INBOX: Final = right("desk.read_inbox", STAFF)
READ_MY_INBOX: Final = right("desk.read_my_inbox", INSTITUTION)
VIEW_DISPATCHES: Final = right("desk.view_dispatches", {Role.SYSTEM_ADMIN})
SEND_AGAIN: Final = right("desk.send_again", {Role.SYSTEM_ADMIN})
