"""What the stories share."""

from tests.institutions.cases.conftest import office
from tests.institutions.conftest import bureau, by, county, institution, make, town
from tests.institutions.filings.conftest import sampled

__all__ = ["bureau", "by", "county", "institution", "make", "office", "sampled", "town"]
