"""How figures, sentences, states and colours are written."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import translation

from cixi_oversight.errors import Message, msg
from cixi_oversight.permissions import OFFICERS, Role, Viewer, ViewerKind, right
from cixi_oversight.web import badges, context, nav
from cixi_oversight.web.words import ROLES, worded

ON = dt.date(2026, 11, 23)
VIEW = right("tests.view_signs", OFFICERS)


def shown(text: str, **context: object) -> str:
    return Template("{% load portal %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("{{ v|yuan }}", 123450, "¥1,234.50"),
        ("{{ v|yuan }}", -5, "¥-0.05"),
        ("{{ v|yuan }}", None, "—"),
        ("{{ v|day }}", dt.date(2026, 11, 3), "2026-11-03"),
        ("{{ v|moment }}", dt.datetime(2026, 11, 3, 17, 5, tzinfo=dt.UTC), "2026-11-04 01:05"),
        ("{{ v|signed }}", 3, "+3"),
        ("{{ v|signed }}", -2, "−2"),
        ("{{ v|signed }}", 0, "±0"),
        ("{{ v|signed }}", None, ""),
        ("{{ v|count }}", 1234567, "1,234,567"),
    ],
)
def test_figures(text: str, value: object, expected: str) -> None:
    assert shown(text, v=value) == expected


def test_wan_has_the_exact_amount_on_hover() -> None:
    with translation.override("zh-hans"):
        text = shown("{{ v|wan }}", v=123_456_789)
    assert "123.46 万元" in text
    assert 'title="¥1,234,567.89"' in text


def test_a_gap_is_told_apart_from_zero() -> None:
    assert shown("{{ v|gap }}", v=0) == "0"
    assert "class=&quot;gap" not in shown("{{ v|gap }}", v=None)
    assert 'class="gap"' in shown("{{ v|gap }}", v="")


@pytest.mark.parametrize("colour", ["green", "yellow", "red", "none", None])
def test_a_colour_has_shape_and_word(colour: str | None) -> None:
    with translation.override("zh-hans"):
        text = shown("{{ c|risk_badge }}", c=colour)
    shape, word = {
        "green": ("●", "绿码"),
        "yellow": ("▲", "黄码"),
        "red": ("■", "红码"),
    }.get(colour or "none", ("○", "未赋码"))
    assert shape in text
    assert word in text


def test_badges_escape_what_they_are_given() -> None:
    assert badges.pill("done", "<b>") == '<span class="state state-done">&lt;b&gt;</span>'


def test_a_sentence_within_a_sentence_is_worded_too() -> None:
    with translation.override("zh-hans"):
        text = worded(Message("%(n)s in all", {"n": msg("Red code")}))
    assert text == "共 红码 条"


def test_figures_of_a_sentence_keep_their_form() -> None:
    assert worded(Message("%(day)s: %(share).1f", {"day": dt.date(2026, 1, 2), "share": 1.25})) == "2026-01-02: 1.2"


def test_every_role_has_words() -> None:
    assert set(ROLES) == set(Role)


def test_icons_are_silent_or_named() -> None:
    assert 'aria-hidden="true"' in shown("{% icon 'search' %}")
    assert 'role="img" aria-label="Find"' in shown("{% icon 'search' 'Find' %}")
    with pytest.raises(FileNotFoundError):
        shown("{% icon 'no-such-icon' %}")


def test_the_sidebar_shows_what_is_open_to_the_viewer_groups_last(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        (10, nav.NavEntry("system.jobs", msg("Table"), "home", VIEW)),
        (90, nav.NavEntry("register", msg("Search"), "home", VIEW, lambda viewer, on: 3)),
        (20, nav.NavEntry("closed", msg("Filter"), "home", right("tests.nobody"))),
        (30, nav.NavEntry("my", msg("Count"), "home", VIEW, face="my")),
    ]
    monkeypatch.setattr(nav.NAV, "providers", entries)
    monkeypatch.setattr(nav.ARRANGEMENT, "provider", (nav.Group(None, ("home",)), nav.Group(msg("Search"), ("gone",))))
    viewer = Viewer(kind=ViewerKind.STAFF, roles=frozenset({Role.REGISTRAR}))
    shown = nav.entries(viewer, face="bureau")
    counted = context.counting(viewer, "bureau", ON).answer()
    found = nav.items(shown, [count for count, _ in counted[:-1]], section="register")
    assert [(item.key, item.count, item.current, bool(item.caption)) for item in found] == [
        ("register", 3, True, False),
        ("system.jobs", 0, False, True),
    ]


def test_the_sidebar_is_arranged_by_task_and_each_group_is_captioned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = ("late", "home", "register", "filings", "system.jobs")
    entries = [(rank, nav.NavEntry(key, msg("Table"), "home", VIEW)) for rank, key in enumerate(keys)]
    groups = (nav.Group(None, ("home",)), nav.Group(msg("Search"), ("filings", "register")))
    monkeypatch.setattr(nav.NAV, "providers", entries)
    monkeypatch.setattr(nav.ARRANGEMENT, "provider", groups)
    shown = nav.entries(Viewer(kind=ViewerKind.STAFF, roles=frozenset({Role.REGISTRAR})), face="bureau")
    found = nav.items(shown, [0] * len(shown), section="")
    assert [(item.key, bool(item.caption)) for item in found] == [
        ("home", False),
        ("filings", True),
        ("register", False),
        ("late", False),
        ("system.jobs", True),
    ]


def test_every_entry_of_the_sidebar_has_its_place() -> None:
    named = [key for group in nav.ARRANGEMENT.ask() or () for key in group.keys]
    assert len(named) == len(set(named))
    assert {entry.key for entry in nav.NAV.all() if not entry.key.startswith("system.")} == set(named)


@pytest.mark.parametrize(
    ("label", "text"),
    [("institutions.filings", "系统自动办理"), ("night", "系统自动办理"), ("周登记", "周登记"), ("zhou", "zhou")],
)
def test_a_job_that_acted_is_called_the_system(label: str, text: str) -> None:
    assert shown("{{ who|actor }}", who=label) == text


def test_days_before_a_date() -> None:
    assert shown("{{ due|days_before:on }}", due=ON - dt.timedelta(days=3), on=ON) == "3"
