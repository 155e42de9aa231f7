"""Breaks between online lessons (课间休息): ten minutes at least between two lessons of one class on one day (“双减”
意见第十四条: 每课时不超过30分钟，课程间隔不少于10分钟). A break of exactly the least is long enough."""

from __future__ import annotations

from collections.abc import Sequence

from institutions.rules.teaching.permitted_time import Planned


def too_close(slots: Sequence[Planned], least: int) -> list[tuple[int, int]]:
    """Pairs of slots of one class (by their place, the earlier first) with a shorter break than `least` minutes on some
    day. Lessons that meet at one time are `overlapping`, and not named here."""
    found = []
    order = sorted(range(len(slots)), key=lambda place: (slots[place].weekday, slots[place].starts))
    for index, one in enumerate(order):
        for other in order[index + 1 :]:
            a, b = slots[one], slots[other]
            if b.weekday != a.weekday or b.starts - a.ends >= least:
                break
            if b.starts >= a.ends and a.from_on <= b.to_on and b.from_on <= a.to_on and set(a.days()) & set(b.days()):
                found.append((one, other))
    return found
