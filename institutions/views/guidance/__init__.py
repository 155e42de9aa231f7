"""Persuasion and the ladder of guidance: pages of the offices."""
