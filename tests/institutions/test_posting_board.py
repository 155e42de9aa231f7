"""The posting board: from permit and registration only, refused without them, holding as long as they say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cixi_oversight import clock
from cixi_oversight.documents.enums import PaperKind, PaperState
from cixi_oversight.documents.models import Paper, PaperVoid
from cixi_oversight.documents.services import checking
from cixi_oversight.jobs.services.business_date import pin
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.models import Department
from cixi_oversight.users.services.viewer import system_viewer
from institutions.enums import RegistrationKind, Status, Verb
from institutions.errors import NoRegistration, NotOperating, NoValidPermit
from institutions.models import Institution, Permit, Registration
from institutions.rules.papers import PermitFacts, RegistrationFacts, board
from institutions.services.posting_board import issue_board
from institutions.services.records import record_permit, record_registration
from institutions.services.register import edit_facts
from institutions.services.status import change_status
from tests.people import World, make_world

from .conftest import AT, ON
from .test_races import together

DAY = dt.timedelta(days=1)
ENDS = dt.date(2027, 5, 31)


def permitted(institution: Institution, by: Viewer, **facts: Any) -> Permit:
    return record_permit(
        **{
            "institution": institution,
            "by": by,
            "at": AT - 30 * DAY,
            "number": "教民133028270000001号",
            "scope": "文化艺术类校外培训",
            "issued_on": dt.date(2024, 6, 1),
            "expires_on": ENDS,
        }
        | facts
    )


def registered(institution: Institution, by: Viewer, **facts: Any) -> Registration:
    return record_registration(
        **{
            "institution": institution,
            "by": by,
            "at": AT - 30 * DAY,
            "kind": RegistrationKind.BUSINESS,
            "number": "91330282MA2AXXXX1X",
            "name_on_certificate": institution.name,
            "registered_capital_fen": 50_000_000,
        }
        | facts
    )


@pytest.fixture
def licensed(institution: Institution, by: Viewer, bureau: Department) -> Institution:
    permitted(institution, by, authority=bureau)
    registered(institution, by)
    return institution


def states(paper: Paper, on: dt.date) -> tuple[PaperState, dt.date | None]:
    held = checking.state(paper, on)
    return held.state, held.since


def test_it_says_what_permit_and_registration_say(licensed: Institution, by: Viewer) -> None:
    row = issue_board(institution=licensed, by=by, at=AT)
    assert dict(row.facts["permit"]) == {
        "许可证编号": "教民133028270000001号",
        "发证机关": "慈溪市教育局",
        "许可内容": "文化艺术类校外培训",
        "发证日期": "2024年6月1日",
        "有效期限": "至2027年5月31日",
    }
    assert dict(row.facts["registration"]) == {
        "登记证书": "营业执照",
        "统一社会信用代码": licensed.uscc,
        "登记名称": licensed.name,
        "注册资本": "50万元",
    }
    assert row.holder == licensed.name


def _without_permit(_: Institution, __: Viewer) -> None:
    return


def _expired(row: Institution, by: Viewer) -> None:
    permitted(row, by, expires_on=ON - DAY)


def _end_unknown(row: Institution, by: Viewer) -> None:
    permitted(row, by, expires_on=None)


@pytest.mark.parametrize("prepare", [_without_permit, _expired, _end_unknown])
def test_without_a_valid_permit_it_is_refused(
    institution: Institution, by: Viewer, prepare: Callable[[Institution, Viewer], None]
) -> None:
    registered(institution, by)
    prepare(institution, by)
    with pytest.raises(NoValidPermit):
        issue_board(institution=institution, by=by, at=AT)
    assert not Paper.objects.exists()


def test_on_its_last_day_a_permit_is_valid(institution: Institution, by: Viewer) -> None:
    permitted(institution, by, expires_on=ON)
    registered(institution, by)
    assert issue_board(institution=institution, by=by, at=AT).serial == 1


def test_without_a_registration_or_without_operating_it_is_refused(
    institution: Institution, by: Viewer, make: Callable[..., Institution]
) -> None:
    permitted(institution, by)
    with pytest.raises(NoRegistration):
        issue_board(institution=institution, by=by, at=AT)
    applying = make("慈溪市别家", status=Status.APPLYING, effective_on=ON)
    permitted(applying, by)
    registered(applying, by)
    with pytest.raises(NotOperating):
        issue_board(institution=applying, by=by, at=AT)


def test_the_same_facts_give_the_same_paper_again(licensed: Institution, by: Viewer) -> None:
    first = issue_board(institution=licensed, by=by, at=AT)
    assert issue_board(institution=licensed, by=by, at=AT + DAY).pk == first.pk
    assert Paper.objects.count() == 1


def test_it_lapses_the_day_after_the_permits_last(licensed: Institution, by: Viewer) -> None:
    row = issue_board(institution=licensed, by=by, at=AT)
    assert states(row, ENDS) == (PaperState.IN_FORCE, None)
    assert states(row, ENDS + DAY) == (PaperState.LAPSED, ENDS + DAY)


def test_it_lapses_when_the_permit_is_superseded_and_the_next_one_replaces_it(
    licensed: Institution, by: Viewer
) -> None:
    first = issue_board(institution=licensed, by=by, at=AT)
    permitted(licensed, by, at=AT + 2 * DAY, supersedes=Permit.objects.get(), scope="音乐类校外培训")
    assert states(first, ON + 2 * DAY) == (PaperState.LAPSED, ON + 2 * DAY)
    second = issue_board(institution=licensed, by=by, at=AT + 3 * DAY)
    assert (second.serial, second.supersedes_id) == (2, first.pk)
    assert PaperVoid.objects.get().paper_id == first.pk
    assert states(second, ON + 3 * DAY) == (PaperState.IN_FORCE, None)


@pytest.mark.parametrize("verb", [Verb.SUSPEND, Verb.START_CLOSING, Verb.REPORT_VANISHED, Verb.CLOSE_BY_ORDER])
def test_it_lapses_with_the_institutions_operating(licensed: Institution, by: Viewer, verb: Verb) -> None:
    row = issue_board(institution=licensed, by=by, at=AT)
    change_status(institution=licensed, verb=verb, by=by, why="测试", at=AT + DAY)
    assert states(row, ON + DAY) == (PaperState.LAPSED, ON + DAY)


def test_it_lapses_with_another_name_but_not_with_another_town(
    licensed: Institution, by: Viewer, other_town: Any
) -> None:
    row = issue_board(institution=licensed, by=by, at=AT)
    edit_facts(institution=licensed, expected_version=licensed.version, by=by, at=AT + DAY, why="迁址", town=other_town)
    assert states(row, ON + DAY)[0] is PaperState.IN_FORCE
    fresh = Institution.objects.get(pk=licensed.pk)
    edit_facts(institution=fresh, expected_version=fresh.version, by=by, at=AT + 2 * DAY, why="更名", name="慈溪市新名")
    assert states(row, ON + 2 * DAY) == (PaperState.LAPSED, ON + 2 * DAY)


def test_many_boards_are_judged_in_a_fixed_number_of_queries(
    make: Callable[..., Institution], by: Viewer, django_assert_max_num_queries: Any
) -> None:
    rows = []
    for n in range(4):
        one = make(f"慈溪市机构{n}")
        permitted(one, by)
        registered(one, by)
        rows.append(issue_board(institution=one, by=by, at=AT))
    with django_assert_max_num_queries(5):
        assert {held.state for held in checking.states(rows, ON).values()} == {PaperState.IN_FORCE}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_give_one_board() -> None:
    by = system_viewer(label="tests")
    world = make_world()
    permitted(world.institution, by)
    registered(world.institution, by)
    made = together(*[lambda: issue_board(institution=world.institution, by=by, at=AT).pk] * 4)
    assert len(set(made)) == 1
    assert Paper.objects.count() == 1


# --- wording ---


def _board(**facts: Any) -> dict[str, Any]:
    permit = PermitFacts("1", "局", facts.get("scope", ""), None, None)
    kind = facts.get("kind", RegistrationKind.BUSINESS)
    return board("名", None, permit, RegistrationFacts(kind, "2", "", "", None, facts.get("capital_fen")))


@pytest.mark.parametrize(
    ("fen", "words"), [(None, None), (0, "0万元"), (50_000_000, "50万元"), (12_345_678, "123,456.78元")]
)
def test_capital_in_words(fen: int | None, words: str | None) -> None:
    assert dict(_board(capital_fen=fen)["registration"]).get("注册资本") == words


def test_what_is_unknown_is_left_out_and_what_is_too_long_says_where_the_whole_stands() -> None:
    made = _board(scope="培" * 400)
    assert [label for label, _ in made["permit"]] == ["许可证编号", "发证机关", "许可内容", "有效期限"]
    assert dict(made["permit"])["许可内容"].endswith("……（全文见办学许可证）")
    assert dict(made["permit"])["有效期限"] == "长期"


def test_a_non_enterprise_unit_has_start_up_funds() -> None:
    made = dict(_board(kind=RegistrationKind.PRIVATE_NON_ENTERPRISE, capital_fen=30_000_000)["registration"])
    assert made["登记证书"] == "民办非企业单位登记证书"
    assert made["开办资金"] == "30万元"


# --- pages ---


@pytest.fixture
def world(db: None) -> World:
    pin(ON)
    return make_world()


def give(world: World) -> None:
    by = system_viewer(label="tests")
    permitted(world.institution, by)
    registered(world.institution, by)


def board_url(institution: Institution) -> str:
    return reverse("institutions:issue_board", args=[institution.public_id])


def papers_tab(institution: Institution) -> str:
    return reverse("institutions:file", args=[institution.public_id, "papers"])


def shown(client: Client, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_file_offers_the_board_and_says_why_it_cannot(world: World) -> None:
    clerk = world.client(Role.REGISTRAR)
    before = shown(clerk, papers_tab(world.institution))
    assert "No board can be issued now" in before
    assert board_url(world.institution) not in before
    assert clerk.post(board_url(world.institution)).status_code == 422
    give(world)
    assert board_url(world.institution) in shown(clerk, papers_tab(world.institution))
    assert clerk.post(board_url(world.institution)).status_code == 302
    row = Paper.objects.get()
    after = shown(clerk, papers_tab(world.institution))
    assert row.number in after
    assert board_url(world.institution) not in after


def test_an_institution_fetches_its_own_board_and_no_others(world: World) -> None:
    give(world)
    owner = world.client(Role.INSTITUTION_OWNER)
    own = reverse("institutions:own_papers")
    assert "Issue the posting board" in shown(owner, own)
    address = reverse("institutions:own_board", args=[world.institution.public_id])
    assert owner.post(address).status_code == 302
    row = Paper.objects.get(kind=PaperKind.POSTING_BOARD)
    assert row.number in shown(owner, own)
    assert owner.get(reverse("documents:paper_pdf", args=[row.public_id])).status_code == 200
    foreign = reverse("institutions:own_board", args=[world.foreign.public_id])
    assert owner.post(foreign).status_code == 404
    assert world.client(Role.INSTITUTION_FRONT_DESK).post(address).status_code == 403


def test_a_citizen_sees_that_a_board_has_lapsed_and_since_when(world: World, client: Client) -> None:
    give(world)
    by = system_viewer(label="tests")
    row = issue_board(institution=world.institution, by=by, at=AT)
    assert "Genuine and in force" in shown(client, reverse("documents:check", args=[row.token]))
    change_status(institution=world.institution, verb=Verb.SUSPEND, by=by, why="内部原因", at=clock.at(ON, 12))
    after = shown(client, reverse("documents:check", args=[row.token]))
    assert "No longer valid since 2026-11-23" in after
    assert "内部原因" not in after
