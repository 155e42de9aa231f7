"""Pieces of SQL that new and changed rows share."""

from __future__ import annotations

from typing import Final

from institutions.enums import LegalForm, RegistrationKind

# which certificate a capital stands on: by legal form, else by the first two digits of the code
KIND: Final = f"""
    case when coalesce({{form}}, '') = '{LegalForm.PRIVATE_NON_ENTERPRISE}' or {{form}} is null and {{code}} like '52%%'
           then '{RegistrationKind.PRIVATE_NON_ENTERPRISE}'
         when coalesce({{form}}, '') = '{LegalForm.PUBLIC_INSTITUTION}' or {{form}} is null and {{code}} like '12%%'
           then '{RegistrationKind.PUBLIC_INSTITUTION}'
         else '{RegistrationKind.BUSINESS}' end
"""


def dates(issued: str) -> str:
    """Issue, expiry and whether it is open-ended, in the order of the permit's columns."""
    return f"{issued}, nullif(t.expires_on, 'infinity'::date), t.expires_on is not distinct from 'infinity'::date"
