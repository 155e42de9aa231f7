"""Every kind of filing that can be filed here. A kind whose form is not listed cannot be started."""

from __future__ import annotations

from typing import Final

from institutions.enums.filings import FilingKind
from institutions.rules.filings.forms import enrolment_return
from institutions.rules.filings.schema import FilingForm

FORMS: Final[dict[FilingKind, FilingForm]] = {form.kind: form for form in (enrolment_return.FORM,)}
