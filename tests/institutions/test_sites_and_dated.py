"""Sites, category and legal form over time, accounts of institutions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from cixi_oversight.errors import ReasonMissing, StaleVersion
from cixi_oversight.permissions import INSTITUTION, Role, Viewer, ViewerKind
from cixi_oversight.users.models import County, Town, User
from cixi_oversight.users.services.viewer import viewer_of
from institutions.enums import Category, LegalForm
from institutions.errors import (
    DateInFuture,
    DatesReversed,
    MembershipExists,
    NoMemberRole,
    NothingChanged,
    NotStanding,
    OtherCounty,
    OtherRecord,
    SiteClosed,
)
from institutions.models import CategoryRow, Institution, Site
from institutions.services.dated import set_category, set_legal_form
from institutions.services.members import add_member, end_member
from institutions.services.reading import changes
from institutions.services.sites import create_site, edit_site

from .conftest import AT, ON

DAY = dt.timedelta(days=1)


@pytest.fixture
def site(institution: Institution, by: Viewer, town: Town) -> Site:
    return create_site(institution=institution, by=by, at=AT, address="孙塘南路1号", town=town)


def test_the_first_site_is_the_main_one_and_another_takes_its_place(
    site: Site, institution: Institution, by: Viewer
) -> None:
    assert site.is_main
    second = create_site(institution=institution, by=by, at=AT, address="新城大道2号")
    assert not second.is_main
    edit_site(site=second, expected_version=1, by=by, at=AT, why="搬迁", is_main=True)
    site.refresh_from_db()
    assert (site.is_main, site.version) == (False, 2)
    third = create_site(institution=institution, by=by, at=AT, address="三北大街3号", is_main=True)
    assert list(Site.objects.filter(is_main=True)) == [third]


def test_a_site_is_edited_by_version_with_a_reason(site: Site, by: Viewer) -> None:
    edit_site(site=site, expected_version=1, by=by, at=AT, why="测绘", usable_m2=Decimal("286.50"))
    with pytest.raises(StaleVersion):
        edit_site(site=site, expected_version=1, by=by, at=AT, why="测绘", usable_m2=Decimal("300.00"))
    with pytest.raises(ReasonMissing):
        edit_site(site=site, expected_version=2, by=by, at=AT, why="", usable_m2=Decimal("300.00"))
    with pytest.raises(NothingChanged):
        edit_site(site=site, expected_version=2, by=by, at=AT, why="核对", usable_m2=Decimal("286.5"))
    assert Site.objects.get().usable_m2 == Decimal("286.50")


def test_one_broken_condition_each(site: Site, institution: Institution, by: Viewer) -> None:
    elsewhere = Town.objects.create(
        county=County.objects.create(code="330281", name="余姚市"), code="330281001", name="凤山"
    )
    with pytest.raises(OtherCounty):
        create_site(institution=institution, by=by, at=AT, address="x", town=elsewhere)
    with pytest.raises(DateInFuture):
        create_site(institution=institution, by=by, at=AT, address="x", opened_on=ON + DAY)
    with pytest.raises(DatesReversed):
        create_site(institution=institution, by=by, at=AT, address="x", opened_on=ON, closed_on=ON - DAY)
    with pytest.raises(SiteClosed):
        edit_site(site=site, expected_version=1, by=by, at=AT, why="停用", closed_on=ON)
    edit_site(site=site, expected_version=1, by=by, at=AT, why="停用", closed_on=ON, is_main=False)
    assert Site.objects.count() == 1


def test_the_latest_row_is_the_copy_an_earlier_one_is_not(institution: Institution, by: Viewer) -> None:
    set_category(institution=institution, category=Category.SPORTS, from_on=ON, by=by, at=AT, why="转型")
    institution.refresh_from_db()
    assert (institution.category, institution.version) == (Category.SPORTS, 2)
    set_category(
        institution=institution, category=Category.ACADEMIC, from_on=dt.date(2021, 9, 1), by=by, at=AT, why="补录沿革"
    )
    institution.refresh_from_db()
    assert (institution.category, institution.version) == (Category.SPORTS, 2)
    assert CategoryRow.objects.standing().count() == 3


def test_a_correction_supersedes_and_the_copy_follows(institution: Institution, by: Viewer) -> None:
    first = CategoryRow.objects.get()
    set_category(
        institution=institution,
        category=Category.SCI_TECH,
        from_on=first.from_on,
        by=by,
        at=AT,
        why="登记有误",
        supersedes=first,
    )
    institution.refresh_from_db()
    assert institution.category == Category.SCI_TECH
    with pytest.raises(NotStanding):
        set_category(
            institution=institution, category=Category.ARTS, from_on=ON, by=by, at=AT, why="x", supersedes=first
        )


def test_what_a_dated_row_refuses(institution: Institution, make: Callable[..., Institution], by: Viewer) -> None:
    with pytest.raises(NothingChanged):
        set_category(institution=institution, category=Category.ARTS, from_on=ON, by=by, at=AT, why="x")
    with pytest.raises(DateInFuture):
        set_legal_form(
            institution=institution, legal_form=LegalForm.SOLE_TRADER, from_on=ON + DAY, by=by, at=AT, why="x"
        )
    with pytest.raises(ReasonMissing):
        set_legal_form(institution=institution, legal_form=LegalForm.SOLE_TRADER, from_on=ON, by=by, at=AT, why="")
    foreign = CategoryRow.objects.get(institution=make("另一家"))
    with pytest.raises(OtherRecord):
        set_category(
            institution=institution, category=Category.OTHER, from_on=ON, by=by, at=AT, why="x", supersedes=foreign
        )


def test_changes_are_told_field_by_field(institution: Institution, site: Site, by: Viewer) -> None:
    set_legal_form(
        institution=institution, legal_form=LegalForm.PRIVATE_NON_ENTERPRISE, from_on=ON, by=by, at=AT, why="营转非"
    )
    edit_site(site=site, expected_version=1, by=by, at=AT + DAY, why="换号", business_phone="0574-63012345")
    newest, older = changes(institution)
    assert (newest.what, newest.why, newest.actor_id) == (site.address, "换号", by.actor_id)
    assert [(one.field, one.before, one.after) for one in newest.fields] == [("business_phone", "", "0574-63012345")]
    assert [(one.field, one.before, one.after) for one in older.fields] == [
        ("legal_form", LegalForm.COMPANY, LegalForm.PRIVATE_NON_ENTERPRISE)
    ]
    assert older.at == AT


@pytest.mark.parametrize("role", list(Role))
def test_only_roles_of_institutions_are_given_to_their_accounts(
    role: Role, institution: Institution, by: Viewer
) -> None:
    user = User.objects.create_user("owner", name="负责人", joined_at=AT)
    if role not in INSTITUTION:
        with pytest.raises(NoMemberRole):
            add_member(institution=institution, user=user, role=role, from_on=ON, by=by, at=AT, why="开户")
        return
    row = add_member(institution=institution, user=user, role=role, from_on=ON, by=by, at=AT, why="开户")
    with pytest.raises(MembershipExists):
        add_member(institution=institution, user=user, role=role, from_on=ON, by=by, at=AT, why="开户")
    viewer = viewer_of(user, on=ON)
    assert (viewer.kind, viewer.roles) == (ViewerKind.MEMBER, {role})
    assert list(Institution.objects.visible_to(viewer)) == [institution]
    with pytest.raises(DatesReversed):
        end_member(membership=row, to_on=ON - DAY, by=by, at=AT, why="离职")
    end_member(membership=row, to_on=ON, by=by, at=AT, why="离职")
    assert viewer_of(user, on=ON).kind is ViewerKind.MEMBER
    assert viewer_of(user, on=ON + DAY).kind is ViewerKind.PUBLIC
