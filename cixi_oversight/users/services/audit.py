"""The key under which users, below audit, has its own changes recorded."""

from typing import Any, Final, Protocol

from cixi_oversight.extensions import Single
from cixi_oversight.permissions import Viewer


class Record(Protocol):
    def __call__(self, verb: str, *, by: Viewer, subject: tuple[str, int], **more: Any) -> Any: ...


AUDIT_RECORD: Final[Single[Record]] = Single("audit.record", required=True)
