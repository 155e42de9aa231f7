"""Stars in force, by the name that other parts ask for: `current(ids, on)`."""

from institutions.services.stars.reading import StarFact, current

__all__ = ["StarFact", "current"]
