"""Entering an institution and correcting its facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cixi_oversight.audit.models import Event
from cixi_oversight.errors import Forbidden, ReasonMissing, StaleVersion
from cixi_oversight.permissions import Role, Viewer
from cixi_oversight.users.enums import DepartmentKind
from cixi_oversight.users.models import County, Department, Town
from institutions.enums import Category, Gap, LegalForm, Status, Verb
from institutions.errors import (
    DateInFuture,
    NothingChanged,
    OtherCounty,
    UsccCheckDigit,
    UsccNeedsNoOverride,
    UsccShape,
    UsccTaken,
)
from institutions.models import AuthorityRow, CategoryRow, Institution, LegalFormRow
from institutions.models.institution import Institution as Model
from institutions.services.register import create_institution, edit_facts
from institutions.services.uscc import override_uscc

from .conftest import AT, OLD_USCC, ON, OTHER_USCC, USCC


def test_creating_writes_the_first_transition_the_dated_rows_and_the_audit(institution: Institution) -> None:
    first = institution.transitions.get()
    assert (first.verb, first.source, first.target) == (Verb.REGISTER, "", Status.OPERATING)
    assert first.effective_on == dt.date(2022, 3, 1)
    assert CategoryRow.objects.get(institution=institution).category == Category.ARTS
    assert LegalFormRow.objects.get(institution=institution).legal_form == LegalForm.COMPANY
    event = Event.objects.get(verb="institutions.create_institution")
    assert (event.institution_id, event.recorded_at) == (institution.pk, AT)


def test_what_is_unknown_stays_null(make: Callable[..., Institution]) -> None:
    row = make(town=None, category=None, legal_form=None)
    assert (row.uscc, row.town, row.category, row.legal_form) == (None, None, None, None)
    assert not CategoryRow.objects.filter(institution=row).exists()
    for gap in Gap:
        assert list(Institution.objects.with_gap(gap)) == [row]


def test_names_are_cleaned_of_what_cannot_be_seen(make: Callable[..., Institution]) -> None:
    assert make("  青禾\u202e艺术\x00\n培训 ").name == "青禾艺术培训"


def test_it_refuses_a_wrong_check_digit(make: Callable[..., Institution]) -> None:
    with pytest.raises(UsccCheckDigit):
        make(uscc=USCC[:-1] + "B")


def test_it_refuses_a_second_institution_with_the_code(make: Callable[..., Institution]) -> None:
    make(uscc=USCC)
    with pytest.raises(UsccTaken):
        make("另一家", uscc=USCC)
    assert Institution.objects.count() == 1


def test_it_refuses_a_day_in_the_future(make: Callable[..., Institution]) -> None:
    assert make(effective_on=ON).pk
    with pytest.raises(DateInFuture):
        make(effective_on=ON + dt.timedelta(days=1))


def test_it_refuses_a_town_of_another_county(make: Callable[..., Institution]) -> None:
    elsewhere = County.objects.create(code="330281", name="余姚市")
    with pytest.raises(OtherCounty):
        make(town=Town.objects.create(county=elsewhere, code="330281001", name="凤山街道"))


def test_a_changed_name_joins_the_former_names(institution: Institution, by: Viewer) -> None:
    old = institution.name
    new = "慈溪市青禾艺术培训有限公司"
    row = edit_facts(institution=institution, expected_version=1, by=by, at=AT, why="更名", name=new)
    assert (row.former_names, row.version) == ([old], 2)
    back = edit_facts(institution=row, expected_version=2, by=by, at=AT, why="更名有误", name=old)
    assert back.former_names == [new]


def test_editing_needs_a_reason_and_a_change(institution: Institution, by: Viewer) -> None:
    with pytest.raises(ReasonMissing):
        edit_facts(institution=institution, expected_version=1, by=by, at=AT, why=" ", brand="青禾")
    with pytest.raises(NothingChanged):
        edit_facts(institution=institution, expected_version=1, by=by, at=AT, why="核对", name=institution.name)


def test_a_stale_form_overwrites_nothing(institution: Institution, by: Viewer) -> None:
    edit_facts(institution=institution, expected_version=1, by=by, at=AT, why="补录", brand="青禾")
    with pytest.raises(StaleVersion):
        edit_facts(institution=institution, expected_version=1, by=by, at=AT, why="补录", brand="禾苗")
    assert Institution.objects.get().brand == "青禾"


def test_a_changed_authority_goes_the_way_of_a_grant(
    make: Callable[..., Institution], bureau: Department, by: Viewer
) -> None:
    row = make(sector_authority=bureau)
    culture = Department.objects.create(
        county=bureau.county, kind=DepartmentKind.CULTURE_TOURISM_SPORT, name="慈溪市文广旅体局"
    )
    day = ON - dt.timedelta(days=3)
    row = edit_facts(
        institution=row,
        expected_version=row.version,
        by=by,
        at=AT,
        why="主管部门移交",
        brand="青禾",
        sector_authority=culture,
        registration_authority=bureau,
        authorities_from=day,
    )
    again = Institution.objects.get()
    assert (again.sector_authority, again.registration_authority, again.brand) == (culture, bureau, "青禾")
    assert again.version == row.version
    rows = AuthorityRow.objects.order_by("pk").values_list("capacity", "department", "from_on", "why")
    assert list(rows) == [
        ("sector", bureau.pk, dt.date(2022, 3, 1), "建档"),
        ("registration", bureau.pk, day, "主管部门移交"),
        ("sector", culture.pk, day, "主管部门移交"),
    ]
    assert Event.objects.filter(verb="institutions.set_authorities").count() == 1
    with pytest.raises(DateInFuture):
        edit_facts(
            institution=row,
            expected_version=row.version,
            by=by,
            at=AT,
            why="移交",
            sector_authority=None,
            authorities_from=ON + dt.timedelta(days=1),
        )
    with pytest.raises(NothingChanged):
        edit_facts(institution=row, expected_version=row.version, by=by, at=AT, why="再次", sector_authority=culture)


def test_history_holds_what_it_was_and_why(institution: Institution, by: Viewer) -> None:
    edit_facts(institution=institution, expected_version=1, by=by, at=AT, why="补录", brand="青禾")
    event = Model.pgh_event_model.objects.get()
    assert (event.brand, event.version) == ("", 1)
    assert event.pgh_context.metadata == {"actor": by.actor_id, "why": "补录"}


def test_a_chief_may_accept_an_old_code(institution: Institution, as_role: Callable[[Role], Viewer]) -> None:
    chief = as_role(Role.SECTION_CHIEF)
    row = override_uscc(institution=institution, uscc=OLD_USCC, by=chief, at=AT, why="试点期代码", expected_version=1)
    assert (row.uscc, row.uscc_override_reason) == (OLD_USCC, "试点期代码")
    again = edit_facts(institution=row, expected_version=2, by=chief, at=AT, why="换证", uscc=OTHER_USCC)
    assert (again.uscc, again.uscc_override_reason) == (OTHER_USCC, "")


def test_nobody_else_may(institution: Institution, as_role: Callable[[Role], Viewer]) -> None:
    for role in sorted(set(Role) - {Role.SECTION_CHIEF} - {r for r in Role if r.value.startswith("institution_")}):
        if role in {Role.TEACHER, Role.API_CLIENT}:
            continue
        with pytest.raises(Forbidden):
            override_uscc(institution=institution, uscc=OLD_USCC, by=as_role(role), at=AT, why="x", expected_version=1)


def test_a_typing_error_is_never_accepted_nor_a_good_code_decided(institution: Institution, by: Viewer) -> None:
    with pytest.raises(UsccShape):
        override_uscc(institution=institution, uscc=OLD_USCC.lower(), by=by, at=AT, why="x", expected_version=1)
    with pytest.raises(UsccNeedsNoOverride):
        override_uscc(institution=institution, uscc=USCC, by=by, at=AT, why="x", expected_version=1)


def test_an_overridden_code_is_unique_too(make: Callable[..., Institution], by: Viewer) -> None:
    first, second = make("甲"), make("乙")
    override_uscc(institution=first, uscc=OLD_USCC, by=by, at=AT, why="老码", expected_version=1)
    with pytest.raises(UsccTaken):
        override_uscc(institution=second, uscc=OLD_USCC, by=by, at=AT, why="老码", expected_version=1)
    assert create_institution(county=first.county, name="丙", by=by, at=AT).uscc is None
