"""Which filings a person looks at although nothing is doubtful.

Drawn from what is filed and from the audit's head of an earlier day, which no institution knows: nobody chooses, nobody
foresees it or draws again by starting anew, and an auditor computes it afterwards from the exported heads.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from cixi_oversight.audit.models import AuditHead
from cixi_oversight.policy.enums import Key
from cixi_oversight.policy.errors import ParameterNotSet
from cixi_oversight.policy.services import parameters
from institutions.enums.filings import FilingState
from institutions.models import Filing, Institution
from institutions.rules.filings.canonical import is_sampled

_PERCENT_UNLESS_SET: Final = 10  # where no parameter is in force


def is_drawn(filing: Filing, *, on: dt.date) -> bool:
    """Whether this filing, handed in on a day, is one of the sample. What was drawn once stays drawn, also where it was
    taken back and is filed anew."""
    earlier = Filing.objects.all().same_thing(filing).filter(is_sampled=True, state=FilingState.WITHDRAWN)
    if filing.is_sampled or earlier.exists():
        return True
    head = AuditHead.objects.filter(day__lt=on).order_by("-day").values_list("hash", flat=True).first()
    return is_sampled(_thing(filing), salt=head or "", percent=percent(filing.institution, on))


def percent(institution: Institution, on: dt.date) -> int:
    """The share of the sample as of a day."""
    try:
        return int(parameters.value(Key.FILING_SAMPLE, on=on, county=institution.county_id))
    except ParameterNotSet:
        return _PERCENT_UNLESS_SET


def _thing(filing: Filing) -> str:
    period = filing.period.isoformat() if filing.period else ""
    return f"{filing.institution.public_id}/{filing.kind}/{period}/{filing.subject_kind}/{filing.subject_id or ''}"
