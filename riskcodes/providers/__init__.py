"""What the risk code adds to the frame and to the register's pages. Computed and adopted code are told apart."""

from __future__ import annotations

from typing import Final

from cixi_oversight.errors import msg
from cixi_oversight.web import badges, home, nav, subjects
from cixi_oversight.web.badges import Badge, Tone
from cixi_oversight.web.subjects import Subject
from cixi_oversight.web.words import worded
from institutions.enums.whitelist import Criterion
from institutions.services import extensions
from institutions.services.disclosure.extensions import ADOPTED_CODE
from institutions.services.extensions import FileTab, ListColumn, ListFilter, WhitelistSource
from riskcodes.enums import Colour, RunState
from riskcodes.providers import codes, desk, whitelist, why
from riskcodes.rules.access import VIEW_CODES
from riskcodes.rules.labels import COLOUR_CODE, RUN_STATE
from riskcodes.services.follow_up import adopted_seen
from riskcodes.services.links import SECTION, TAB, why_url

COMPUTED: Final = msg("Computed code")
ADOPTED: Final = msg("Adopted code")


def register() -> None:
    nav.NAV.register(
        nav.NavEntry(SECTION, msg("Risk codes"), "riskcodes:board", VIEW_CODES, desk.waiting, icon="traffic-lights"),
        rank=40,
    )
    badges.register(
        "risk_run",
        {
            RunState.COMPUTING.value: Badge(Tone.PROGRESS, RUN_STATE[RunState.COMPUTING]),
            RunState.PUBLISHED.value: Badge(Tone.DONE, RUN_STATE[RunState.PUBLISHED]),
            RunState.FAILED.value: Badge(Tone.REFUSED, RUN_STATE[RunState.FAILED]),
        },
    )
    subjects.register(
        Subject(
            "adopted_code",
            adopted_seen,
            lambda row: worded(COLOUR_CODE[Colour(row.code)]),
            lambda row: why_url(row.institution),
            named_by="pk",
        )
    )
    home.TODO.register(desk.todo, rank=10)
    home.FIGURES.register(desk.figures, rank=10)
    extensions.TABS.register(FileTab(TAB, msg("Why this colour"), VIEW_CODES, why.render), rank=15)
    extensions.LIST_FILTERS.register(ListFilter("computed", COMPUTED, codes.choices, codes.computed_q), rank=10)
    extensions.LIST_FILTERS.register(ListFilter("adopted", ADOPTED, codes.choices, codes.adopted_q), rank=11)
    extensions.LIST_COLUMNS.register(
        ListColumn("computed", COMPUTED, codes.computed_cells, codes.computed_words), rank=10
    )
    extensions.LIST_COLUMNS.register(ListColumn("adopted", ADOPTED, codes.adopted_cells, codes.adopted_words), rank=11)
    extensions.HEAD_BADGES.register(codes.head_badges, rank=10)
    extensions.TIMELINE.register(codes.timeline, rank=10)
    extensions.WHITELIST_FACTS.register(WhitelistSource(Criterion.CODE_NOT_RED, whitelist.not_red), rank=30)
    ADOPTED_CODE.register(whitelist.adopted_code)
    extensions.ADOPTED_CODES.register(codes.adopted_codes)
