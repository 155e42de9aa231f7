"""What the stories share."""

from tests.institutions.cases.conftest import office

__all__ = ["office"]
