"""Persuasion and the ladder of guidance."""
