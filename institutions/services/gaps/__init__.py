"""First receive, then manage (先接收、后管理): `open_gap_list` is what a granted category conversion calls."""

from institutions.services.gaps.items import close_gap, hand_in, reopen_gap, return_gap
from institutions.services.gaps.lists import end_gap_list, open_gap_list

__all__ = ["close_gap", "end_gap_list", "hand_in", "open_gap_list", "reopen_gap", "return_gap"]
