"""The work list: a person decides about a row that no rule could place; it is carried out, audited and remembered."""

from __future__ import annotations

import pytest

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import NotFound
from cixi_oversight.imports.enums import Decision
from cixi_oversight.imports.errors import AlreadyDecided, DecisionNotPossible
from cixi_oversight.imports.models import OpenMatch, StagedRow
from cixi_oversight.imports.services.decide import both_sides, decide
from cixi_oversight.permissions import Viewer
from institutions.models import Institution, Permit, Site
from tests.imports.conftest import AT, ON, OTHER, THIRD_USCC, USCC, VALID, Import, row

CONVERTED = row(统一社会信用代码=THIRD_USCC, 组织形式="民办非企业单位")
BRANCH = row(办学许可证号="1330282000999", 地址="新城大道1号")


@pytest.fixture
def item(run: Import) -> OpenMatch:
    """A permit that is known under another code, as after a conversion."""
    run([VALID, OTHER])
    run([CONVERTED])
    return OpenMatch.objects.get()


def settle(item: OpenMatch, decision: Decision, by: Viewer, subject: int | None = None) -> OpenMatch:
    return decide(item=item, decision=decision, by=by, why="见新证", at=AT, on=ON, subject_id=subject)


def test_both_sides_are_shown_field_by_field(item: OpenMatch, by: Viewer) -> None:
    sides, lines = both_sides(item, by)
    assert [side.title for side in sides] == [VALID["机构名称"]]
    code = next(line for line in lines if line.label.id == "Unified social credit code")
    assert (code.row, code.sides, code.differs) == (THIRD_USCC, (USCC,), True)
    name = next(line for line in lines if line.label.id == "Name of the institution")
    assert not name.differs
    form = next(line for line in lines if line.label.id == "Legal form")
    assert (form.row, form.sides, form.differs) == ("民办非企业单位", ("公司",), True)
    capital = next(line for line in lines if line.label.id == "Registered capital")
    assert (capital.row, capital.sides, capital.differs) == ("¥500,000.00", ("¥500,000.00",), False)


def test_the_same_takes_the_rows_facts_over(item: OpenMatch, by: Viewer) -> None:
    subject = item.subject_ids[0]
    settle(item, Decision.SAME, by, subject)
    institution = Institution.objects.get(pk=subject)
    assert (institution.uscc, institution.legal_form) == (THIRD_USCC, "private_non_enterprise")
    assert institution.legal_form_rows.count() == 2
    assert Institution.objects.count() == 2


def test_a_new_one_is_entered(item: OpenMatch, by: Viewer) -> None:
    settle(item, Decision.NEW, by)
    item.refresh_from_db()
    assert Institution.objects.get(uscc=THIRD_USCC).pk == item.result_id
    assert Institution.objects.count() == 3


def test_skipping_writes_nothing(item: OpenMatch, by: Viewer) -> None:
    before = list(Institution.objects.values())
    settle(item, Decision.SKIP, by)
    assert list(Institution.objects.values()) == before


def test_a_further_site_is_added_with_its_permit(run: Import, by: Viewer) -> None:
    run([VALID])
    run([BRANCH])
    item = OpenMatch.objects.get()
    settle(item, Decision.SITE, by, item.subject_ids[0])
    main, further = Site.objects.order_by("pk")
    assert (further.address, further.is_main, main.address) == ("新城大道1号", False, VALID["地址"])
    assert set(Permit.objects.standing().values_list("number", flat=True)) == {VALID["办学许可证号"], "1330282000999"}


@pytest.mark.parametrize("decision", list(Decision))
def test_a_decision_is_audited_kept_and_the_contents_forgotten(item: OpenMatch, by: Viewer, decision: Decision) -> None:
    subject = item.subject_ids[0] if decision in {Decision.SAME, Decision.SITE} else None
    settle(item, decision, by, subject)
    item.refresh_from_db()
    assert (item.decision, item.why, item.decided_by_id) == (decision, "见新证", by.actor_id)
    assert not StagedRow.objects.exists()
    event = Event.objects.get(verb="imports.decide")
    assert (event.subject_id, event.why, event.data["decision"]) == (item.pk, "见新证", decision)
    assert not OpenMatch.objects.undecided().exists()


@pytest.mark.parametrize("decision", [Decision.NEW, Decision.SKIP])
def test_the_same_row_again_is_not_asked_about_again(
    run: Import, item: OpenMatch, by: Viewer, decision: Decision
) -> None:
    settle(item, decision, by)
    before = list(Institution.objects.values())
    batch = run([CONVERTED])
    assert batch.figures["unsure"] == 0
    assert list(Institution.objects.values()) == before


def test_after_the_same_the_row_is_recognised_by_its_code(run: Import, item: OpenMatch, by: Viewer) -> None:
    settle(item, Decision.SAME, by, item.subject_ids[0])
    batch = run([CONVERTED])
    assert (batch.figures["unchanged"], batch.figures["matched"]) == (1, {"uscc": 1})


def test_a_row_is_decided_once(item: OpenMatch, by: Viewer) -> None:
    settle(item, Decision.SKIP, by)
    with pytest.raises(AlreadyDecided):
        settle(item, Decision.NEW, by)
    assert Institution.objects.count() == 2


def test_it_must_say_which_and_only_one_of_those_shown(item: OpenMatch, by: Viewer) -> None:
    with pytest.raises(DecisionNotPossible):
        settle(item, Decision.SAME, by)
    other = Institution.objects.exclude(pk__in=item.subject_ids).get()
    with pytest.raises(NotFound):
        settle(item, Decision.SAME, by, other.pk)
