"""Unfinished courses before an institution ends (未完成课程处置)."""
