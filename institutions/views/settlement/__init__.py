"""Unfinished courses: the bureau's pages and the institution's own."""
