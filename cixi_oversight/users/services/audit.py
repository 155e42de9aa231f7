"""The key under which users, below audit, has its own changes recorded."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, Protocol

from cixi_oversight.extensions import Single
from cixi_oversight.permissions import Viewer


class Record(Protocol):
    """`audit.services.record.record`."""

    def __call__(
        self,
        verb: str,
        *,
        by: Viewer,
        subject: tuple[str, int],
        institution_id: int | None = None,
        why: str = "",
        data: Mapping[str, Any] | None = None,
        at: dt.datetime | None = None,
    ) -> object: ...


AUDIT_RECORD: Final[Single[Record]] = Single("audit.record", required=True)


def audited(
    verb: str,
    *,
    by: Viewer,
    subject: tuple[str, int],
    at: dt.datetime,
    why: str = "",
    institution_id: int | None = None,
    **data: Any,
) -> None:
    """Record a change of ours in its own transaction. Raises RuntimeError where nobody keeps the audit."""
    record = AUDIT_RECORD.ask()
    if record is None:
        raise RuntimeError("no audit, no change")
    record(verb, by=by, subject=subject, institution_id=institution_id, why=why, data=data, at=at)
