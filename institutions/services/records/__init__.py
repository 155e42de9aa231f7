"""Recording what an institution holds and files. Insert-only: a correction is a new row that supersedes the standing
one of the same institution and kind or period; both stay readable.

A new row without `supersedes` where one stands already is refused, so that two clerks with one paper make one record.
"""

from institutions.services.records.insurance import record_insurance
from institutions.services.records.licences import record_permit, record_registration
from institutions.services.records.returns import record_enrolment
from institutions.services.records.statements import record_statement

__all__ = ["record_enrolment", "record_insurance", "record_permit", "record_registration", "record_statement"]
